"""How strong something we don't know would have to be: in plain words, with the tables beneath."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.figures import EstimateFigure, Figures, OutcomeFigure
from outcomelab.handovers.sensitivity_figures import SensitivityFigures
from outcomelab.reports.blocks import Block, Section, Text
from outcomelab.reports.numbers import number, percent
from outcomelab.reports.phrases import difference, ends, interval, quoted
from outcomelab.reports.sections.sensitivity_tables import sensitivity_tables
from outcomelab.reports.words import primary, shown, voice

HEADING = "How strong would something we don’t know have to be?"
_INTRO = (
    "Groups can be made alike only on what the records hold. Something they do not hold, such as motivation or "
    "support from family, may differ too. Nobody can test for it, but one can ask how strong it would have to be "
    "to explain what was found, and whether the answer stands when it is leant on."
)


def sensitivity(figures: Figures) -> Section | None:
    """The section, or None where there are no such figures."""
    found, outcome = figures.sensitivity, primary(figures)
    if found is None or outcome is None or shown(outcome) is None:
        return None
    blocks: list[Block] = [Text(_INTRO)]
    blocks += [Text(_WARNED[code], "warning") for code in found.warnings]
    blocks += [Text(words) for words in _sentences(found, outcome, figures)]
    return Section("sensitivity", HEADING, (*blocks, *sensitivity_tables(found, outcome)))


_WARNED = {
    "placebo": (
        "The groups differed before the programme began, on something it cannot have changed. What made them "
        "differ then may explain part of the difference now."
    ),
    "e-value": (
        "It would not take much to explain this result: something unrecorded that is a little more common among "
        "participants, and goes a little with the outcome, could be enough. Read it as a hint."
    ),
    "pairs": (
        "It would not take much to explain this result: a reason nobody recorded that makes some people somewhat "
        "likelier to take part than others just like them could be enough. Read it as a hint."
    ),
    "covariate": (
        "The result hangs on a single thing that happened to be recorded: without it, the estimate moves out of "
        "its interval. Something of that kind that was not recorded could move it as far."
    ),
    "caliper": (
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
    if outcome.verdict == "inconclusive":
        return (
            f"On {quoted(outcome)} the interval holds no difference already, so nothing unrecorded is needed to "
            "explain it."
        )
    strength = next(one for one in found.strengths if one.outcome == outcome.name)
    if strength.e_value is None or strength.e_value_limit is None:
        return f"For {quoted(outcome)} no such figure can be made: {strength.withheld}."
    whole, near = number(strength.e_value, 1), number(strength.e_value_limit, 1)
    return (
        f"To explain the whole difference in {quoted(outcome)}, something unrecorded would have to be {whole} "
        f"times as common in one group as in the other, and make the outcome {whole} times as likely, over and "
        f"above all that was matched on. To leave a difference that could be none, {near} times each would be "
        "enough. (This is the E-value; 1 means that nothing is needed.)"
    )


def _pairs(found: SensitivityFigures) -> Iterator[str]:
    bounds = found.bounds
    if bounds is None or bounds.withheld or bounds.pairs is None:
        return
    pairs = f"In {number(bounds.pairs)} pairs, each participant with the one most similar person,"
    if bounds.gamma is None:
        yield f"{pairs} the difference is within what chance makes of so many pairs."
        return
    yield (
        f"{pairs} the difference stays clearer than chance as long as nothing unrecorded made one of a pair more "
        f"than {number(bounds.gamma, 1)} times as likely as the other to take part. (This is Rosenbaum’s Γ; 1 "
        "means that nothing is needed.)"
    )


_APART = "The groups differed on it, which the programme cannot have brought about."
_MENDED = "The result itself is matched on it; of anything like it that was not recorded nobody can say as much."


def _placebo(found: SensitivityFigures) -> Iterator[str]:
    for one in found.placebo:
        seen = interval(one.effect)
        if seen is None:
            continue
        without = [label for label in one.without if label != one.label]
        unmatched = "" if not one.without else ", when it was not matched on"
        if without:
            unmatched += f" and neither was “{'”, “'.join(without)}”"
        told = _APART if one.away else "As it should be, the groups did not clearly differ on it."
        if one.away and one.without:
            told += " " + _MENDED
        as_outcome = _like_outcome(one.label, one.kind, one.decimals)
        yield (
            f"Before the programme, on “{one.label}”{unmatched}, the difference was "
            f"{difference(as_outcome, seen.estimate)}; anything {ends(as_outcome, seen.low, seen.high)} fits. "
            f"{told}"
        )


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
    yield (
        f"When one thing at a time is taken for unknown, the estimate moves most without “{label}”: then it is "
        f"{difference(outcome, estimate)}."
        + (
            f" These comparisons were made with one in {number(found.one_in)} of the pool, where the answer is "
            f"{difference(outcome, whole)}."
            if found.one_in > 1 and whole is not None
            else ""
        )
    )


def _linkage(found: SensitivityFigures, outcome: OutcomeFigure, figures: Figures) -> Iterator[str]:
    seen = None if found.linkage is None else interval(found.linkage.effect)
    if found.linkage is not None and seen is not None:
        right, hidden = percent(found.linkage.right_percent), percent(found.linkage.hidden_percent)
        corrected = f"{difference(outcome, seen.estimate)}, probably {ends(outcome, seen.low, seen.high)}"
        yield (
            f"Wrong and missed links make a difference look smaller. With {right} of links right, and {hidden} of "
            f"the comparison group participants not found, the {voice(figures).noun} would be {corrected}."
        )
    known = [row for row in figures.linkage.known if row.smd is not None]
    if known:
        apart = max(known, key=lambda row: abs(row.smd or 0.0))
        yield (
            "People who were not found in the records differ most from those who were on "
            f"“{apart.variable}: {apart.level}” ({percent(apart.linked_percent)} of those found, "
            f"{percent(apart.unlinked_percent)} of the others); of them this result says nothing."
        )
