"""The same question answered by other methods, and the exploratory look at subgroups."""

from __future__ import annotations

from outcomelab.handovers.figures import EstimateFigure, Figures, OutcomeFigure
from outcomelab.reports.blocks import Section, Table, Text
from outcomelab.reports.language import marked, tell, tell_many
from outcomelab.reports.numbers import not_shown, number
from outcomelab.reports.phrases import interval, named, quoted, unit_of
from outcomelab.reports.readings import best, reading, span
from outcomelab.reports.words import in_order, primary, shown, voice

_FOR_WHOM = {
    "ATT": marked("the participants"),
    "ATO": marked("people who could have been in either group"),
    "ATE": marked("participants and pool together"),
    "raw": marked("everyone as they are"),
    "among": marked("no one: those who had it are not alike"),
}


def beside(figures: Figures) -> Section:
    """Every estimate of every outcome, the protocol's own first."""
    heading = tell("The same question answered by other methods")
    outcomes = [outcome for outcome in in_order(figures) if outcome.beside]
    if not outcomes:
        none = tell("No other method could be shown beside the protocol's own.")
        return Section("beside", heading, (Text(none),))
    rows = tuple(
        (
            f"{outcome.label}\n{unit_of(outcome)}",
            _method(outcome, estimate),
            best(outcome, estimate) if shown(outcome) else not_shown(),
            span(outcome, estimate) if shown(outcome) else not_shown(),
            tell(_FOR_WHOM.get(estimate.estimand, estimate.estimand)),
        )
        for outcome in outcomes
        for estimate in (outcome.effect, *outcome.beside)
    )
    columns = (
        tell("Outcome"),
        tell("Method"),
        voice(figures).heading,
        tell("95% interval"),
        tell("Holds for"),
    )
    caption = tell("Each outcome by each method, this report's own first")
    table = Table(caption, columns, rows, (False, False, True, True, False))
    return Section("beside", heading, (Text(_agreement(figures)), table))


def _method(outcome: OutcomeFigure, estimate: EstimateFigure) -> str:
    said = estimate.label or estimate.method
    return f"{said}\n{tell('more than one standard error away')}" if estimate.method in outcome.apart else said


def subgroups(figures: Figures) -> Section | None:
    """Each outcome within each level of the protocol's subgroups, or None without any."""
    if not figures.subgroups:
        return None
    speaks = voice(figures)
    rows = tuple(
        (
            f"{outcome.label}\n{unit_of(outcome)}",
            named(outcome.subgroup, outcome.level),
            not_shown() if outcome.participants is None else number(outcome.participants),
            best(outcome, outcome.effect) if shown(outcome) else not_shown(),
            span(outcome, outcome.effect) if shown(outcome) else not_shown(),
            reading(outcome, speaks),
        )
        for outcome in figures.subgroups
    )
    columns = (
        tell("Outcome"),
        tell("Group"),
        tell("Participants"),
        speaks.heading,
        tell("95% interval"),
        tell("What it says"),
    )
    numeric = (False, False, True, True, True, False)
    words = tell(
        "This is exploration: with many groups looked at, some will differ by chance alone. Use it to ask the "
        "next question, not to say for whom the programme works."
    )
    table = Table(tell("The outcomes within groups of participants"), columns, rows, numeric)
    return Section("subgroups", tell("Groups of participants (exploratory)"), (Text(words), table))


def _agreement(figures: Figures) -> str:
    said = tell(
        "A result that hangs on one method is a weak one, so the same people were compared in other ways too."
    )
    outcome = primary(figures)
    found = None if outcome is None else shown(outcome)
    if outcome is None or found is None:
        return said
    others = [other for other in map(interval, outcome.beside) if other is not None]
    if not others or found.estimate == 0:
        return said
    same = sum(_same_way(outcome, found.estimate, other.estimate) for other in others)
    agreed = tell("On {outcome}, {counted}.", outcome=quoted(outcome), counted=_counted(same, len(others)))
    return f"{said} {agreed}"


def _counted(same: int, others: int) -> str:
    if others == 1 and same:
        return tell("the one other method points the same way")
    if others == 1:
        return tell("the one other method does not point the same way")
    if same == others == 2:
        return tell("both other methods point the same way")
    if same == others:
        return tell("all {others} other methods point the same way", others=others)
    if not same:
        return tell("none of the {others} other methods point the same way", others=others)
    return tell_many(
        "{same} of the {others} other methods points the same way",
        "{same} of the {others} other methods point the same way",
        same,
        same=same,
        others=others,
    )


def _same_way(outcome: OutcomeFigure, own: float, other: float) -> bool:
    return round(other, outcome.decimals) != 0 and (own > 0) == (other > 0)
