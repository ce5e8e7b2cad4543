"""What was found in a list, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outcomelab.handovers.flow import FlowStep
from outcomelab.people.columns import Columns
from outcomelab.people.date_order import Order
from outcomelab.people.wording import counted, listed


def findings(
    kind: str,
    columns: Columns,
    orders: Mapping[str, Order],
    flow: tuple[FlowStep, ...],
    *,
    passed_over: int,
    in_doubt: int,
    mended: int,
) -> tuple[str, ...]:
    """Sentences about the file, its columns, its dates, and who is left.

    `passed_over`: rows without a participant; `in_doubt`: dates of birth kept in both readings; `mended`:
    rows that stay though something is wrong in them.
    """
    submitted, readable, distinct = flow
    told = [
        f"We read {counted(submitted.count, 'row', 'rows')} from {kind}; "
        f"the headings are in row {columns.heading_row}.",
        _columns(columns),
        *columns.notes,
        *_dates(columns, orders, in_doubt),
    ]
    if passed_over:
        words = counted(passed_over, "row holds no participant and counts", "rows hold no participant and count")
        told.append(f"{words} for nothing.")
    if readable.lost:
        reasons = listed([f"{loss.reason} ({loss.count:,})" for loss in readable.lost])
        number = submitted.count - readable.count
        told.append(f"{counted(number, 'row was', 'rows were')} left out: {reasons}.")
    if mended:
        told.append(f"{counted(mended, 'row is', 'rows are')} used though something in them is missing or wrong.")
    if distinct.lost:
        again = readable.count - distinct.count
        told.append(
            f"{counted(again, 'row is', 'rows are')} of someone already on the list: the first row is kept."
        )
    told.append(f"{counted(distinct.count, 'person is', 'people are')} left to be looked for in the records.")
    return tuple(told)


def _columns(columns: Columns) -> str:
    used = listed([f"“{heading}”" for heading in dict.fromkeys(columns.headings.values())])
    rest = (
        f" {counted(columns.others, 'other column is', 'other columns are')} not used."
        if columns.others > 0
        else ""
    )
    return f"We used the columns {used}.{rest}"


def _dates(columns: Columns, orders: Mapping[str, Order], in_doubt: int) -> Iterator[str]:
    for name, order in orders.items():
        if not order.doubtful and not order.mixed:
            continue
        heading = f"“{columns.headings[name]}”"
        way = "day first" if order.day_first else "month first"
        if order.mixed:
            yield (
                f"In {heading} some dates can only be day first and others only month first; "
                f"{counted(order.doubtful, 'date', 'dates')} that could be either "
                f"{'was' if order.doubtful == 1 else 'were'} read {way}."
            )
        elif order.by == "column":
            yield f"Dates in {heading} are written {way}, as the column itself shows."
        elif order.by == "protocol":
            yield f"Dates in {heading} were read {way}, as the protocol says."
        else:
            yield (
                f"Nothing in {heading} shows whether the day or the month comes first; dates such as 03/04 were "
                f"read {way}. Year first (2021-04-03) leaves no doubt."
            )
        if name == "date_of_birth" and in_doubt:
            yield (
                f"{counted(in_doubt, 'date of birth', 'dates of birth')} could be read either way: "
                "both readings will be tried in the records."
            )
