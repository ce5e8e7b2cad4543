"""What can and what can't be said about an outcome: one rule from the published interval and verdict."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.reports.blocks import Saying
from outcomelab.reports.numbers import number
from outcomelab.reports.phrases import Interval, difference, ends, in_hoped_direction, quoted
from outcomelab.reports.words import Voice, more_needed, observed, shown, voice, why_withheld


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
    between = ends(outcome, estimate.low, estimate.high)
    best = difference(outcome, estimate.estimate)
    seen = f"{observed(outcome, estimate, speaks)}; the true {speaks.noun} is probably {between}."
    exactly = f"That the {speaks.noun} is exactly {best}: anything {between} fits what was seen."
    if not speaks.alike:
        return Saying(outcome.label, (seen, _chance(outcome)), (_not_alike(speaks), exactly, _elsewhere(figures)))
    if outcome.verdict in ("suggestive", "few"):
        hint = "This is a hint worth another study, not a finding."
        return Saying(outcome.label, (seen, hint), (_not_firm(outcome), exactly, _elsewhere(figures)))
    return Saying(
        outcome.label,
        (seen, _chance(outcome), _direction(outcome, estimate)),
        (exactly, _elsewhere(figures), _unrecorded()),
    )


def _inconclusive(outcome: OutcomeFigure, estimate: Interval, figures: Figures) -> Saying:
    speaks = voice(figures, outcome)
    between = ends(outcome, estimate.low, estimate.high)
    asked = "the programme made a difference to" if speaks.alike else "the groups differed on"
    needed = more_needed(outcome, estimate, figures)
    can = (
        f"This study cannot tell whether {asked} {quoted(outcome)}: a true {speaks.noun} "
        f"anywhere {between} fits what was seen.",
        f"{needed[0].upper()}{needed[1:]}.",
    )
    cannot = (
        f"That the programme made a difference to {quoted(outcome)}, for better or for worse.",
        "That the programme made no difference: finding no clear difference is not finding that there is none.",
    )
    return Saying(outcome.label, can, cannot if speaks.alike else (_not_alike(speaks), *cannot))


def _withheld(outcome: OutcomeFigure) -> Saying:
    can = (
        f"{quoted(outcome)} was looked at, as the protocol promised, and its result is not shown: "
        f"{why_withheld(outcome)}.",
    )
    band = (f"Among participants it was {outcome.band}.",) if outcome.band else ()
    cannot = (f"That the programme made a difference to {quoted(outcome)}, or that it made none.",)
    return Saying(outcome.label, can + band, cannot)


def _chance(outcome: OutcomeFigure) -> str:
    if outcome.verdict == "few":
        return "Too few participants had this outcome to say that a difference this clear is not chance."
    if outcome.verdict == "suggestive":
        return "Several outcomes were looked at: allowing for that, this difference could be chance."
    return "A difference this clear is unlikely to be chance alone."


def _direction(outcome: OutcomeFigure, estimate: Interval) -> str:
    if in_hoped_direction(outcome, estimate.estimate):
        return "This is the direction the programme hopes for."
    return "This is the opposite of what the programme hopes for: it deserves a closer look."


def _not_firm(outcome: OutcomeFigure) -> str:
    if outcome.verdict == "few":
        return f"That the programme changed {quoted(outcome)}: too few participants had it for a finding."
    return (
        f"That the programme changed {quoted(outcome)}: several outcomes were looked at and, "
        "once that is allowed for, chance cannot be ruled out."
    )


def _not_alike(speaks: Voice) -> str:
    if speaks.among:
        return (
            "That the programme made any difference that is seen here: only those who had the outcome are "
            "compared, and they were not made alike."
        )
    return (
        "That the programme made any difference that is seen here: participants and comparison group "
        "were not alike enough before it began, and that alone could explain the figures."
    )


def _elsewhere(figures: Figures) -> str:
    return (
        "That it would be the same for other people, places or times: it holds for the "
        f"{number(figures.matching.matched)} participants who could be compared."
    )


def _unrecorded() -> str:
    return (
        "That nothing else can explain it: the groups were made alike only on what the records hold, "
        "and not on motivation or anything else that nobody wrote down."
    )
