"""The tables behind the section on what we don't know."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.figures import OutcomeFigure
from outcomelab.handovers.sensitivity_figures import BoundFigure, BoundsFigure, SensitivityFigures
from outcomelab.reports.blocks import Block, Table
from outcomelab.reports.language import marked, tell
from outcomelab.reports.numbers import not_shown, number, short, spanned
from outcomelab.reports.phrases import unit_of
from outcomelab.reports.readings import best, span

_SCALES = {
    "risk-ratio": marked("rates, one over the other"),
    "rate-ratio": marked("averages, one over the other"),
    "standardised-difference": marked("from standard deviations"),
    "hazard-ratio": marked("from a hazard ratio"),
}


def sensitivity_tables(found: SensitivityFigures, outcome: OutcomeFigure) -> Iterator[Block]:
    """E-values, pairs, what was there before, a covariate less, other calipers: those that there are."""
    yield _strengths(found)
    if found.bounds is not None and found.bounds.table:
        yield _bounds(found.bounds)
    if found.placebo:
        yield _placebo(found)
    if found.without:
        yield _without(found, outcome)
    if found.ladder:
        yield _ladder(found, outcome)


def _strengths(found: SensitivityFigures) -> Table:
    rows = tuple(
        (
            f"{one.label}\n{tell(_SCALES[one.scale]) if one.scale else one.withheld}",
            not_shown() if one.ratio is None else number(one.ratio, 2),
            not_shown() if one.e_value is None else number(one.e_value, 2),
            not_shown() if one.e_value_limit is None else number(one.e_value_limit, 2),
        )
        for one in found.strengths
    )
    columns = (
        tell("Outcome"),
        tell("Difference as a ratio"),
        tell("To explain the estimate"),
        tell("To explain the interval"),
    )
    caption = tell("How strong something unrecorded would have to be (E-value)")
    return Table(caption, columns, rows, (False, *(True,) * 3))


def _bounds(bounds: BoundsFigure) -> Table:
    rows = tuple(
        (tell("{times} times as likely", times=number(row.gamma, 2)), _chance(row)) for row in bounds.table
    )
    columns = (
        tell("Of a pair, one is for reasons unrecorded up to"),
        tell("Chance then makes such a difference"),
    )
    caption = tell("The difference in pairs, with something unrecorded (Rosenbaum)")
    return Table(caption, columns, rows, (False, False))


def _chance(row: BoundFigure) -> str:
    if row.p_at_most is None:
        return tell("more than 1 time in 20")
    return tell("at most 1 time in {times}", times=number(round(1 / row.p_at_most)))


def _placebo(found: SensitivityFigures) -> Table:
    rows = tuple(
        (
            one.label,
            not_shown() if one.effect.estimate is None else number(one.effect.estimate, one.decimals),
            not_shown()
            if one.effect.low is None or one.effect.high is None
            else spanned(number(one.effect.low, one.decimals), number(one.effect.high, one.decimals)),
            _told(one.away, bool(one.effect.withheld)),
        )
        for one in found.placebo
    )
    columns = (tell("Before the programme"), tell("Difference"), tell("95% interval"), tell("What it says"))
    return Table(tell("What the programme cannot have changed"), columns, rows, (False, True, True, False))


def _told(away: bool, withheld: bool) -> str:
    if withheld:
        return not_shown()
    return tell("The groups differed") if away else tell("No clear difference")


def _without(found: SensitivityFigures, outcome: OutcomeFigure) -> Table:
    rows = (
        (tell("Nothing left out"), best(outcome, found.whole), span(outcome, found.whole)),
        *((one.label, best(outcome, one.effect), span(outcome, one.effect)) for one in found.without),
    )
    columns = (tell("Left out"), tell("Difference, {unit}", unit=unit_of(outcome)), tell("95% interval"))
    caption = tell("{outcome}, with one thing taken for unknown", outcome=outcome.label)
    return Table(caption, columns, rows, (False, True, True))


def _ladder(found: SensitivityFigures, outcome: OutcomeFigure) -> Table:
    rows = tuple(
        (
            tell("{caliper} standard deviations", caliper=short(rung.caliper)),
            not_shown() if rung.matched is None else number(rung.matched),
            best(outcome, rung.effect),
            span(outcome, rung.effect),
        )
        for rung in found.ladder
    )
    columns = (
        tell("Alike to within"),
        tell("Participants compared"),
        tell("Difference, {unit}", unit=unit_of(outcome)),
        tell("95% interval"),
    )
    caption = tell("{outcome}, with stricter and looser comparison", outcome=outcome.label)
    return Table(caption, columns, rows, (False, True, True, True))
