"""The flow of numbers made safe: small losses merged, counts rounded, and everything still adding up."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.disclosure.rounding import rounded_count
from outcomelab.handovers.figures import FlowFigure, LossFigure
from outcomelab.handovers.flow import FlowStep, Loss, check_adds_up
from outcomelab.protocol.rules import DisclosureRules

LABELS = {
    "submitted": "People on the list",
    "readable": "Rows that could be used",
    "distinct": "Different people",
    "linked": "Found in the records",
    "eligible": "Eligible for the study",
    "matched": "Matched to similar people",
}
OTHER = "other reasons"
FEW = "lost on the way"


@dataclass(frozen=True)
class _Leg:
    """The way from one step shown to the next: the steps passed and everyone lost on it."""

    steps: tuple[str, ...]
    losses: tuple[Loss, ...]

    @property
    def total(self) -> int:
        return sum(loss.count for loss in self.losses)


def cleared_flow(flow: tuple[FlowStep, ...], rules: DisclosureRules) -> tuple[FlowFigure, ...]:
    """The whole flow, submitted to matched, as it may be shown.

    A step that lost fewer than the threshold, nobody included, is not shown on its own: the difference of two
    counts would give those persons away. Its losses go to the next step that is shown; within a step, small
    reasons are merged. Losses too few to show at the end of the flow are named without a count and count as
    none. Every loss is rounded once and every count is the sum of what comes after it, so that all adds up.
    Raises ValueError when the flow given does not add up.
    """
    check_adds_up(flow)
    legs = _merged(flow[1:], rules.threshold)
    losses = [_losses(leg, rules) for leg in legs]
    count = rounded_count(flow[-1].count, rules.base)
    shown: dict[str, FlowFigure] = {}
    for leg, lost in zip(reversed(legs), reversed(losses), strict=True):
        *passed, last = leg.steps
        shown[last] = FlowFigure(step=last, label=LABELS[last], count=count, lost=lost)
        shown |= {step: FlowFigure(step=step, label=LABELS[step], count=None) for step in passed}
        count += sum(loss.count or 0 for loss in lost)
    first = flow[0].name
    shown[first] = FlowFigure(step=first, label=LABELS[first], count=count)
    return tuple(shown[step.name] for step in flow)


def _merged(steps: tuple[FlowStep, ...], threshold: int) -> list[_Leg]:
    legs: list[_Leg] = []
    open_leg = _Leg((), ())
    for step in steps:
        open_leg = _Leg((*open_leg.steps, step.name), open_leg.losses + step.lost)
        if open_leg.total >= threshold:
            legs.append(open_leg)
            open_leg = _Leg((), ())
    return [*legs, open_leg] if open_leg.steps else legs


def _losses(leg: _Leg, rules: DisclosureRules) -> tuple[LossFigure, ...]:
    if leg.total < rules.threshold:
        return (LossFigure(reason=FEW, count=None),)
    large = sorted((loss for loss in leg.losses if loss.count >= rules.threshold), key=lambda loss: -loss.count)
    small, named = leg.total - sum(loss.count for loss in large), OTHER
    if 0 < small < rules.threshold and large:
        taken = large.pop()
        small, named = small + taken.count, f"{taken.reason}, and {OTHER}"
    cleared = [LossFigure(reason=loss.reason, count=rounded_count(loss.count, rules.base)) for loss in large]
    if small:
        cleared.append(LossFigure(reason=named, count=rounded_count(small, rules.base)))
    return tuple(cleared)
