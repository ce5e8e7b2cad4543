"""What was found, in sentences made by one rule from the cleared interval and its verdict.

Never a p-value, never a claim the interval does not carry: the verdict that disclosure control published
with the figures decides which sentences are said.
"""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.handovers.figures import ComparisonFigures, OutcomeFigure
from outcomelab.reports.more import more, more_words
from outcomelab.reports.phrases import Interval, difference, ends, in_hoped_direction, interval, level, quoted

NOT_NOTHING = "This does not mean the programme made no difference"


@dataclass(frozen=True)
class Voice:
    """How a difference may be spoken of. `alike`: the groups were alike enough to speak of an effect. `among`: it
    is of those who had an outcome alone, who were not made alike."""

    alike: bool
    among: bool = False

    @property
    def noun(self) -> str:
        """What the difference is called."""
        return "effect" if self.alike else "difference"

    @property
    def against(self) -> str:
        """What participants are held against."""
        if self.alike:
            return "than would have been expected without the programme"
        return "than for the comparison group"


def voice(figures: ComparisonFigures, outcome: OutcomeFigure | None = None) -> Voice:
    """How this release may speak, of an `outcome` or at all: red balance takes the word effect away, and so does
    an outcome of those alone who had another one."""
    among = outcome is not None and bool(outcome.among)
    return Voice(alike=figures.matching.colour != "red" and not among, among=among)


def primary(figures: ComparisonFigures) -> OutcomeFigure | None:
    """The primary outcome; the first one when none is marked, None when there is no outcome at all."""
    marked = [outcome for outcome in figures.outcomes if outcome.primary]
    return next(iter(marked or figures.outcomes), None)


def in_order(figures: ComparisonFigures) -> tuple[OutcomeFigure, ...]:
    """The outcomes, the primary one first."""
    return tuple(sorted(figures.outcomes, key=lambda outcome: outcome is not primary(figures)))


def headline_of(figures: ComparisonFigures) -> str:
    """What was found for the primary outcome, in one sentence; the words of `figures` are `plain` already."""
    outcome = primary(figures)
    return "This study has no outcome to show." if outcome is None else in_one_line(outcome, figures)


def in_one_line(outcome: OutcomeFigure, figures: ComparisonFigures) -> str:
    """What was found for an outcome, in one sentence."""
    estimate = shown(outcome)
    if estimate is None:
        return f"{quoted(outcome)}: the result cannot be shown."
    best = difference(outcome, estimate.estimate)
    between = ends(outcome, estimate.low, estimate.high)
    if outcome.verdict == "inconclusive":
        return f"{quoted(outcome)}: this study cannot tell; about {best}, but anything {between} fits."
    found = f"{quoted(outcome)}: about {best}, probably {between}"
    return f"{found}; {_judgement(outcome, estimate, voice(figures, outcome))}."


def found(outcome: OutcomeFigure, figures: ComparisonFigures) -> tuple[str, str]:
    """What was found for an outcome, in two sentences."""
    estimate = shown(outcome)
    if estimate is None:
        return _withheld(outcome)
    if outcome.verdict == "inconclusive":
        return _inconclusive(outcome, estimate, figures)
    speaks = voice(figures, outcome)
    between = ends(outcome, estimate.low, estimate.high)
    return (
        f"{observed(outcome, estimate, speaks)}{_both_levels(outcome)}.",
        f"The true {speaks.noun} is probably {between}; {_judgement(outcome, estimate, speaks)}.",
    )


def shown(outcome: OutcomeFigure) -> Interval | None:
    """The outcome's difference and interval, or None when the result may not be shown."""
    return None if outcome.verdict == "withheld" else interval(outcome.effect)


def observed(outcome: OutcomeFigure, estimate: Interval, speaks: Voice) -> str:
    """The difference as half a sentence: “...” was recorded for about 8 fewer of every 100 people than ..."""
    said = difference(outcome, estimate.estimate)
    if said == "no difference":
        return f"On {quoted(outcome)}, the best estimate is no difference"
    if outcome.kind == "any":
        return f"{quoted(outcome)} was recorded for about {said} {speaks.against}"
    return f"On {quoted(outcome)}, participants averaged about {said} {speaks.against}"


def why_withheld(outcome: OutcomeFigure) -> str:
    """Why a result is not shown, without a full stop."""
    reason = outcome.withheld or outcome.effect.withheld or "too few people stand behind its figures"
    return reason.rstrip(". ")


def more_needed(outcome: OutcomeFigure, estimate: Interval, figures: ComparisonFigures) -> str:
    """How many more participants an inconclusive outcome would need, as the end of a sentence."""
    participants = figures.matching.matched if outcome.participants is None else outcome.participants
    return more_words(more(estimate, participants))


def _inconclusive(outcome: OutcomeFigure, estimate: Interval, figures: ComparisonFigures) -> tuple[str, str]:
    said = difference(outcome, estimate.estimate)
    best = said if said == "no difference" else f"about {said}"
    asked = "the programme made a difference to" if voice(figures, outcome).alike else "the groups differed on"
    return (
        f"This study cannot tell whether {asked} {quoted(outcome)}: the best estimate is {best}, "
        f"but anything {ends(outcome, estimate.low, estimate.high)} fits what was seen.",
        f"{NOT_NOTHING}; {more_needed(outcome, estimate, figures)}.",
    )


def _withheld(outcome: OutcomeFigure) -> tuple[str, str]:
    band = f"; what may be said of participants is {outcome.band}" if outcome.band else ""
    return (
        f"The result on {quoted(outcome)} cannot be shown, to protect the people behind it: "
        f"{why_withheld(outcome)}{band}.",
        f"{NOT_NOTHING}, nor that it made one.",
    )


def _judgement(outcome: OutcomeFigure, estimate: Interval, speaks: Voice) -> str:
    if speaks.among:
        return "but only those who had it are compared, so it does not say what the programme did"
    if not speaks.alike:
        return "but the groups were not alike enough to say that the programme made this difference"
    if outcome.verdict == "few":
        return "but too few participants had this outcome for that to be a finding: this is a hint"
    if outcome.verdict == "suggestive":
        return (
            "but several outcomes were looked at and, once that is allowed for, chance cannot be ruled out: "
            "this is a hint, not a finding"
        )
    hoped = (
        "what the programme hopes for"
        if in_hoped_direction(outcome, estimate.estimate)
        else "the opposite of what the programme hopes for"
    )
    return f"this is {hoped}, and chance alone is an unlikely explanation"


def _both_levels(outcome: OutcomeFigure) -> str:
    if outcome.participants_value is None or outcome.comparison_value is None:
        return f" (participants: {outcome.band})" if outcome.band else ""
    participants = level(outcome, outcome.participants_value)
    return f" ({participants}, against {level(outcome, outcome.comparison_value)})"
