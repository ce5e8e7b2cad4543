"""What was found, outcome by outcome, and what can and can't be said about it."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.reports.blocks import Block, KeyFigure, KeyFigures, Points, Section, Table, Text
from outcomelab.reports.numbers import NOT_SHOWN, number
from outcomelab.reports.phrases import ends, size_and_word, unit_of
from outcomelab.reports.pictures.forest import forests, how_to_read
from outcomelab.reports.pictures.love import name
from outcomelab.reports.readings import best, reading, span, value
from outcomelab.reports.say import saying
from outcomelab.reports.sections.measures import has_measures
from outcomelab.reports.sections.standing import standing
from outcomelab.reports.words import found, in_one_line, in_order, primary, shown, voice

CHANGED = (
    "The protocol was changed after outcomes had been seen: an earlier version of this study had already "
    "been run when this one was fixed. Read the figures as exploration, not as a test."
)

LEANT = (
    "Something that was not recorded could explain this result, or part of it: see “How strong would something we "
    "don’t know have to be?” before it is quoted."
)


def summary(figures: Figures) -> Section:
    """The answer in two sentences, the figures to remember, the other outcomes in a line each."""
    outcome = primary(figures)
    blocks: list[Block] = _warnings(figures)
    if outcome is None:
        blocks.append(Text("This study has no outcome to show.", "lead"))
        return Section("summary", "What was found", tuple(blocks))
    blocks.append(Text(" ".join(found(outcome, figures)), "lead"))
    blocks += _key(outcome, figures)
    others = tuple(in_one_line(other, figures) for other in in_order(figures)[1:])
    if others and not has_measures(figures):
        blocks.append(Points(others, "The other outcomes"))
    return Section("summary", "What was found", tuple(blocks))


def result(figures: Figures) -> Section | None:
    """Pictures and tables of every outcome; None where measures have sections of their own."""
    if has_measures(figures):
        return None
    speaks = voice(figures)
    pictures = forests(figures)
    blocks: list[Block] = []
    if pictures:
        blocks.append(Text(how_to_read(speaks.noun)))
    blocks += pictures
    caption = "How many people each result stands on, and when it is counted"
    blocks += [_results(figures), standing(in_order(figures), "Outcome", caption)]
    return Section("result", "The result, outcome by outcome", tuple(blocks))


def say(figures: Figures) -> Section:
    """The two lists, one pair for each outcome."""
    intro = (
        "These sentences follow from the figures by a fixed rule. They may be quoted as they stand, "
        "in full, with the name of the study."
    )
    sayings = tuple(saying(outcome, figures) for outcome in in_order(figures))
    return Section("say", "What you can say, and what you can't say", (Text(intro), *sayings))


def _warnings(figures: Figures) -> list[Block]:
    blocks: list[Block] = []
    if not voice(figures).alike:
        apart = [name(row) for row in figures.balance if row.colour == "red"]
        named = f" They still differed most on: {', '.join(apart[:3])}." if apart else ""
        blocks.append(
            Text(
                "The groups were not alike enough to say what the programme did. Even after matching, "
                f"participants and comparison group were too far apart before the programme began.{named} "
                "What follows is a difference between two groups that had different starting points.",
                "warning",
            )
        )
    if figures.study.changed_after_outcomes:
        blocks.append(Text(CHANGED, "warning"))
    if figures.sensitivity is not None and figures.sensitivity.warnings:
        blocks.append(Text(LEANT, "warning"))
    return blocks


def _key(outcome: OutcomeFigure, figures: Figures) -> list[Block]:
    estimate = shown(outcome)
    if estimate is None:
        return []
    speaks = voice(figures)
    if outcome.kind == "any":
        ours = "of every 100 participants"
        theirs = f"of every 100, {'expected without the programme' if speaks.alike else 'comparison group'}"
    else:
        ours = f"participants' average, {unit_of(outcome)}"
        whose = "average expected without the programme" if speaks.alike else "comparison group's average"
        theirs = f"{whose}, {unit_of(outcome)}"
    items = ((outcome.participants_value, ours), (outcome.comparison_value, theirs))
    shown_items = [KeyFigure(number(v, outcome.decimals), w) for v, w in items if v is not None]
    between = ends(outcome, estimate.low, estimate.high)
    told = (
        f"best estimate of the {speaks.noun}; anything {between} fits"
        if outcome.verdict == "inconclusive"
        else f"the {speaks.noun}; probably {between}"
    )
    last = KeyFigure(size_and_word(outcome, estimate.estimate), told)
    return [KeyFigures((*shown_items, last))]


def _results(figures: Figures) -> Table:
    speaks = voice(figures)
    without = "Expected without the programme" if speaks.alike else "Comparison group"
    rows = tuple(
        (
            f"{outcome.label}\n{unit_of(outcome)}",
            outcome.band or NOT_SHOWN
            if outcome.participants_value is None
            else value(outcome, outcome.participants_value),
            value(outcome, outcome.comparison_value),
            best(outcome, outcome.effect) if shown(outcome) else NOT_SHOWN,
            span(outcome, outcome.effect) if shown(outcome) else NOT_SHOWN,
            reading(outcome, voice(figures, outcome)),
        )
        for outcome in in_order(figures)
    )
    noun = speaks.noun.capitalize()
    return Table(
        "The figures behind the pictures" if any(map(shown, figures.outcomes)) else "The outcomes",
        ("Outcome", "Participants", without, noun, "95% interval", "What it says"),
        rows,
        (False, True, True, True, True, False),
    )
