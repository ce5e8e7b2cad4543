"""How well people were found in the records: overall, by group, and what depends on the threshold."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.figures import Figures
from outcomelab.handovers.linkage_figures import (
    ClericalFigure,
    HeldGroupFigure,
    IntervalFigure,
    LinkageFigures,
    LinkageGroupFigure,
)
from outcomelab.reports.blocks import Block, Section, Table, Text
from outcomelab.reports.numbers import NOT_SHOWN, fewer_than, number, percent, smd

_ESTIMATED = (
    "The last two columns are estimated from how sure each link is: the share of links that join the right "
    "person, and the share of those present in the records who were found."
)
_DIFFER = (
    "Groups are said to differ where the gap is over 5 points and larger than chance would make of groups of this "
    "size."
)
_HELD = (
    "What follows is known only to the records themselves. Of a participant who was not found nobody knows it, so "
    "there is no share found; of the people in the records it can be estimated how many of the matches were made."
)


def linkage(figures: Figures) -> Section:
    """How well participants were found in the records, overall and by group."""
    return quality(figures.linkage, figures.rules.threshold)


def quality(told: LinkageFigures, threshold: int) -> Section:
    """The same of a linkage by itself; `threshold`: the fewest people a figure is shown of."""
    blocks: list[Block] = [Text(_linked(told.overall)), *_more(told, threshold)]
    blocks += [Text(warning, "warning") for warning in told.warnings]
    columns = ("Group", "Participants", "Found", "Links that are right", "Found, of those who could be")
    rows = (
        _group_row("Everyone", told.overall),
        *(_group_row(f"{_capital(group.group)}: {group.level}", group) for group in told.groups),
    )
    blocks.append(Table("Linkage, overall and by group", columns, rows, (False, True, True, True, True)))
    blocks.append(Text(f"{_ESTIMATED} {_DIFFER}", "quiet"))
    blocks += [*_missed(told, threshold), *_held(told.held), *_known(told), *_thresholds(told, threshold)]
    return Section("linkage", "How well people were found in the records", tuple(blocks))


def _linked(overall: LinkageGroupFigure) -> str:
    if overall.linked_percent is None:
        reason = overall.withheld.rstrip(". ")
        said = "The share of participants found in the records is not shown" + (f": {reason}." if reason else ".")
    else:
        said = f"{percent(overall.linked_percent)} of participants were found in the records."
    if overall.precision_percent is not None:
        said += f" Of the links made, an estimated {percent(overall.precision_percent)} join the right person."
    if overall.recall_percent is not None:
        said += f" Of those who are in the records, an estimated {percent(overall.recall_percent)} were found."
    return said


def _more(told: LinkageFigures, threshold: int) -> Iterator[Block]:
    if told.clerical is not None:
        yield Text(_reviewed(told.clerical))
    said = []
    if told.compared_percent is not None:
        said.append(
            "Not every pair of records can be compared; of the pairs that are one person, an estimated "
            f"{percent(told.compared_percent)} were."
        )
    if told.overall.participants is not None:
        share = told.overall.unlinkable_percent
        few = (
            _capital(fewer_than(threshold)) + " participants"
            if share is None
            else f"{percent(share)} of participants"
        )
        said.append(
            f"{few} are described by so little that not even a perfect copy of their record could be linked."
        )
    if said:
        yield Text(" ".join(said))


def _reviewed(clerical: ClericalFigure) -> str:
    said = (
        f"Two people looked at {number(clerical.pairs)} pairs of records without knowing what the program made of "
        f"them, and gave the same answer on {percent(clerical.agreement_percent)}"
    )
    if clerical.kappa is not None:
        said += f" (Cohen’s kappa {_range(clerical.kappa, 2)})"
    said += "."
    if clerical.precision_percent is not None:
        said += f" By their judgement {_range(clerical.precision_percent, 0, '%')} of the links are right"
        if clerical.recall_percent is not None:
            found = _range(clerical.recall_percent, 0, "%")
            said += f", and {found} of the matches among the pairs compared were found"
        said += "."
    return said


def _range(figure: IntervalFigure, decimals: int, unit: str = "") -> str:
    best, low, high = (f"{number(end, decimals)}{unit}" for end in (figure.estimate, figure.low, figure.high))
    return f"{best} ({low} to {high})"


def _group_row(label: str, group: LinkageGroupFigure) -> tuple[str, ...]:
    return (
        f"{label}\n{group.withheld}" if group.withheld else label,
        NOT_SHOWN if group.participants is None else number(group.participants),
        percent(group.linked_percent),
        percent(group.precision_percent),
        percent(group.recall_percent),
    )


def _missed(told: LinkageFigures, threshold: int) -> Iterator[Block]:
    rows = tuple(
        (
            label,
            percent(group.adjusted_percent) if group.adjusted_percent is not None else "–",
            fewer_than(threshold) if group.missed is None else number(group.missed),
            NOT_SHOWN if group.unlinkable_percent is None else percent(group.unlinkable_percent),
        )
        for label, group in (
            ("Everyone", told.overall),
            *((f"{_capital(group.group)}: {group.level}", group) for group in told.groups),
        )
        if group.participants is not None
    )
    if any(row[1] != "–" or row[2] != fewer_than(threshold) or row[3] != NOT_SHOWN for row in rows):
        columns = ("Group", "Found, age and sex held equal", "Estimated missed", "Described by too little")
        yield Table("Who was missed, and who could not have been found", columns, rows, (False, True, True, True))


def _held(groups: tuple[HeldGroupFigure, ...]) -> Iterator[Block]:
    if not groups:
        return
    yield Text(_HELD)
    columns = ("Group", "People linked", "Links that are right", "Found, of those who could be")
    rows = tuple(
        (
            f"{_capital(group.group)}: {group.level}",
            NOT_SHOWN if group.linked is None else number(group.linked),
            percent(group.precision_percent),
            percent(group.recall_percent),
        )
        for group in groups
    )
    yield Table("Linkage by what only the records know", columns, rows, (False, True, True, True))


def _known(told: LinkageFigures) -> Iterator[Block]:
    if not told.known:
        return
    yield Text(
        "People who were not found may differ from those who were, and the result then says less of people like "
        "them. The difference is standardised (SMD): above 0.10 in either direction it is worth a thought."
    )
    columns = ("What the list says", "Found", "Not found", "SMD")
    rows = tuple(
        (
            f"{_capital(row.variable)}: {row.level}",
            percent(row.linked_percent),
            percent(row.unlinked_percent),
            smd(row.smd),
        )
        for row in told.known
    )
    yield Table("People found against people not found", columns, rows, (False, True, True, True))


def _thresholds(told: LinkageFigures, threshold: int) -> Iterator[Block]:
    if not told.thresholds:
        return
    if len({row.links for row in told.thresholds}) == 1 and told.thresholds[0].links is not None:
        first, last = told.thresholds[0].threshold, told.thresholds[-1].threshold
        yield Text(
            f"With any least match probability from {first:g} to {last:g} the links would be the same, but for "
            f"{fewer_than(threshold)}."
        )
        return
    rows = tuple(
        (
            f"{row.threshold:g}\n{row.withheld}" if row.withheld else f"{row.threshold:g}",
            NOT_SHOWN if row.links is None else number(row.links),
            NOT_SHOWN
            if row.links is None
            else fewer_than(threshold)
            if row.changed is None
            else number(row.changed),
            percent(row.precision_percent),
            percent(row.recall_percent),
        )
        for row in told.thresholds
    )
    columns = (
        "Least match probability",
        "Links",
        "More or fewer",
        "Links that are right",
        "Found, of those who could be",
    )
    yield Table("The links at other thresholds", columns, rows, (False, True, True, True, True))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
