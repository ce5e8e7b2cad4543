"""What really happened, with the programme and without it: for measuring, never an input."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from outcomelab.simulate.days import NEVER, dates
from outcomelab.simulate.ministries.justice import DECISIONS, Record
from outcomelab.simulate.names import GROUPS, Names
from outcomelab.simulate.people import Floats, Ints, People
from outcomelab.simulate.tables import MINISTRIES, coded, person_number

FOLLOW_UP, WAITING = 365, 183
_NOT_PROVEN = DECISIONS.index("not proven")
_CUSTODY = DECISIONS.index("custody")


def offending_truth(record: Record, index: Ints) -> dict[str, Floats]:
    """Of each person (k, in the record's numbering) what they did in the year after `index`: whether and how often
    they committed a proven offence, the days to the first, and how often it ended in custody."""
    them = record.candidates
    after = them.day - index[them.person]
    inside = record.happened & (after >= 1) & (after <= FOLLOW_UP) & (them.decision != _NOT_PROVEN)
    inside &= them.decided - index[them.person] <= FOLLOW_UP + WAITING
    size = len(index)
    count = np.bincount(them.person[inside], minlength=size)
    custody = np.bincount(them.person[inside & (them.decision == _CUSTODY)], minlength=size)
    days = np.full(size, FOLLOW_UP, np.int32)
    np.minimum.at(days, them.person[inside], after[inside].astype(np.int32))
    return {
        "reoffended": (count > 0).astype(np.float64),
        "reoffences": count.astype(np.float64),
        "days_to_reoffence": days.astype(np.float64),
        "custody": (custody > 0).astype(np.float64),
    }


def months_worked(works: np.ndarray, starts: Ints, index: Ints) -> Floats:
    """How many of the twelve months that begin in the year after `index` each person worked in (k × m in)."""
    after = starts[None, :] - index[:, None]
    return np.asarray((works & (after > 0) & (after <= FOLLOW_UP)).sum(axis=1), np.float64)


def within_a_year(person: Ints, day: Ints, index: Ints, much: Floats | None = None) -> Floats:
    """How many events each person (k) had in the year after `index`, or how `much` they came to."""
    after = day - index[person]
    inside = (after > 0) & (after <= FOLLOW_UP)
    weights = None if much is None else much[inside].astype(np.float64)
    return np.bincount(person[inside], weights, minlength=len(index)).astype(np.float64)


def effects(
    them: People, places: Ints, index: Ints, with_it: dict[str, Floats], without: dict[str, Floats]
) -> pa.Table:
    """One row a participant: both answers to every outcome."""
    columns = {
        f"{name}_{which}": pa.array(values)
        for which, answers in (("with", with_it), ("without", without))
        for name, values in answers.items()
    }
    return pa.table(
        {
            "person": pa.array(them.person[places]),
            "woman": pa.array(them.woman[places]),
            "index_date": dates(index),
            **columns,
        }
    )


def persons(them: People, places: Ints, words: Names, until: int) -> pa.Table:
    """One row a person: who they are without any error, as of the day `until`, what became of them by then, who is
    a participant (`places`), and what each ministry calls them. Empty is what had not come by then."""
    takes_part = np.zeros(len(them), bool)
    takes_part[places] = True
    by_then = {
        name: dates(np.where(day <= until, day, NEVER))
        for name, day in (
            ("died", them.died),
            ("married_on", them.married_on),
            ("moved_on", them.moved_on[:, 0]),
            ("moved_again_on", them.moved_on[:, 1]),
        )
    }
    return pa.table(
        {
            "person": pa.array(them.person),
            "household": pa.array(them.household),
            "group": coded([name for name, _, _ in GROUPS], them.group),
            "woman": pa.array(them.woman),
            "surname_at_birth": coded(words.words, them.surnames[:, 0]),
            "surname": coded(words.words, them.surname_on(until)),
            "forename": coded(words.words, them.forename),
            "born": dates(them.born),
            "postcode": pa.array(them.postcode_on(until)),
            "postcode_at_first": pa.array(them.postcodes[:, 0]),
            "postcode_then": pa.array(them.postcodes[:, 1], mask=them.moved_on[:, 0] > until),
            **by_then,
            "hidden": pa.array(them.hidden),
            "participant": pa.array(takes_part),
            **{f"{ministry}_no": person_number(ministry, them.person) for ministry in MINISTRIES},
        }
    )
