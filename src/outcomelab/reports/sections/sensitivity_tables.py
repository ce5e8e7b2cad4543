"""The tables behind the section on what we don't know."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.figures import OutcomeFigure
from outcomelab.handovers.sensitivity_figures import BoundFigure, BoundsFigure, SensitivityFigures
from outcomelab.reports.blocks import Block, Table
from outcomelab.reports.numbers import NOT_SHOWN, number
from outcomelab.reports.phrases import unit_of
from outcomelab.reports.readings import best, span

_SCALES = {
    "risk-ratio": "rates, one over the other",
    "rate-ratio": "averages, one over the other",
    "standardised-difference": "from standard deviations",
    "hazard-ratio": "from a hazard ratio",
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
            f"{one.label}\n{_SCALES[one.scale] if one.scale else one.withheld}",
            NOT_SHOWN if one.ratio is None else number(one.ratio, 2),
            NOT_SHOWN if one.e_value is None else number(one.e_value, 2),
            NOT_SHOWN if one.e_value_limit is None else number(one.e_value_limit, 2),
        )
        for one in found.strengths
    )
    columns = ("Outcome", "Difference as a ratio", "To explain the estimate", "To explain the interval")
    return Table(
        "How strong something unrecorded would have to be (E-value)", columns, rows, (False, *(True,) * 3)
    )


def _bounds(bounds: BoundsFigure) -> Table:
    rows = tuple((f"{number(row.gamma, 2)} times as likely", _chance(row)) for row in bounds.table)
    columns = ("Of a pair, one is for reasons unrecorded up to", "Chance then makes such a difference")
    return Table("The difference in pairs, with something unrecorded (Rosenbaum)", columns, rows, (False, False))


def _chance(row: BoundFigure) -> str:
    if row.p_at_most is None:
        return "more than 1 time in 20"
    return f"at most 1 time in {round(1 / row.p_at_most):,}"


def _placebo(found: SensitivityFigures) -> Table:
    rows = tuple(
        (
            one.label,
            NOT_SHOWN if one.effect.estimate is None else number(one.effect.estimate, one.decimals),
            NOT_SHOWN
            if one.effect.low is None or one.effect.high is None
            else f"{number(one.effect.low, one.decimals)} to {number(one.effect.high, one.decimals)}",
            _told(one.away, bool(one.effect.withheld)),
        )
        for one in found.placebo
    )
    columns = ("Before the programme", "Difference", "95% interval", "What it says")
    return Table("What the programme cannot have changed", columns, rows, (False, True, True, False))


def _told(away: bool, withheld: bool) -> str:
    if withheld:
        return NOT_SHOWN
    return "The groups differed" if away else "No clear difference"


def _without(found: SensitivityFigures, outcome: OutcomeFigure) -> Table:
    rows = (
        ("Nothing left out", best(outcome, found.whole), span(outcome, found.whole)),
        *((one.label, best(outcome, one.effect), span(outcome, one.effect)) for one in found.without),
    )
    columns = ("Left out", f"Difference, {unit_of(outcome)}", "95% interval")
    return Table(f"{outcome.label}, with one thing taken for unknown", columns, rows, (False, True, True))


def _ladder(found: SensitivityFigures, outcome: OutcomeFigure) -> Table:
    rows = tuple(
        (
            f"{rung.caliper:g} standard deviations",
            NOT_SHOWN if rung.matched is None else number(rung.matched),
            best(outcome, rung.effect),
            span(outcome, rung.effect),
        )
        for rung in found.ladder
    )
    columns = ("Alike to within", "Participants compared", f"Difference, {unit_of(outcome)}", "95% interval")
    return Table(f"{outcome.label}, with stricter and looser comparison", columns, rows, (False, True, True, True))
