"""What can and what can't be said about an outcome: one rule from the published interval and verdict."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.reports.blocks import Saying
from outcomelab.reports.language import tell
from outcomelab.reports.numbers import number
from outcomelab.reports.phrases import (
    Interval,
    around,
    capital,
    difference,
    ends_in_full,
    in_hoped_direction,
    quoted,
)
from outcomelab.reports.words import Voice, more_needed, observed, shown, voice, whether, why_withheld


def saying(outcome: OutcomeFigure, figures: Figures) -> Saying:
    """The two lists for one outcome, in whole sentences."""
    estimate = shown(outcome)
    if estimate is None:
        return _withheld(outcome)
    if outcome.verdict == "inconclusive":
        return _inconclusive(outcome, estimate, figures)
    return _pointing(outcome, estimate, figures)


def _pointing(outcome: OutcomeFigure, estimate: Interval, figures: Figures) -> Saying:
    speaks = voice(figures, outcome)
    between = around(outcome, estimate)
    seen = tell(
        "{observed}; {it} is probably {between}.",
        observed=observed(outcome, estimate, speaks),
        it=speaks.the_true,
        between=between,
    )
    exactly = tell(
        "That {it} is exactly {best}: anything {between} fits what was seen.",
        it=speaks.the,
        best=difference(outcome, estimate.estimate),
        between=between,
    )
    if not speaks.alike:
        return Saying(outcome.label, (seen, _chance(outcome)), (_not_alike(speaks), exactly, _elsewhere(figures)))
    if outcome.verdict in ("suggestive", "few"):
        hint = tell("This is a hint worth another study, not a finding.")
        return Saying(outcome.label, (seen, hint), (_not_firm(outcome), exactly, _elsewhere(figures)))
    return Saying(
        outcome.label,
        (seen, _chance(outcome), _direction(outcome, estimate)),
        (exactly, _elsewhere(figures), _unrecorded()),
    )


def _inconclusive(outcome: OutcomeFigure, estimate: Interval, figures: Figures) -> Saying:
    speaks = voice(figures, outcome)
    can = (
        tell(
            "This study cannot tell {whether}: {it} anywhere {between} fits what was seen.",
            whether=whether(outcome, speaks),
            it=speaks.a_true,
            between=ends_in_full(outcome, estimate.low, estimate.high),
        ),
        f"{capital(more_needed(outcome, estimate, figures))}.",
    )
    cannot = (
        tell(
            "That the programme made a difference to {outcome}, for better or for worse.", outcome=quoted(outcome)
        ),
        tell(
            "That the programme made no difference: finding no clear difference is not finding that there is none."
        ),
    )
    return Saying(outcome.label, can, cannot if speaks.alike else (_not_alike(speaks), *cannot))


def _withheld(outcome: OutcomeFigure) -> Saying:
    label = quoted(outcome)
    can = (
        tell(
            "{outcome} was looked at, as the protocol promised, and its result is not shown: {why}.",
            outcome=label,
            why=why_withheld(outcome),
        ),
    )
    band = (tell("Among participants it was {band}.", band=outcome.band),) if outcome.band else ()
    cannot = (tell("That the programme made a difference to {outcome}, or that it made none.", outcome=label),)
    return Saying(outcome.label, can + band, cannot)


def _chance(outcome: OutcomeFigure) -> str:
    if outcome.verdict == "few":
        return tell("Too few participants had this outcome to say that a difference this clear is not chance.")
    if outcome.verdict == "suggestive":
        return tell("Several outcomes were looked at: allowing for that, this difference could be chance.")
    return tell("A difference this clear is unlikely to be chance alone.")


def _direction(outcome: OutcomeFigure, estimate: Interval) -> str:
    if in_hoped_direction(outcome, estimate.estimate):
        return tell("This is the direction the programme hopes for.")
    return tell("This is the opposite of what the programme hopes for: it deserves a closer look.")


def _not_firm(outcome: OutcomeFigure) -> str:
    if outcome.verdict == "few":
        return tell(
            "That the programme changed {outcome}: too few participants had it for a finding.",
            outcome=quoted(outcome),
        )
    return tell(
        "That the programme changed {outcome}: several outcomes were looked at and, "
        "once that is allowed for, chance cannot be ruled out.",
        outcome=quoted(outcome),
    )


def _not_alike(speaks: Voice) -> str:
    if speaks.among:
        return tell(
            "That the programme made any difference that is seen here: only those who had the outcome are "
            "compared, and they were not made alike."
        )
    return tell(
        "That the programme made any difference that is seen here: participants and comparison group "
        "were not alike enough before it began, and that alone could explain the figures."
    )


def _elsewhere(figures: Figures) -> str:
    return tell(
        "That it would be the same for other people, places or times: it holds for the "
        "{count} participants who could be compared.",
        count=number(figures.matching.matched),
    )


def _unrecorded() -> str:
    return tell(
        "That nothing else can explain it: the groups were made alike only on what the records hold, "
        "and not on motivation or anything else that nobody wrote down."
    )
