"""For whom the result holds: how far the groups overlap, on how many it rests, and who could not be compared."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures
from outcomelab.handovers.overlap_figures import BinFigure, OverlapFigures, UnmatchedFigure
from outcomelab.reports.blocks import Block, Section, Table, Text
from outcomelab.reports.numbers import NOT_SHOWN, number, percent, smd
from outcomelab.reports.pictures.overlap import overlap as picture_of
from outcomelab.reports.pictures.overlap import places


def overlap(figures: Figures) -> Section | None:
    """The section, or None for figures that do not tell."""
    if figures.overlap is None:
        return None
    blocks: list[Block] = [Text(_for_whom(figures, figures.overlap)), Text(_rests_on(figures, figures.overlap))]
    picture = picture_of(figures)
    if picture is not None:
        blocks += [
            Text(
                "Where area and line cover one another, there are people on both sides who were as likely to take "
                "part. Only there can participants be compared with anybody."
            ),
            picture,
            _chances(figures.overlap.bins),
        ]
    if figures.overlap.many_tied:
        blocks.append(
            Text(
                "Many people of the pool are exactly alike in what was known. Where a method takes single persons "
                "of them, lots decide; the method of this report counts all of them.",
                "quiet",
            )
        )
    if figures.unmatched:
        blocks += [
            Text(
                "The participants who could not be compared differ from the others as this table shows. They are "
                "part of the programme and not of the result: it says nothing of them."
            ),
            _table(figures.unmatched),
        ]
    return Section("overlap", "For whom the result holds", tuple(blocks))


def _for_whom(figures: Figures, found: OverlapFigures) -> str:
    matching = figures.matching
    share = "nearly all participants"
    if found.in_reach_percent is not None:
        counts = f"{number(matching.matched)} of {number(matching.participants)}"
        share = f"{counts} participants, {found.in_reach_percent}%"
    return (
        "The result is the mean difference for participants who had someone like them in the pool, weighted as "
        f"they are (the average for the treated, ATT). That is {share}."
    )


def _rests_on(figures: Figures, found: OverlapFigures) -> str:
    said = f"The comparison group of {number(figures.matching.comparison)} people"
    if found.effective is not None:
        said += f" tells as much as about {number(found.effective)} who all counted the same"
    else:
        said += " counts some much more than others"
    top = (
        ""
        if found.top_percent is None
        else f" the twentieth who count most carry {found.top_percent}% of the weight,"
    )
    return f"{said};{top} the one person who counts most carries {found.largest_weight}."


def _chances(bins: tuple[BinFigure, ...]) -> Table:
    return Table(
        "How likely people were to take part: shares of each group",
        ("Chance of taking part", "Participants", "Pool", "Participants compared", "Comparison group"),
        tuple(
            (
                place,
                percent(one.participants_percent),
                percent(one.pool_percent),
                percent(one.matched_percent),
                percent(one.comparison_percent),
            )
            for place, one in zip(places(bins), bins, strict=True)
        ),
        (False, True, True, True, True),
    )


def _table(rows: tuple[UnmatchedFigure, ...]) -> Table:
    return Table(
        "Participants who could not be compared, against those who were",
        ("Known beforehand", "Not compared", "Compared", "SMD"),
        tuple(
            (
                f"{row.label}: {row.level}" if row.level else row.label,
                _share(row.unmatched_percent, row),
                _share(row.matched_percent, row),
                f"{NOT_SHOWN}: {row.withheld}" if row.withheld else smd(row.smd),
            )
            for row in rows
        ),
        (False, True, True, True),
    )


def _share(value: int | None, row: UnmatchedFigure) -> str:
    if value is not None:
        return percent(value)
    return NOT_SHOWN if row.level or row.withheld else "–"
