"""Evidence of who was in: the flow, the size of the comparison, balance, overlap, the unmatched."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from outcomelab.disclosure.evidence.parts import output, put
from outcomelab.disclosure.ledger import implied
from outcomelab.disclosure.rounding import rounded_count
from outcomelab.handovers.evidence import Answer, CellEvidence, OutputEvidence
from outcomelab.handovers.figures import ComparisonFigures, FlowFigure, LossFigure
from outcomelab.handovers.flow import FlowStep, Loss
from outcomelab.handovers.impact import ImpactResult, Matched
from outcomelab.protocol.rules import DisclosureRules


def flow_evidence(
    flow: tuple[FlowStep, ...], shown: tuple[FlowFigure, ...], rules: DisclosureRules
) -> OutputEvidence:
    """A cell for everyone lost for a reason, with the figure that they are in."""
    cells: list[CellEvidence] = []
    waiting: list[tuple[FlowStep, Loss]] = []
    for step, figure in zip(flow[1:], shown[1:], strict=True):
        waiting += [(step, loss) for loss in step.lost]
        if figure.count is not None:
            cells += [_loss(step, loss, figure.lost, rules) for step, loss in waiting]
            waiting = []
    return output("flow diagram", cells)


def _loss(step: FlowStep, loss: Loss, told: tuple[LossFigure, ...], rules: DisclosureRules) -> CellEvidence:
    own = next((one for one in told if one.reason == loss.reason and one.count is not None), None)
    rest = [one for one in told if one is not own and one.count is not None]
    holder = own or (rest[-1] if rest else None)
    bound = implied.count(holder.count, rules.base) if holder else None
    return CellEvidence(
        name=f"{step.name}: {loss.reason}",
        persons=loss.count,
        checks=(put("threshold", "persons lost", loss.count, rules),),
        answer="shown" if own else "merged" if holder else "withheld",
        why="" if own else f"in “{holder.reason}”" if holder else "too few were lost to show",
        bound_of="persons lost",
        low=bound.low if own and bound else 0,
        high=bound.high if bound else rules.threshold - 1,
    )


def size_evidence(matched: Matched, rules: DisclosureRules) -> OutputEvidence:
    """How many were compared."""
    sizes = (("participants matched", matched.matched), ("people compared", matched.comparison))
    cells = []
    for name, count in sizes:
        bound = implied.count(rounded_count(count, rules.base), rules.base)
        checks = (put("minimum_matched", name, count, rules),)
        cells.append(
            CellEvidence(
                name,
                count,
                checks,
                "shown",
                "",
                "persons",
                bound.low if bound else None,
                bound.high if bound else None,
            )
        )
    return output("size of the comparison", cells)


def balance_evidence(impact: ImpactResult, figures: ComparisonFigures, rules: DisclosureRules) -> OutputEvidence:
    """A cell for every number and level: persons on either side."""
    shown = {(one.covariate, one.level): one.withheld for one in figures.balance}
    cells = []
    for row in impact.balance:
        if row.score:
            continue
        why = shown.get((row.covariate, row.level))
        whole = shown.get((row.covariate, ""), "")
        answer: Answer = "withheld" if why or whole else "merged" if why is None else "shown"
        cells.append(
            CellEvidence(
                name=" ".join(filter(None, (impact.labels[row.covariate], row.level))),
                persons=row.participants,
                checks=(
                    put("threshold", "participants", row.participants, rules),
                    put("threshold", "comparison group", row.comparison, rules),
                ),
                answer=answer,
                why=why or whole or ("with other small levels" if answer == "merged" else ""),
            )
        )
    return output("balance table", cells)


def unmatched_evidence(impact: ImpactResult, figures: ComparisonFigures, rules: DisclosureRules) -> OutputEvidence:
    """A cell for every number and level: persons unmatched and matched."""
    shown = {(one.covariate, one.level): one.withheld for one in figures.unmatched}
    cells = []
    for row in impact.unmatched:
        why = shown.get((row.covariate, row.level), shown.get((row.covariate, "")))
        answer: Answer = "shown" if why == "" else "withheld"
        cells.append(
            CellEvidence(
                name=" ".join(filter(None, (impact.labels[row.covariate], row.level))),
                persons=row.unmatched,
                checks=(
                    put("threshold", "unmatched", row.unmatched, rules),
                    put("threshold", "matched", row.matched, rules),
                ),
                answer=answer,
                why="" if answer == "shown" else why or "merged, or too few were unmatched",
            )
        )
    return output("the unmatched", cells)


def overlap_evidence(
    impact: ImpactResult, figures: ComparisonFigures, rules: DisclosureRules
) -> Iterator[OutputEvidence]:
    """A cell for every merged bin: the fewest persons of any group in it, and participants lost there."""
    if impact.overlap is None or figures.overlap is None:
        return
    spread, bins = impact.overlap.densities, figures.overlap.bins
    starts = [*(spread.edges.index(one.low) for one in bins), len(spread.weight)]
    groups = {
        "participants": spread.participants,
        "pool": spread.pool,
        "matched": spread.matched,
        "comparison group": spread.comparison,
    }
    if not bins:
        starts = [0, len(spread.weight)]
    cells = [
        CellEvidence(
            name=f"log odds {spread.edges[first]:.2f} to {spread.edges[last]:.2f}",
            persons=sum(spread.participants[first:last]),
            checks=tuple(
                put("threshold", f"{who}, twice over", sum(group[first:last]), rules, times=2)
                for who, group in groups.items()
            ),
            answer="shown" if bins else "withheld",
            why="" if bins else figures.overlap.withheld,
        )
        for first, last in pairwise(starts)
    ]
    bins_lost = round(100 * (1 - len(bins) / max(len(spread.weight), 1)))
    yield output("overlap", cells, (bins_lost, 0 if bins else 100))
