"""Which rows can be used: what a row needs, and whom the study asks about."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from outcomelab.cohort.faults import Fault, Lost
from outcomelab.cohort.reading import Reading
from outcomelab.cohort.timeline import Timeline
from outcomelab.people.masks import filled, true_where
from outcomelab.protocol.model import CohortRule


def who_is_named(reading: Reading, heading: Callable[[str], str]) -> tuple[list[Fault], list[Lost]]:
    """Rows without any name, and rows with neither a date of birth nor a service number, cannot be looked
    for; a row that lacks one part of the name, or the date of birth beside a number, can."""
    surname, forename = filled(reading.text["surname"]), filled(reading.text["forename"])
    born, numbered = reading.dates["date_of_birth"].written, filled(reading.text["service_number"])
    mend = "Write it if you know it; the row is used without it."
    name, birth = "Write surname and forename.", "Write one of the two: people are told apart by them."
    faults = [
        Fault(heading("surname"), "the name is missing", name, ~surname & ~forename, alone=True),
        Fault(heading("surname"), "the surname is missing", mend, ~surname & forename, alone=True),
        Fault(heading("forename"), "the forename is missing", mend, surname & ~forename, alone=True),
        Fault(
            heading("date_of_birth"), "it is empty without a service number", birth, ~born & ~numbered, alone=True
        ),
        Fault(heading("date_of_birth"), "it is empty", mend, ~born & numbered, alone=True),
    ]
    lost = [
        Lost("no name", ~surname & ~forename),
        Lost("neither a date of birth nor a service number", ~born & ~numbered),
    ]
    return faults, lost


def whom_the_study_asks_about(
    reading: Reading, timeline: Timeline, rule: CohortRule, heading: Callable[[str], str]
) -> tuple[list[Fault], list[Lost]]:
    """Rows outside the protocol's dates of programme start (the index date where there is no start), and,
    if it asks for completers only, those who did not complete or of whom it is not said."""
    started = timeline.days["start_date"]
    field = np.where(np.isnat(started), "index_date", "start_date")
    started = np.where(np.isnat(started), timeline.days["index_date"], started)
    outside = np.zeros(reading.count, dtype=bool)
    if rule.started_from is not None:
        outside |= started < np.datetime64(rule.started_from, "D")
    if rule.started_to is not None:
        outside |= started > np.datetime64(rule.started_to, "D")
    faults = [
        Fault(
            heading(name),
            "the date is outside the time this study is about",
            "Nothing to do if the date is right: the person is left out.",
            outside & (field == name),
        )
        for name in ("start_date", "index_date")
    ]
    lost = [Lost("programme dates outside the time this study is about", outside)]
    if rule.completed_only:
        completed, known = true_where(reading.completed), filled(reading.completed)
        mend = "Nothing to do if that is right: this study is about those who completed."
        unsaid = "Write Yes or No: this study is about those who completed."
        faults += [
            Fault(heading("completed"), "the programme was not completed", mend, known & ~completed),
            Fault(heading("completed"), "it does not say yes or no", unsaid, ~known, alone=True),
        ]
        lost += [
            Lost("did not complete the programme", known & ~completed),
            Lost("not known whether they completed the programme", ~known),
        ]
    return faults, lost


def needed_columns(rule: CohortRule, needs_date: bool) -> frozenset[str]:
    """The columns a list must have, in the words of `columns.find_columns`."""
    needed = {"surname", "forename", "date_of_birth", "sex"}
    needed |= {"date"} if needs_date else set()
    needed |= {"completed"} if rule.completed_only else set()
    return frozenset(needed)
