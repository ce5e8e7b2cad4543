"""Whether a few contributors stand out of a total."""

from __future__ import annotations

from outcomelab.protocol.rules import DisclosureRules


def dominated(largest: float, two_largest: float, rules: DisclosureRules, *, costs: bool) -> bool:
    """The (2, k%) dominance rule and the p% rule (Hundepool et al. 2012, Statistical Disclosure Control, section
    4.2). In: shares of the total, 0–1; `costs`: amounts of money, for which p is stricter."""
    _, p_percent = rules.apart(costs=costs)
    return two_largest > rules.dominance_share or 1 - two_largest < p_percent / 100 * largest
