"""Evidence of linkage quality and of sensitivity."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.disclosure.evidence.outcomes import outcome_cell
from outcomelab.disclosure.evidence.parts import output, put
from outcomelab.handovers.evidence import Answer, CellEvidence, OutputEvidence
from outcomelab.handovers.figures import ComparisonFigures
from outcomelab.handovers.impact import ImpactResult
from outcomelab.handovers.linkage import LinkageReport
from outcomelab.handovers.linkage_figures import LinkageFigures
from outcomelab.protocol.rules import DisclosureRules


def linkage_evidence(report: LinkageReport, figures: LinkageFigures, rules: DisclosureRules) -> OutputEvidence:
    """A cell for every group of participants: how many, linked and not."""
    shown = {(one.group, one.level): one for one in (figures.overall, *figures.groups)}
    cells = []
    for group in (report.overall, *report.groups):
        figure = shown.get((group.group, group.level))
        unlinked = group.participants - group.linked
        told = figure is not None and figure.linked_percent is not None
        cells.append(
            CellEvidence(
                name=f"{group.group}: {group.level}",
                persons=group.participants,
                checks=(
                    put("threshold", "participants", group.participants, rules),
                    put("threshold", "linked", group.linked, rules),
                    put("threshold", "not linked", unlinked, rules),
                ),
                answer="shown" if told else "withheld" if figure else "merged",
                why=figure.withheld if figure else "with another group of its kind",
            )
        )
    return output("linkage quality", cells)


def sensitivity_evidence(
    impact: ImpactResult, figures: ComparisonFigures, rules: DisclosureRules
) -> Iterator[OutputEvidence]:
    """A cell for the pairs behind the bounds, for every placebo, for every caliper."""
    raw, cleared = impact.sensitivity, figures.sensitivity
    if raw is None:
        return
    cells = []
    if raw.bounds is not None:
        few = cleared.bounds.withheld if cleared and cleared.bounds else "the primary outcome is withheld"
        checks = (
            put("threshold", "pairs that differ one way", raw.bounds.towards, rules),
            put("threshold", "pairs that differ the other way", raw.bounds.against, rules),
        )
        pairs = raw.bounds.towards + raw.bounds.against
        cells.append(CellEvidence("bounds on pairs", pairs, checks, "withheld" if few else "shown", few))
    for place, placebo in enumerate(raw.placebo):
        figure = cleared.placebo[place] if cleared else None
        made = outcome_cell(f"placebo: {placebo.result.words.label}", placebo.result, None, rules)
        why = figure.effect.withheld if figure else "the primary outcome is withheld"
        cells.append(CellEvidence(made.name, made.persons, made.checks, "withheld" if why else "shown", why))
    for place, rung in enumerate(raw.ladder):
        told = cleared is not None and cleared.ladder[place].matched is not None
        persons = rung.result.effect.matched
        away = abs(persons - impact.matched.matched)
        same = told and 0 < away < rules.threshold
        why = "" if told and not same else "carries the count beside it" if same else "the outcome is withheld"
        answer: Answer = "merged" if same else "shown" if told else "withheld"
        check = put("threshold", "participants more or fewer than were matched", away, rules)
        cells.append(CellEvidence(f"caliper {rung.caliper:g}", persons, (check,) if away else (), answer, why))
    yield output("sensitivity", cells)
