"""How well people were found in the records: overall, by group, and what depends on the threshold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from outcomelab.handovers.figures import Figures
from outcomelab.handovers.linkage_figures import (
    ClericalFigure,
    HeldGroupFigure,
    IntervalFigure,
    LinkageFigures,
    LinkageGroupFigure,
)
from outcomelab.reports.blocks import Block, Section, Table, Text
from outcomelab.reports.language import tell
from outcomelab.reports.numbers import (
    fewer_than,
    not_shown,
    number,
    percent,
    short,
    smd,
    spanned,
    with_percent,
)
from outcomelab.reports.phrases import capital, named


def linkage(figures: Figures) -> Section:
    """How well participants were found in the records, overall and by group."""
    return quality(figures.linkage, figures.rules.threshold)


def quality(told: LinkageFigures, threshold: int) -> Section:
    """The same of a linkage by itself; `threshold`: the fewest people a figure is shown of."""
    blocks: list[Block] = [Text(_linked(told.overall)), *_more(told, threshold)]
    blocks += [Text(warning, "warning") for warning in told.warnings]
    columns = (
        tell("Group"),
        tell("Participants"),
        tell("Found"),
        tell("Links that are right"),
        tell("Found, of those who could be"),
    )
    rows = (
        _group_row(tell("Everyone"), told.overall),
        *(_group_row(named(capital(group.group), group.level), group) for group in told.groups),
    )
    blocks.append(Table(tell("Linkage, overall and by group"), columns, rows, (False, True, True, True, True)))
    words = tell(
        "The last two columns are estimated from how sure each link is: the share of links that join the right "
        "person, and the share of those present in the records who were found. Groups are said to differ where "
        "the gap is over 5 points and larger than chance would make of groups of this size."
    )
    blocks.append(Text(words, "quiet"))
    blocks += [*_missed(told, threshold), *_held(told.held), *_known(told), *_thresholds(told, threshold)]
    return Section("linkage", tell("How well people were found in the records"), tuple(blocks))


def _linked(overall: LinkageGroupFigure) -> str:
    if overall.linked_percent is None:
        reason = overall.withheld.rstrip(". ")
        said = (
            tell("The share of participants found in the records is not shown: {reason}.", reason=reason)
            if reason
            else tell("The share of participants found in the records is not shown.")
        )
    else:
        said = tell("{share} of participants were found in the records.", share=percent(overall.linked_percent))
    if overall.precision_percent is not None:
        said += " " + tell(
            "Of the links made, an estimated {share} join the right person.",
            share=percent(overall.precision_percent),
        )
    if overall.recall_percent is not None:
        said += " " + tell(
            "Of those who are in the records, an estimated {share} were found.",
            share=percent(overall.recall_percent),
        )
    return said


def _more(told: LinkageFigures, threshold: int) -> Iterator[Block]:
    if told.clerical is not None:
        yield Text(_reviewed(told.clerical))
    said = []
    if told.compared_percent is not None:
        said.append(
            tell(
                "Not every pair of records can be compared; of the pairs that are one person, an estimated "
                "{share} were.",
                share=percent(told.compared_percent),
            )
        )
    if told.overall.participants is not None:
        share = told.overall.unlinkable_percent
        said.append(
            tell(
                "{few} participants are described by so little that not even a perfect copy of their record could "
                "be linked.",
                few=capital(fewer_than(threshold)),
            )
            if share is None
            else tell(
                "{share} of participants are described by so little that not even a perfect copy of their record "
                "could be linked.",
                share=percent(share),
            )
        )
    if said:
        yield Text(" ".join(said))


def _reviewed(clerical: ClericalFigure) -> str:
    kappa = (
        "" if clerical.kappa is None else tell(" (Cohen’s kappa {kappa})", kappa=_range(clerical.kappa, 2, str))
    )
    said = tell(
        "Two people looked at {pairs} pairs of records without knowing what the program made of them, and gave "
        "the same answer on {share}{kappa}.",
        pairs=number(clerical.pairs),
        share=percent(clerical.agreement_percent),
        kappa=kappa,
    )
    if clerical.precision_percent is None:
        return said
    right = _range(clerical.precision_percent, 0, with_percent)
    if clerical.recall_percent is None:
        judged = tell("By their judgement {right} of the links are right.", right=right)
    else:
        judged = tell(
            "By their judgement {right} of the links are right, and {found} of the matches among the pairs "
            "compared were found.",
            right=right,
            found=_range(clerical.recall_percent, 0, with_percent),
        )
    return f"{said} {judged}"


def _range(figure: IntervalFigure, decimals: int, unit: Callable[[str], str]) -> str:
    best, low, high = (unit(number(end, decimals)) for end in (figure.estimate, figure.low, figure.high))
    return f"{best} ({spanned(low, high)})"


def _group_row(label: str, group: LinkageGroupFigure) -> tuple[str, ...]:
    return (
        f"{label}\n{group.withheld}" if group.withheld else label,
        not_shown() if group.participants is None else number(group.participants),
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
            not_shown() if group.unlinkable_percent is None else percent(group.unlinkable_percent),
        )
        for label, group in (
            (tell("Everyone"), told.overall),
            *((named(capital(group.group), group.level), group) for group in told.groups),
        )
        if group.participants is not None
    )
    if any(row[1] != "–" or row[2] != fewer_than(threshold) or row[3] != not_shown() for row in rows):
        columns = (
            tell("Group"),
            tell("Found, age and sex held equal"),
            tell("Estimated missed"),
            tell("Described by too little"),
        )
        caption = tell("Who was missed, and who could not have been found")
        yield Table(caption, columns, rows, (False, True, True, True))


def _held(groups: tuple[HeldGroupFigure, ...]) -> Iterator[Block]:
    if not groups:
        return
    yield Text(
        tell(
            "What follows is known only to the records themselves. Of a participant who was not found nobody "
            "knows it, so there is no share found; of the people in the records it can be estimated how many of "
            "the matches were made."
        )
    )
    columns = (
        tell("Group"),
        tell("People linked"),
        tell("Links that are right"),
        tell("Found, of those who could be"),
    )
    rows = tuple(
        (
            named(capital(group.group), group.level),
            not_shown() if group.linked is None else number(group.linked),
            percent(group.precision_percent),
            percent(group.recall_percent),
        )
        for group in groups
    )
    yield Table(tell("Linkage by what only the records know"), columns, rows, (False, True, True, True))


def _known(told: LinkageFigures) -> Iterator[Block]:
    if not told.known:
        return
    yield Text(
        tell(
            "People who were not found may differ from those who were, and the result then says less of people "
            "like them. The difference is standardised (SMD): above 0.10 in either direction it is worth a "
            "thought."
        )
    )
    columns = (tell("What the list says"), tell("Found"), tell("Not found"), tell("SMD"))
    rows = tuple(
        (
            named(capital(row.variable), row.level),
            percent(row.linked_percent),
            percent(row.unlinked_percent),
            smd(row.smd),
        )
        for row in told.known
    )
    yield Table(tell("People found against people not found"), columns, rows, (False, True, True, True))


def _thresholds(told: LinkageFigures, threshold: int) -> Iterator[Block]:
    if not told.thresholds:
        return
    if len({row.links for row in told.thresholds}) == 1 and told.thresholds[0].links is not None:
        first, last = told.thresholds[0].threshold, told.thresholds[-1].threshold
        yield Text(
            tell(
                "With any least match probability from {first} to {last} the links would be the same, but for "
                "{fewer_than}.",
                first=short(first),
                last=short(last),
                fewer_than=fewer_than(threshold),
            )
        )
        return
    rows = tuple(
        (
            f"{short(row.threshold)}\n{row.withheld}" if row.withheld else short(row.threshold),
            not_shown() if row.links is None else number(row.links),
            not_shown()
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
        tell("Least match probability"),
        tell("Links"),
        tell("More or fewer"),
        tell("Links that are right"),
        tell("Found, of those who could be"),
    )
    yield Table(tell("The links at other thresholds"), columns, rows, (False, True, True, True, True))
