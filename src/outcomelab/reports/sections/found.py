"""What was found, outcome by outcome, and what can and can't be said about it."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.reports.blocks import Block, KeyFigure, KeyFigures, Points, Section, Table, Text
from outcomelab.reports.language import tell
from outcomelab.reports.numbers import not_shown, number
from outcomelab.reports.phrases import ends, size_and_word, unit_of
from outcomelab.reports.pictures.forest import forests, how_to_read, not_in_them
from outcomelab.reports.pictures.love import name
from outcomelab.reports.readings import best, reading, span, value
from outcomelab.reports.say import saying
from outcomelab.reports.sections.measures import has_measures
from outcomelab.reports.sections.standing import standing
from outcomelab.reports.words import found, in_one_line, in_order, no_outcome, primary, shown, voice


def changed() -> str:
    """What is said of a protocol that was fixed after outcomes had been seen."""
    return tell(
        "The protocol was changed after outcomes had been seen: an earlier version of this study had already "
        "been run when this one was fixed. Read the figures as exploration, not as a test."
    )


def summary(figures: Figures) -> Section:
    """The answer in two sentences, the figures to remember, the other outcomes in a line each."""
    outcome = primary(figures)
    blocks: list[Block] = _warnings(figures)
    if outcome is None:
        blocks.append(Text(no_outcome(), "lead"))
        return Section("summary", tell("What was found"), tuple(blocks))
    blocks.append(Text(" ".join(found(outcome, figures)), "lead"))
    blocks += _key(outcome, figures)
    others = tuple(in_one_line(other, figures) for other in in_order(figures)[1:])
    if others and not has_measures(figures):
        blocks.append(Points(others, tell("The other outcomes")))
    return Section("summary", tell("What was found"), tuple(blocks))


def result(figures: Figures) -> Section | None:
    """Pictures and tables of every outcome; None where measures have sections of their own."""
    if has_measures(figures):
        return None
    speaks = voice(figures)
    pictures = forests(figures)
    blocks: list[Block] = []
    if pictures:
        blocks.append(Text(how_to_read(speaks)))
    blocks += pictures
    missing = not_in_them(figures)
    if pictures and missing:
        blocks.append(Text(missing))
    caption = tell("How many people each result stands on, and when it is counted")
    blocks += [_results(figures), standing(in_order(figures), tell("Outcome"), caption)]
    return Section("result", tell("The result, outcome by outcome"), tuple(blocks))


def say(figures: Figures) -> Section:
    """The two lists, one pair for each outcome."""
    intro = tell(
        "These sentences follow from the figures by a fixed rule. They may be quoted as they stand, "
        "in full, with the name of the study."
    )
    sayings = tuple(saying(outcome, figures) for outcome in in_order(figures))
    return Section("say", tell("What you can say, and what you can't say"), (Text(intro), *sayings))


def _warnings(figures: Figures) -> list[Block]:
    blocks: list[Block] = []
    if not voice(figures).alike:
        apart = [name(row) for row in figures.balance if row.colour == "red"]
        named = tell(" They still differed most on: {names}.", names=", ".join(apart[:3])) if apart else ""
        words = tell(
            "The groups were not alike enough to say what the programme did. Even after matching, "
            "participants and comparison group were too far apart before the programme began.{named} "
            "What follows is a difference between two groups that had different starting points.",
            named=named,
        )
        blocks.append(Text(words, "warning"))
    if figures.study.changed_after_outcomes:
        blocks.append(Text(changed(), "warning"))
    if figures.sensitivity is not None and figures.sensitivity.warnings:
        words = tell(
            "Something that was not recorded could explain this result, or part of it: see “How strong would "
            "something we don’t know have to be?” before it is quoted."
        )
        blocks.append(Text(words, "warning"))
    return blocks


def _key(outcome: OutcomeFigure, figures: Figures) -> list[Block]:
    estimate = shown(outcome)
    if estimate is None:
        return []
    speaks = voice(figures)
    if outcome.kind == "any":
        ours = tell("of every 100 participants")
        theirs = (
            tell("of every 100, expected without the programme")
            if speaks.alike
            else tell("of every 100, comparison group")
        )
    else:
        unit = unit_of(outcome)
        ours = tell("participants' average, {unit}", unit=unit)
        theirs = (
            tell("average expected without the programme, {unit}", unit=unit)
            if speaks.alike
            else tell("comparison group's average, {unit}", unit=unit)
        )
    items = ((outcome.participants_value, ours), (outcome.comparison_value, theirs))
    shown_items = [KeyFigure(number(v, outcome.decimals), w) for v, w in items if v is not None]
    between = ends(outcome, estimate.low, estimate.high)
    told = (
        tell("best estimate {of_it}; anything {between} fits", of_it=speaks.of_the, between=between)
        if outcome.verdict == "inconclusive"
        else tell("{it}; probably {between}", it=speaks.the, between=between)
    )
    last = KeyFigure(size_and_word(outcome, estimate.estimate), told)
    return [KeyFigures((*shown_items, last))]


def _results(figures: Figures) -> Table:
    speaks = voice(figures)
    rows = tuple(
        (
            f"{outcome.label}\n{unit_of(outcome)}",
            outcome.band or not_shown()
            if outcome.participants_value is None
            else value(outcome, outcome.participants_value),
            value(outcome, outcome.comparison_value),
            best(outcome, outcome.effect) if shown(outcome) else not_shown(),
            span(outcome, outcome.effect) if shown(outcome) else not_shown(),
            reading(outcome, voice(figures, outcome)),
        )
        for outcome in in_order(figures)
    )
    columns = (
        tell("Outcome"),
        tell("Participants"),
        speaks.expected,
        speaks.heading,
        tell("95% interval"),
        tell("What it says"),
    )
    return Table(
        tell("The figures behind the pictures") if any(map(shown, figures.outcomes)) else tell("The outcomes"),
        columns,
        rows,
        (False, True, True, True, True, False),
    )
