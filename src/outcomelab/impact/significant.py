"""When a difference is called significant: the Justice Data Lab's floors, so that no word rests on a handful."""

from __future__ import annotations

from outcomelab.handovers.impact import OutcomeResult
from outcomelab.protocol.rules import DisclosureRules

_ALPHA = 0.05


def significant(result: OutcomeResult, rules: DisclosureRules) -> bool:
    """Whether the 95% interval leaves out zero (for an outcome that is not primary: after Holm's adjustment), and
    enough stand behind it: `rules.significant_from` participants with the outcome, `rules.threshold` people with
    and without it on either side, and for a time `rules.events_for_time` events on either side."""
    effect = result.effect
    clear = not effect.low <= 0 <= effect.high and (result.p_holm is None or result.p_holm < _ALPHA)
    return clear and enough_behind(result, rules)


def enough_behind(result: OutcomeResult, rules: DisclosureRules) -> bool:
    """The same, whatever the interval says."""
    if result.participants.with_outcome < rules.significant_from:
        return False
    for group in (result.participants, result.comparison):
        without = group.persons - group.with_outcome
        least = rules.events_for_time if result.kind == "time-to-first" else rules.threshold
        all_had = result.kind == "time-to-first" and result.words.among and not without
        few = result.kind != "amount" and without < rules.threshold and not all_had
        if group.with_outcome < least or few:
            return False
    return True
