"""Evidence of rates, means, differences and curves: the counts behind each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from outcomelab.disclosure.evidence.parts import output, put
from outcomelab.disclosure.ledger import implied
from outcomelab.disclosure.survival_grid import at_risk, counts, grid
from outcomelab.handovers.evidence import Applied, CellEvidence, OutputEvidence
from outcomelab.handovers.figures import OutcomeFigure
from outcomelab.handovers.impact import Group, ImpactResult, OutcomeResult
from outcomelab.handovers.survival import Curve
from outcomelab.protocol.rules import DisclosureRules


def outcome_evidence(
    impact: ImpactResult, figures: Iterable[OutcomeFigure], rules: DisclosureRules
) -> Iterator[OutputEvidence]:
    """Rates, means and differences, whole and by subgroup, and every curve of a time."""
    shown = {(one.name, one.subgroup, one.level): one for one in figures}
    cells: list[CellEvidence] = []
    curves: list[CellEvidence] = []
    for result in (*impact.outcomes, *impact.subgroups):
        label = impact.labels.get(result.subgroup, result.subgroup)
        figure = shown.get((result.name, label, result.level))
        name = result.words.label + (f", {label}: {result.level}" if result.subgroup else "")
        cells.append(outcome_cell(name, result, figure, rules))
        curves += _curve(name, result, figure, rules)
    yield output("rate or mean", cells)
    if curves:
        yield output("survival curve", curves)


def outcome_cell(
    name: str, result: OutcomeResult, figure: OutcomeFigure | None, rules: DisclosureRules
) -> CellEvidence:
    """One outcome of one group of people, and what its figure leaves open."""
    withheld = figure.withheld if figure else f"results by subgroup need {rules.subgroups_from} participants"
    bound = implied.with_outcome(figure, rules) if figure else None
    return CellEvidence(
        name=name,
        persons=result.participants.persons,
        checks=tuple(_checks(result, rules)),
        answer="withheld" if withheld else "shown",
        why=withheld,
        bound_of="participants with the outcome",
        low=bound.low if bound else None,
        high=bound.high if bound else None,
    )


def _checks(result: OutcomeResult, rules: DisclosureRules) -> Iterator[Applied]:
    for who, group in (("participants", result.participants), ("comparison group", result.comparison)):
        yield put("threshold", who, group.persons, rules)
        yield put("threshold", f"{who} with the outcome", group.with_outcome, rules)
        if result.kind != "amount":
            yield put("threshold", f"{who} without the outcome", group.persons - group.with_outcome, rules)
        if result.kind == "time-to-first":
            yield put("events_for_time", f"{who} with the event", group.with_outcome, rules)
        if result.kind in ("amount", "count"):
            yield from _of_amounts(who, group, rules, costs=result.kind == "amount")
    yield put(
        "significant_from", "participants with the outcome, for a finding", result.participants.with_outcome, rules
    )


def _of_amounts(who: str, group: Group, rules: DisclosureRules, *, costs: bool) -> Iterator[Applied]:
    yield put("dominance_share", f"share of the two largest, {who}", group.two_largest, rules)
    name, _ = rules.apart(costs=costs)
    if group.largest > 0:
        others = 100 * (1 - group.two_largest) / group.largest
        yield put(name, f"all others in per cent of the largest, {who}", others, rules)


def _curve(
    name: str, result: OutcomeResult, figure: OutcomeFigure | None, rules: DisclosureRules
) -> Iterator[CellEvidence]:
    """A cell for every time of the grid: events since the time shown before it, and who is left."""
    found = result.survival
    if found is None:
        return
    told = figure.survival.points if figure and figure.survival else ()
    shown = {point.time: point for point in told}
    before: float | None = None
    smaller = min(found.participants.persons, found.comparison.persons)
    for time in grid(found.unit, smaller, found.until):
        point = shown.get(time)
        left = implied.count(point.participants.at_risk, rules.base) if point else None
        checks = [
            check
            for who, curve in (("participants", found.participants), ("comparison group", found.comparison))
            for check in _step(who, curve, time, before, rules)
        ]
        yield CellEvidence(
            name=f"{name}, {time:g} {found.unit}",
            persons=at_risk(found.participants, time),
            checks=tuple(checks),
            answer="shown" if point else "withheld",
            why="" if point else "too few events in the step, or people left, here or further on",
            bound_of="participants still followed",
            low=left.low if left else None,
            high=left.high if left else None,
        )
        before = time if point else before


def _step(who: str, curve: Curve, time: float, before: float | None, rules: DisclosureRules) -> Iterator[Applied]:
    told = counts(curve, [time] if before is None else [before, time])
    events = told.events[-1] - (told.events[0] if before is not None else 0)
    yield put("threshold", f"events since the time shown before, {who}", events, rules)
    yield put("threshold", f"still followed, {who}", told.left[-1], rules)
