"""A cleared study as the ledger takes it in: its populations, what is told of each, and who they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.disclosure.ledger import implied
from outcomelab.disclosure.ledger.added import added_up
from outcomelab.disclosure.ledger.by_then import told_by_then
from outcomelab.disclosure.ledger.record import Population, StudyNames, Told
from outcomelab.disclosure.ledger.vault import Arrays, mark
from outcomelab.errors import LedgerError
from outcomelab.handovers.figures import Figures, OutcomeFigure, StudyFigures
from outcomelab.handovers.impact import ImpactResult, OutcomeResult
from outcomelab.handovers.membership import from_bits
from outcomelab.protocol.definition import definition
from outcomelab.protocol.model import Protocol

Bools = npt.NDArray[np.bool_]
_NO_TABLE: Arrays = MappingProxyType({})


@dataclass(frozen=True)
class Release:
    """`populations` as the readable part has them; `members`: the member numbers of everyone in the cohort;
    `sets`: which of those each population has (populations × members)."""

    holding: str
    study: StudyNames
    populations: tuple[Population, ...]
    members: npt.NDArray[np.int64] = field(repr=False)
    sets: Bools = field(repr=False)

    @property
    def name(self) -> str:
        """The study, whichever protocol it has: the same agreement and programme."""
        return f"{self.study.agreement} · {self.study.programme}"


def release(figures: Figures, impact: ImpactResult, protocol: Protocol, membership: pa.Table) -> Release:
    """Everything published in `figures`, with its persons by `membership` (schema `MEMBERSHIP`).

    A population of whom nothing is told and no count is out is not published. Raises LedgerError when the figures
    are about persons of another analysis table.
    """
    everyone = np.ones(membership.num_rows, dtype=np.bool_)
    found = [(_cohort(figures), everyone), *_told(figures, impact, protocol, membership)]
    return Release(
        protocol.holding.name,
        names_of(figures.study),
        tuple(population for population, _ in found),
        membership["member"].to_numpy(),
        np.array([persons for _, persons in found]),
    )


def names_of(study: StudyFigures) -> StudyNames:
    """Which study it is, as the ledger says it."""
    return StudyNames(
        title=study.title,
        programme=study.programme,
        provider=study.provider,
        agreement=study.agreement,
        protocol_sha256=study.protocol_sha256,
    )


def marked(key: bytes, made: Release, table: Arrays = _NO_TABLE) -> str:
    """A keyed fingerprint of a release: the same for the same figures of the same persons; of a `table`, whose
    cells are not all populations, also what tells it from another."""
    populations = [one.model_dump(mode="json") for one in made.populations]
    for told in (one for each in populations for one in each["told"] if one["without_at_most"] is None):
        del told["without_at_most"]  # which earlier versions did not know: what they marked keeps its mark
    said = json.dumps([made.holding, made.study.protocol_sha256, made.name, populations], sort_keys=True)
    persons = made.members.tobytes(), np.packbits(made.sets, axis=1).tobytes()
    cells = (part for name in sorted(table) for part in (name.encode("utf-8"), table[name].tobytes()))
    return mark(key, said.encode("utf-8"), *persons, *cells)


def _cohort(figures: Figures) -> Population:
    shown = next((step.count for step in figures.flow if step.step == "linked"), None)
    return Population(role="cohort", name="everyone found", persons=implied.count(shown, figures.rules.base))


def _told(
    figures: Figures, impact: ImpactResult, protocol: Protocol, membership: pa.Table
) -> Iterator[tuple[Population, Bools]]:
    shown = {(one.name, one.subgroup, one.level): one for one in figures.outcomes + figures.subgroups}
    definitions = {outcome.name: definition(protocol, outcome) for outcome in protocol.outcomes}
    groups: dict[tuple[str, str], list[OutcomeResult]] = {}
    for result in impact.outcomes + impact.subgroups:
        groups.setdefault((result.subgroup, result.level), []).append(result)
    for (subgroup, level), results in groups.items():
        label = impact.labels.get(subgroup, subgroup) if subgroup else ""
        of_each = [(shown.get((one.name, label, level)), definitions[one.name]) for one in results]
        told = tuple(_outcome(figure, known, protocol) for figure, known in of_each if figure)
        if not subgroup:
            told = added_up(told, figures)
        told += tuple(_by_then(of_each, protocol))
        everyone = (figure for figure, _ in of_each if figure and not figure.among)
        size = next((figure.participants for figure in everyone if figure.participants), None)
        if subgroup and not any(one.with_outcome or one.value for one in told):
            continue
        yield (
            Population(
                role="part" if subgroup else "whole",
                name=f"{label}: {level}" if subgroup else "everyone compared",
                persons=implied.count(size, figures.rules.base),
                told=told,
            ),
            persons_of(results[0].persons, membership),
        )


def _by_then(of_each: list[tuple[OutcomeFigure | None, str]], protocol: Protocol) -> Iterator[Told]:
    asked = {outcome.name: outcome for outcome in protocol.outcomes}
    for figure, _ in of_each:
        if figure:
            yield from told_by_then(figure, asked[figure.name], protocol)


def _outcome(figure: OutcomeFigure, known: str, protocol: Protocol) -> Told:
    return Told(
        name=figure.name,
        label=figure.label,
        definition=known,
        with_outcome=implied.with_outcome(figure, protocol.disclosure),
        without=implied.without(figure, protocol.disclosure),
        value=implied.value(figure),
    )


def persons_of(bits: str, membership: pa.Table) -> Bools:
    place = membership["place"]
    there = place.is_valid().to_numpy()
    try:
        compared = from_bits(bits, int(there.sum()))
    except ValueError:
        raise LedgerError(
            "What was found is about persons of another analysis table. Run `outcomelab derive` and "
            "`outcomelab evaluate` again, one after the other."
        ) from None
    persons = np.zeros(membership.num_rows, dtype=np.bool_)
    persons[there] = compared[place.drop_null().to_numpy()]
    return persons
