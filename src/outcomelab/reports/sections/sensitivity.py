"""How strong something we don't know would have to be: in plain words, with the tables beneath."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.figures import EstimateFigure, Figures, OutcomeFigure
from outcomelab.handovers.sensitivity_figures import PlaceboFigure, SensitivityFigures
from outcomelab.reports.blocks import Block, Section, Text
from outcomelab.reports.language import marked, tell
from outcomelab.reports.numbers import number, percent
from outcomelab.reports.phrases import around, difference, in_quotes, interval, named, quoted
from outcomelab.reports.sections.sensitivity_tables import sensitivity_tables
from outcomelab.reports.words import primary, shown, voice

_INTRO = marked(
    "Groups can be made alike only on what the records hold. Something they do not hold, such as motivation or "
    "support from family, may differ too. Nobody can test for it, but one can ask how strong it would have to be "
    "to explain what was found, and whether the answer stands when it is leant on."
)


def sensitivity(figures: Figures) -> Section | None:
    """The section, or None where there are no such figures."""
    found, outcome = figures.sensitivity, primary(figures)
    if found is None or outcome is None or shown(outcome) is None:
        return None
    blocks: list[Block] = [Text(tell(_INTRO))]
    blocks += [Text(tell(_WARNED[code]), "warning") for code in found.warnings]
    blocks += [Text(words) for words in _sentences(found, outcome, figures)]
    heading = tell("How strong would something we don’t know have to be?")
    return Section("sensitivity", heading, (*blocks, *sensitivity_tables(found, outcome)))


_WARNED = {
    "placebo": marked(
        "The groups differed before the programme began, on something it cannot have changed. What made them "
        "differ then may explain part of the difference now."
    ),
    "e-value": marked(
        "It would not take much to explain this result: something unrecorded that is a little more common among "
        "participants, and goes a little with the outcome, could be enough. Read it as a hint."
    ),
    "pairs": marked(
        "It would not take much to explain this result: a reason nobody recorded that makes some people somewhat "
        "likelier to take part than others just like them could be enough. Read it as a hint."
    ),
    "covariate": marked(
        "The result hangs on a single thing that happened to be recorded: without it, the estimate moves out of "
        "its interval. Something of that kind that was not recorded could move it as far."
    ),
    "caliper": marked(
        "The result hangs on how alike people had to be to be compared: with a stricter or looser rule, the "
        "estimate moves out of its interval."
    ),
}


def _sentences(found: SensitivityFigures, outcome: OutcomeFigure, figures: Figures) -> Iterator[str]:
    yield _e_value(found, outcome)
    yield from _pairs(found)
    yield from _placebo(found)
    yield from _steadiness(found, outcome)
    yield from _linkage(found, outcome, figures)


def _e_value(found: SensitivityFigures, outcome: OutcomeFigure) -> str:
    label = quoted(outcome)
    if outcome.verdict == "inconclusive":
        return tell(
            "On {outcome} the interval holds no difference already, so nothing unrecorded is needed to explain "
            "it.",
            outcome=label,
        )
    strength = next(one for one in found.strengths if one.outcome == outcome.name)
    if strength.e_value is None or strength.e_value_limit is None:
        return tell("For {outcome} no such figure can be made: {why}.", outcome=label, why=strength.withheld)
    return tell(
        "To explain the whole difference in {outcome}, something unrecorded would have to be {whole} times as "
        "common in one group as in the other, and make the outcome {whole} times as likely, over and above all "
        "that was matched on. To leave a difference that could be none, {near} times each would be enough. (This "
        "is the E-value; 1 means that nothing is needed.)",
        outcome=label,
        whole=number(strength.e_value, 1),
        near=number(strength.e_value_limit, 1),
    )


def _pairs(found: SensitivityFigures) -> Iterator[str]:
    bounds = found.bounds
    if bounds is None or bounds.withheld or bounds.pairs is None:
        return
    pairs = number(bounds.pairs)
    if bounds.gamma is None:
        yield tell(
            "In {pairs} pairs, each participant with the one most similar person, the difference is within what "
            "chance makes of so many pairs.",
            pairs=pairs,
        )
        return
    yield tell(
        "In {pairs} pairs, each participant with the one most similar person, the difference stays clearer than "
        "chance as long as nothing unrecorded made one of a pair more than {gamma} times as likely as the other "
        "to take part. (This is Rosenbaum’s Γ; 1 means that nothing is needed.)",
        pairs=pairs,
        gamma=number(bounds.gamma, 1),
    )


def _placebo(found: SensitivityFigures) -> Iterator[str]:
    for one in found.placebo:
        seen = interval(one.effect)
        if seen is None:
            continue
        as_outcome = _like_outcome(one.label, one.kind, one.decimals)
        yield tell(
            "Before the programme, on {outcome}{unmatched}, the difference was {difference}; anything {between} "
            "fits. {told}",
            outcome=in_quotes(one.label),
            unmatched=_unmatched(one),
            difference=difference(as_outcome, seen.estimate),
            between=around(as_outcome, seen),
            told=_told(one),
        )


def _unmatched(one: PlaceboFigure) -> str:
    if not one.without:
        return ""
    others = [in_quotes(label) for label in one.without if label != one.label]
    if not others:
        return tell(", when it was not matched on")
    return tell(", when it was not matched on and neither was {others}", others=", ".join(others))


def _told(one: PlaceboFigure) -> str:
    if not one.away:
        return tell("As it should be, the groups did not clearly differ on it.")
    apart = tell("The groups differed on it, which the programme cannot have brought about.")
    if not one.without:
        return apart
    mended = tell(
        "The result itself is matched on it; of anything like it that was not recorded nobody can say as much."
    )
    return f"{apart} {mended}"


def _like_outcome(label: str, kind: str, decimals: int) -> OutcomeFigure:
    """What phrases need to know of a placebo outcome."""
    nothing = EstimateFigure(method="", label="", estimand="", estimate=None, low=None, high=None)
    return OutcomeFigure.model_validate(
        {
            **{"name": label, "label": label, "kind": kind, "decimals": decimals, "unit": "", "better": "lower"},
            **{"follow_up": "", "primary": False, "participants": None, "comparison": None},
            **{"participants_value": None, "comparison_value": None, "effect": nothing, "beside": ()},
            "verdict": "withheld",
        }
    )


def _steadiness(found: SensitivityFigures, outcome: OutcomeFigure) -> Iterator[str]:
    whole = found.whole.estimate
    moved = [
        (abs(one.effect.estimate - whole), one.label, one.effect.estimate)
        for one in found.without
        if one.effect.estimate is not None and whole is not None
    ]
    if not moved:
        return
    _, label, estimate = max(moved, key=lambda one: one[0])
    said = tell(
        "When one thing at a time is taken for unknown, the estimate moves most without {label}: then it is "
        "{difference}.",
        label=in_quotes(label),
        difference=difference(outcome, estimate),
    )
    if found.one_in > 1 and whole is not None:
        said += " " + tell(
            "These comparisons were made with one in {one_in} of the pool, where the answer is {difference}.",
            one_in=number(found.one_in),
            difference=difference(outcome, whole),
        )
    yield said


def _linkage(found: SensitivityFigures, outcome: OutcomeFigure, figures: Figures) -> Iterator[str]:
    seen = None if found.linkage is None else interval(found.linkage.effect)
    if found.linkage is not None and seen is not None:
        yield tell(
            "Wrong and missed links make a difference look smaller. With {right} of links right, and {hidden} of "
            "the comparison group participants not found, {it} would be {best}, probably {between}.",
            right=percent(found.linkage.right_percent),
            hidden=percent(found.linkage.hidden_percent),
            it=voice(figures).the,
            best=difference(outcome, seen.estimate),
            between=around(outcome, seen),
        )
    known = [row for row in figures.linkage.known if row.smd is not None]
    if known:
        apart = max(known, key=lambda row: abs(row.smd or 0.0))
        yield tell(
            "People who were not found in the records differ most from those who were on {trait} ({linked} of "
            "those found, {unlinked} of the others); of them this result says nothing.",
            trait=in_quotes(named(apart.variable, apart.level)),
            linked=percent(apart.linked_percent),
            unlinked=percent(apart.unlinked_percent),
        )
