"""The cohort room's front door: read a provider's list of participants, check it, explain it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa

from outcomelab.cohort.columns import find_columns, mapped_columns
from outcomelab.cohort.duplicates import first_of_each
from outcomelab.cohort.faults import losses, row_problems
from outcomelab.cohort.findings import findings
from outcomelab.cohort.problems import problems_in_words
from outcomelab.cohort.reading import Reading, column_heading, read_rows
from outcomelab.cohort.timeline import Timeline, read_timeline
from outcomelab.cohort.usable import needed_columns, who_is_named, whom_the_study_asks_about
from outcomelab.errors import CohortError, RowProblem
from outcomelab.handovers.cohort import COHORT_DATES, COHORT_IDENTIFIERS, Cohort
from outcomelab.handovers.flow import FlowStep, Loss, check_adds_up
from outcomelab.handovers.progress import Progress, silent
from outcomelab.people.date_order import settle
from outcomelab.people.files import read_file
from outcomelab.people.masks import Bools, Ints
from outcomelab.people.wording import counted
from outcomelab.protocol.model import CohortRule

_STAGE = "cohort"


def check_cohort(
    file: Path,
    rule: CohortRule,
    covers: tuple[dt.date, dt.date] | None = None,
    needs_date: bool = True,
    progress: Progress = silent,
    today: dt.date | None = None,
) -> Cohort:
    """Read and check a participants' file, CSV or .xlsx.

    `covers`: first and last day the holding covers; rows whose index date (without one: programme start)
    is outside are left out. `needs_date`: whether each row needs such a date. `today` is the day no date of
    birth can be after: the clock's, unless given.

    Returns the distinct participants that can be used, the earliest row of each, with the flow from
    submitted to distinct and every problem by row. Raises CohortError when the file cannot be read, lacks
    columns, or has fewer distinct persons than `rule.minimum`. Nothing a cell holds is ever repeated.
    """
    today = today or dt.date.today()
    needs_date = needs_date or rule.started_from is not None or rule.started_to is not None
    progress(_STAGE, "reading the file")
    mapped = mapped_columns(rule.columns)
    sheet = read_file(file, mapped.score)
    columns = find_columns(sheet, mapped, needed_columns(rule, needs_date))
    reading = read_rows(sheet, columns)
    if not reading.count:
        raise CohortError(
            "The list has headings and no participants below them. Write one participant a row under the headings."
        )
    progress(_STAGE, f"checking {counted(reading.count, 'row', 'rows')}")
    heading = partial(column_heading, columns)
    orders = settle(reading.dates, rule.day_first)
    timeline = read_timeline(
        reading.dates, orders, reading.count, heading, today, covers=covers, needs_date=needs_date
    )
    name_faults, name_lost = who_is_named(reading, heading)
    study_faults, study_lost = whom_the_study_asks_about(reading, timeline, rule, heading)
    usable, left_out = losses([*name_lost, *timeline.lost, *study_lost], reading.count)
    kept, again = _distinct(reading, timeline, usable)
    flow = check_adds_up(
        (
            FlowStep("submitted", reading.count),
            FlowStep("readable", int(usable.sum()), left_out),
            FlowStep("distinct", len(kept), (Loss("on the list more than once", len(again)),) if again else ()),
        )
    )
    problems = row_problems([*reading.faults, *name_faults, *timeline.faults, *study_faults], reading.rows)
    mended = len({problem.row for problem in problems} & set(reading.rows[kept].tolist()))
    problems = tuple(sorted((*problems, *again), key=lambda problem: problem.row))
    _require_enough(len(kept), rule.minimum, problems)
    cohort = Cohort(
        _identifiers(reading, timeline, kept),
        _dates(reading, timeline, kept),
        flow,
        findings(
            sheet.kind,
            columns,
            orders,
            flow,
            passed_over=reading.passed_over,
            in_doubt=int((~np.isnat(timeline.born_also[kept])).sum()),
            mended=mended,
        ),
        problems,
    )
    progress(_STAGE, f"{counted(len(kept), 'participant', 'participants')} can be looked for")
    return cohort


def _distinct(reading: Reading, timeline: Timeline, usable: Bools) -> tuple[Ints, list[RowProblem]]:
    """Places of each person's first usable row, and a problem for each later one."""
    places = np.flatnonzero(usable)
    text = {name: column.take(pa.array(places)) for name, column in reading.text.items()}
    first = first_of_each(text, timeline.days["date_of_birth"][places], timeline.born_also[places])
    later = first != np.arange(len(places))
    rows = reading.rows[places]
    again = [
        RowProblem(row, "", "the person is on the list already", f"Nothing to do: row {earlier} is used.")
        for row, earlier in zip(rows[later].tolist(), rows[first[later]].tolist(), strict=True)
    ]
    return places[~later], again


def _require_enough(persons: int, minimum: int, problems: tuple[RowProblem, ...]) -> None:
    if persons >= minimum:
        return
    message = (
        f"The list has {counted(persons, 'participant', 'different participants')} that can be used; a study "
        f"needs at least {minimum}, so {counted(minimum - persons, 'more is', 'more are')} needed."
    )
    words = problems_in_words(problems)
    raise CohortError(f"{message}\n{words}" if words else message, problems)


def _identifiers(reading: Reading, timeline: Timeline, kept: Ints) -> pa.Table:
    take = pa.array(kept)
    text = {name: column.take(take) for name, column in reading.text.items()}
    columns = {
        **text,
        "row": pa.array(reading.rows[kept], pa.int32()),
        "sex": reading.sex.take(take),
        "date_of_birth": pa.array(timeline.days["date_of_birth"][kept], pa.date32()),
        "born_also": pa.array(timeline.born_also[kept], pa.date32()),
    }
    return pa.table([columns[name] for name in COHORT_IDENTIFIERS.names], schema=COHORT_IDENTIFIERS)


def _dates(reading: Reading, timeline: Timeline, kept: Ints) -> pa.Table:
    take = pa.array(kept)
    columns = {
        "row": pa.array(reading.rows[kept], pa.int32()),
        "completed": reading.completed.take(take),
        **{name: reading.text[name].take(take) for name in ("site", "subgroup")},
        **{name: pa.array(days[kept], pa.date32()) for name, days in timeline.days.items()},
    }
    return pa.table([columns[name] for name in COHORT_DATES.names], schema=COHORT_DATES)
