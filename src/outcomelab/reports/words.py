"""What was found, in sentences made by one rule from the cleared interval and its verdict.

Never a p-value, never a claim the interval does not carry: the verdict that disclosure control published
with the figures decides which sentences are said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from outcomelab.handovers.figures import ComparisonFigures, OutcomeFigure
from outcomelab.reports.language import tell
from outcomelab.reports.more import more, more_words
from outcomelab.reports.phrases import (
    Interval,
    around,
    capital,
    difference,
    in_hoped_direction,
    in_quotes,
    interval,
    is_zero,
    level,
    no_difference,
    quoted,
)


@dataclass(frozen=True)
class Voice:
    """How a difference may be spoken of. `alike`: the groups were alike enough to speak of an effect. `among`: it
    is of those who had an outcome alone, who were not made alike."""

    alike: bool
    among: bool = False

    @property
    def heading(self) -> str:
        """What the difference is called, over a column."""
        return tell("Effect") if self.alike else tell("Difference")

    @property
    def the(self) -> str:
        """The same within a sentence."""
        return tell("the effect") if self.alike else tell("the difference")

    @property
    def of_the(self) -> str:
        """What something is of."""
        return tell("of the effect") if self.alike else tell("of the difference")

    @property
    def the_true(self) -> str:
        """What the estimate is of."""
        return tell("the true effect") if self.alike else tell("the true difference")

    @property
    def a_true(self) -> str:
        """One that could be the true one."""
        return tell("a true effect") if self.alike else tell("a true difference")

    @property
    def against(self) -> str:
        """What participants are held against."""
        if self.alike:
            return tell("than would have been expected without the programme")
        return tell("than for the comparison group")

    @property
    def expected(self) -> str:
        """What the other column of a table holds."""
        return tell("Expected without the programme") if self.alike else tell("Comparison group")


def voice(figures: ComparisonFigures, outcome: OutcomeFigure | None = None) -> Voice:
    """How this release may speak, of an `outcome` or at all: red balance takes the word effect away, and so does
    an outcome of those alone who had another one."""
    among = outcome is not None and bool(outcome.among)
    return Voice(alike=figures.matching.colour != "red" and not among, among=among)


def of_whom(figures: ComparisonFigures, outcomes: Iterable[OutcomeFigure]) -> str:
    """What those had whom outcomes of some people alone are about, between quotation marks."""
    labels = {outcome.name: outcome.label for outcome in figures.outcomes}
    asked = dict.fromkeys(outcome.among for outcome in outcomes if outcome.among)
    return tell(" or ").join(in_quotes(labels.get(name, name)) for name in asked)


def primary(figures: ComparisonFigures) -> OutcomeFigure | None:
    """The primary outcome; the first one when none is marked, None when there is no outcome at all."""
    marked = [outcome for outcome in figures.outcomes if outcome.primary]
    return next(iter(marked or figures.outcomes), None)


def in_order(figures: ComparisonFigures) -> tuple[OutcomeFigure, ...]:
    """The outcomes, the primary one first."""
    return tuple(sorted(figures.outcomes, key=lambda outcome: outcome is not primary(figures)))


def no_outcome() -> str:
    """What is said where there is nothing to say."""
    return tell("This study has no outcome to show.")


def headline_of(figures: ComparisonFigures) -> str:
    """What was found for the primary outcome, in one sentence; the words of `figures` are `plain` already."""
    outcome = primary(figures)
    return no_outcome() if outcome is None else in_one_line(outcome, figures)


def in_one_line(outcome: OutcomeFigure, figures: ComparisonFigures) -> str:
    """What was found for an outcome, in one sentence."""
    estimate, label = shown(outcome), quoted(outcome)
    if estimate is None:
        return tell("{outcome}: the result cannot be shown.", outcome=label)
    best = difference(outcome, estimate.estimate)
    between = around(outcome, estimate)
    if outcome.verdict == "inconclusive":
        return tell(
            "{outcome}: this study cannot tell; about {best}, but anything {between} fits.",
            outcome=label,
            best=best,
            between=between,
        )
    return tell(
        "{outcome}: about {best}, probably {between}; {judgement}.",
        outcome=label,
        best=best,
        between=between,
        judgement=_judgement(outcome, estimate, voice(figures, outcome)),
    )


def found(outcome: OutcomeFigure, figures: ComparisonFigures) -> tuple[str, str]:
    """What was found for an outcome, in two sentences."""
    estimate = shown(outcome)
    if estimate is None:
        return _withheld(outcome)
    if outcome.verdict == "inconclusive":
        return _inconclusive(outcome, estimate, figures)
    speaks = voice(figures, outcome)
    return (
        f"{observed(outcome, estimate, speaks)}{_both_levels(outcome)}.",
        tell(
            "{it} is probably {between}; {judgement}.",
            it=capital(speaks.the_true),
            between=around(outcome, estimate),
            judgement=_judgement(outcome, estimate, speaks),
        ),
    )


def shown(outcome: OutcomeFigure) -> Interval | None:
    """The outcome's difference and interval, or None when the result may not be shown."""
    return None if outcome.verdict == "withheld" else interval(outcome.effect)


