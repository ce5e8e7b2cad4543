"""For whom the result holds: how far the groups overlap, on how many it rests, and who could not be compared."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures
from outcomelab.handovers.overlap_figures import BinFigure, OverlapFigures, UnmatchedFigure
from outcomelab.reports.blocks import Block, Section, Table, Text
from outcomelab.reports.language import tell
from outcomelab.reports.numbers import not_shown, number, percent, smd
from outcomelab.reports.phrases import named
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
                tell(
                    "Where area and line cover one another, there are people on both sides who were as likely to "
                    "take part. Only there can participants be compared with anybody."
                )
            ),
            picture,
            _chances(figures.overlap.bins),
        ]
    if figures.overlap.many_tied:
        words = tell(
            "Many people of the pool are exactly alike in what was known. Where a method takes single persons "
            "of them, lots decide; the method of this report counts all of them."
        )
        blocks.append(Text(words, "quiet"))
    if figures.unmatched:
        blocks += [
            Text(
                tell(
                    "The participants who could not be compared differ from the others as this table shows. They "
                    "are part of the programme and not of the result: it says nothing of them."
                )
            ),
            _table(figures.unmatched),
        ]
    return Section("overlap", tell("For whom the result holds"), tuple(blocks))


def _for_whom(figures: Figures, found: OverlapFigures) -> str:
    matching = figures.matching
    share = tell("nearly all participants")
    if found.in_reach_percent is not None:
        share = tell(
            "{matched} of {participants} participants, {share}",
            matched=number(matching.matched),
            participants=number(matching.participants),
            share=percent(found.in_reach_percent),
        )
    return tell(
        "The result is the mean difference for participants who had someone like them in the pool, weighted as "
        "they are (the average for the treated, ATT). That is {share}.",
        share=share,
    )


def _rests_on(figures: Figures, found: OverlapFigures) -> str:
    people = number(figures.matching.comparison)
    if found.effective is not None:
        said = tell(
            "The comparison group of {people} people tells as much as about {effective} who all counted the same",
            people=people,
            effective=number(found.effective),
        )
    else:
        said = tell("The comparison group of {people} people counts some much more than others", people=people)
    if found.top_percent is None:
        return tell(
            "{said}; the one person who counts most carries {largest}.", said=said, largest=found.largest_weight
        )
    return tell(
        "{said}; the twentieth who count most carry {top} of the weight, the one person who counts most carries "
        "{largest}.",
        said=said,
        top=percent(found.top_percent),
        largest=found.largest_weight,
    )


def _chances(bins: tuple[BinFigure, ...]) -> Table:
    return Table(
        tell("How likely people were to take part: shares of each group"),
        (
            tell("Chance of taking part"),
            tell("Participants"),
            tell("Pool"),
            tell("Participants compared"),
            tell("Comparison group"),
        ),
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
        tell("Participants who could not be compared, against those who were"),
        (tell("Known beforehand"), tell("Not compared"), tell("Compared"), tell("SMD")),
        tuple(
            (
                named(row.label, row.level) if row.level else row.label,
                _share(row.unmatched_percent, row),
                _share(row.matched_percent, row),
                named(not_shown(), row.withheld) if row.withheld else smd(row.smd),
            )
            for row in rows
        ),
        (False, True, True, True),
    )


def _share(value: int | None, row: UnmatchedFigure) -> str:
    if value is not None:
        return percent(value)
    return not_shown() if row.level or row.withheld else "–"
