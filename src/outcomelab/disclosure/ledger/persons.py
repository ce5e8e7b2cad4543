"""Persons of a release and of all earlier ones on one numbering, as the gate takes them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from outcomelab.disclosure.gate.bits import packed
from outcomelab.disclosure.gate.check import Broken
from outcomelab.disclosure.gate.known import About, Populations
from outcomelab.disclosure.gate.limits import Limits
from outcomelab.disclosure.ledger.record import Population
from outcomelab.disclosure.ledger.release import Release
from outcomelab.disclosure.ledger.store import Book
from outcomelab.disclosure.ledger.vault import Members
from outcomelab.protocol.rules import DisclosureRules


def placed(release: Release, register: npt.NDArray[np.int64]) -> Members:
    """Who a release is about, by places in the ledger; those new to it come last, by member number."""
    new = np.setdiff1d(release.members, register)
    everyone = np.concatenate([register, new])
    order = np.argsort(everyone, kind="stable")
    place = order[np.searchsorted(everyone, release.members, sorter=order)]
    sets = np.zeros((len(release.populations), len(everyone)), dtype=np.bool_)
    sets[:, place] = release.sets
    return Members(new, sets)


def asked(release: Release, members: Members) -> Populations:
    """The new release as the gate takes it."""
    about = _about(0, release.name, release.populations, members.sets)
    return Populations(about, packed(members.sets), members.sets.shape[1])


def limits(rules: DisclosureRules) -> Limits:
    """The rules as the gate takes them."""
    return Limits(rules.threshold, rules.persons_a_cell, rules.range_cut)


def past(book: Book, holding: str, persons: int) -> Populations:
    """Every population released of a holding, on a numbering of so many `persons`."""
    words = [np.zeros((0, -(-persons // 64)), dtype=np.uint64)]
    about: list[About] = []
    for entry in book.released(holding):
        members = book.members(entry).sets
        sets = packed(members)
        whole = np.zeros((len(sets), words[0].shape[1]), dtype=np.uint64)
        whole[:, : sets.shape[1]] = sets
        words.append(whole)
        name = f"{entry.study.agreement} · {entry.study.programme}"
        about += _about(entry.number, name, entry.populations, members)
    return Populations(tuple(about), np.vstack(words), persons)


def sharing(new: Populations, known: Populations) -> tuple[int, ...]:
    """The numbers of the earlier releases that are about anybody of the new one."""
    everyone = np.bitwise_or.reduce(new.words, axis=0)
    touched = (known.words & everyone).any(axis=1)
    return tuple(sorted({one.release for one, there in zip(known.about, touched, strict=True) if there}))


def why_refused(broken: Sequence[Broken], new: Populations) -> Members:
    """What a checker who has the vault's key may read of a refusal."""
    said = [
        {"rule": one.rule, "populations": [new.about[place].name for place in one.populations]} for one in broken
    ]
    return Members(np.zeros(0, dtype=np.int64), np.zeros((0, 0), dtype=np.bool_), json.dumps(said))


def _about(
    number: int, study: str, populations: tuple[Population, ...], sets: npt.NDArray[np.bool_]
) -> tuple[About, ...]:
    """What is told of each population. An attacker is taken to know who is in it, and so how many they are."""
    found = []
    for population, persons in zip(populations, sets.sum(axis=1).tolist(), strict=True):
        told: dict[str, tuple[float, float]] = {}
        for one in population.told:
            if one.with_outcome is None:
                continue
            low, high = one.with_outcome.low, min(one.with_outcome.high, persons - one.without)
            if one.without_at_most is not None:
                low = max(low, persons - one.without_at_most)
            before = told.get(one.definition, (0.0, float(persons)))
            told[one.definition] = max(low, before[0]), min(high, before[1])
        found.append(About(number, study, population.role, population.name, told))
    return tuple(found)