def observed(outcome: OutcomeFigure, estimate: Interval, speaks: Voice) -> str:
    """The difference as half a sentence: “...” was recorded for about 8 fewer of every 100 people than ..."""
    label, said = quoted(outcome), difference(outcome, estimate.estimate)
    if is_zero(outcome, estimate.estimate):
        return tell("On {outcome}, the best estimate is no difference", outcome=label)
    if outcome.kind == "any":
        return tell(
            "{outcome} was recorded for about {difference} {against}",
            outcome=label,
            difference=said,
            against=speaks.against,
        )
    return tell(
        "On {outcome}, participants averaged about {difference} {against}",
        outcome=label,
        difference=said,
        against=speaks.against,
    )


def why_withheld(outcome: OutcomeFigure) -> str:
    """Why a result is not shown, without a full stop."""
    reason = outcome.withheld or outcome.effect.withheld or tell("too few people stand behind its figures")
    return reason.rstrip(". ")


def more_needed(outcome: OutcomeFigure, estimate: Interval, figures: ComparisonFigures) -> str:
    """How many more participants an inconclusive outcome would need, as the end of a sentence: all of them, also
    where those alone who had another outcome are compared."""
    participants = figures.matching.matched if outcome.among else outcome.participants or figures.matching.matched
    return more_words(more(estimate, participants))


def whether(outcome: OutcomeFigure, speaks: Voice) -> str:
    """What a study that is inconclusive cannot tell."""
    if speaks.alike:
        return tell("whether the programme made a difference to {outcome}", outcome=quoted(outcome))
    return tell("whether the groups differed on {outcome}", outcome=quoted(outcome))


def _inconclusive(outcome: OutcomeFigure, estimate: Interval, figures: ComparisonFigures) -> tuple[str, str]:
    said = difference(outcome, estimate.estimate)
    return (
        tell(
            "This study cannot tell {whether}: the best estimate is {best}, but anything {between} fits what was "
            "seen.",
            whether=whether(outcome, voice(figures, outcome)),
            best=no_difference() if is_zero(outcome, estimate.estimate) else tell("about {best}", best=said),
            between=around(outcome, estimate),
        ),
        tell(
            "This does not mean the programme made no difference; {needed}.",
            needed=more_needed(outcome, estimate, figures),
        ),
    )


def _withheld(outcome: OutcomeFigure) -> tuple[str, str]:
    band = tell("; what may be said of participants is {band}", band=outcome.band) if outcome.band else ""
    return (
        tell(
            "The result on {outcome} cannot be shown, to protect the people behind it: {why}{band}.",
            outcome=quoted(outcome),
            why=why_withheld(outcome),
            band=band,
        ),
        tell("This does not mean the programme made no difference, nor that it made one."),
    )


def _judgement(outcome: OutcomeFigure, estimate: Interval, speaks: Voice) -> str:
    if speaks.among:
        return tell("but only those who had it are compared, so it does not say what the programme did")
    if not speaks.alike:
        return tell("but the groups were not alike enough to say that the programme made this difference")
    if outcome.verdict == "few":
        return tell("but too few participants had this outcome for that to be a finding: this is a hint")
    if outcome.verdict == "suggestive":
        return tell(
            "but several outcomes were looked at and, once that is allowed for, chance cannot be ruled out: "
            "this is a hint, not a finding"
        )
    if in_hoped_direction(outcome, estimate.estimate):
        return tell("this is what the programme hopes for, and chance alone is an unlikely explanation")
    return tell(
        "this is the opposite of what the programme hopes for, and chance alone is an unlikely explanation"
    )


def _both_levels(outcome: OutcomeFigure) -> str:
    if outcome.participants_value is None or outcome.comparison_value is None:
        return tell(" (participants: {band})", band=outcome.band) if outcome.band else ""
    return tell(
        " ({participants}, against {comparison})",
        participants=level(outcome, outcome.participants_value),
        comparison=level(outcome, outcome.comparison_value),
    )
