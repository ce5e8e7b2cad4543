"""The same question answered by other methods, and the exploratory look at subgroups."""

from __future__ import annotations

from outcomelab.handovers.figures import EstimateFigure, Figures, OutcomeFigure
from outcomelab.reports.blocks import Section, Table, Text
from outcomelab.reports.numbers import NOT_SHOWN, number
from outcomelab.reports.phrases import interval, unit_of
from outcomelab.reports.readings import best, reading, span
from outcomelab.reports.words import in_order, primary, shown, voice

_FOR_WHOM = {
    "ATT": "the participants",
    "ATO": "people who could have been in either group",
    "ATE": "participants and pool together",
    "raw": "everyone as they are",
    "among": "no one: those who had it are not alike",
}


def beside(figures: Figures) -> Section:
    """Every estimate of every outcome, the protocol's own first."""
    heading = "The same question answered by other methods"
    outcomes = [outcome for outcome in in_order(figures) if outcome.beside]
    if not outcomes:
        return Section("beside", heading, (Text("No other method could be shown beside the protocol's own."),))
    noun = voice(figures).noun.capitalize()
    rows = tuple(
        (
            f"{outcome.label}\n{unit_of(outcome)}",
            _method(outcome, estimate),
            best(outcome, estimate) if shown(outcome) else NOT_SHOWN,
            span(outcome, estimate) if shown(outcome) else NOT_SHOWN,
            _FOR_WHOM.get(estimate.estimand, estimate.estimand),
        )
        for outcome in outcomes
        for estimate in (outcome.effect, *outcome.beside)
    )
    columns = ("Outcome", "Method", noun, "95% interval", "Holds for")
    table = Table(
        "Each outcome by each method, this report's own first", columns, rows, (False, False, True, True, False)
    )
    return Section("beside", heading, (Text(_agreement(figures)), table))


def _method(outcome: OutcomeFigure, estimate: EstimateFigure) -> str:
    said = estimate.label or estimate.method
    return f"{said}\nmore than one standard error away" if estimate.method in outcome.apart else said


def subgroups(figures: Figures) -> Section | None:
    """Each outcome within each level of the protocol's subgroups, or None without any."""
    if not figures.subgroups:
        return None
    speaks = voice(figures)
    rows = tuple(
        (
            f"{outcome.label}\n{unit_of(outcome)}",
            f"{outcome.subgroup}: {outcome.level}",
            NOT_SHOWN if outcome.participants is None else number(outcome.participants),
            best(outcome, outcome.effect) if shown(outcome) else NOT_SHOWN,
            span(outcome, outcome.effect) if shown(outcome) else NOT_SHOWN,
            reading(outcome, speaks),
        )
        for outcome in figures.subgroups
    )
    columns = ("Outcome", "Group", "Participants", speaks.noun.capitalize(), "95% interval", "What it says")
    numeric = (False, False, True, True, True, False)
    words = (
        "This is exploration: with many groups looked at, some will differ by chance alone. Use it to ask the "
        "next question, not to say for whom the programme works."
    )
    table = Table("The outcomes within groups of participants", columns, rows, numeric)
    return Section("subgroups", "Groups of participants (exploratory)", (Text(words), table))


def _agreement(figures: Figures) -> str:
    said = "A result that hangs on one method is a weak one, so the same people were compared in other ways too."
    outcome = primary(figures)
    found = None if outcome is None else shown(outcome)
    if outcome is None or found is None:
        return said
    others = [other for other in map(interval, outcome.beside) if other is not None]
    if not others or found.estimate == 0:
        return said
    same = sum(_same_way(outcome, found.estimate, other.estimate) for other in others)
    return f"{said} On “{outcome.label}”, {_counted(same, len(others))}."


def _counted(same: int, others: int) -> str:
    if others == 1:
        return f"the one other method {'points' if same else 'does not point'} the same way"
    if same == others:
        return f"{'both' if others == 2 else f'all {others}'} other methods point the same way"
    return f"{same or 'none'} of the {others} other methods point{'s' if same == 1 else ''} the same way"


def _same_way(outcome: OutcomeFigure, own: float, other: float) -> bool:
    return round(other, outcome.decimals) != 0 and (own > 0) == (other > 0)
