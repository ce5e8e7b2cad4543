"""Each outcome's figures made safe: enough persons with it and without, rounded, intervals as sure as before."""

from __future__ import annotations

import math
from itertools import groupby
from typing import Literal

from outcomelab.disclosure.dominance import dominated
from outcomelab.disclosure.related import withheld_together
from outcomelab.disclosure.rounding import decimals_for, nearest_ends, percent, rounded, rounded_count
from outcomelab.disclosure.suppression import complementary
from outcomelab.disclosure.survival import cleared_survival
from outcomelab.disclosure.survival_grid import shown_times
from outcomelab.handovers.figures import EstimateFigure, OutcomeFigure
from outcomelab.handovers.impact import Estimate, Group, ImpactResult, OutcomeResult, OutcomeWords
from outcomelab.protocol.rules import DisclosureRules

METHODS = {
    "radius": "Matched on the propensity score (the method of this report)",
    "unpaired-t": "Matched groups compared as two samples",
    "nearest": "Each participant against the single most similar person",
    "nearest-adjusted": "The most similar people, less what remaining differences explain",
    "ebal": "Pool weighted to have the participants’ averages",
    "overlap": "Weighted towards people who could have been on either side",
    "att-weights": "Pool weighted by the odds of taking part",
    "unadjusted": "Everyone as they are, not made alike",
    "regional": "Matched in the same way, each with people of their own region alone",
    "among": "Those of both matched groups who had it, as they are",
}
_HOLM = 0.05
_MOST_DECIMALS = {"count": 2, "weeks": 1, "months": 1, "years": 2}
Verdict = Literal["higher", "lower", "suggestive", "few", "inconclusive", "withheld"]


def cleared_outcomes(results: tuple[OutcomeResult, ...], rules: DisclosureRules) -> tuple[OutcomeFigure, ...]:
    """Every outcome for the whole cohort, the primary one first."""
    alone = [_why_withheld(result, rules, _all_had(result, results)) for result in results]
    together = withheld_together(results, alone, rules)
    figures = [
        _figure(result, rules, reason, banded=reason == own)
        for result, reason, own in zip(results, together, alone, strict=True)
    ]
    return tuple(sorted(figures, key=lambda figure: not figure.primary))


def cleared_subgroups(impact: ImpactResult, rules: DisclosureRules) -> tuple[OutcomeFigure, ...]:
    """The primary outcome by subgroup, where the cohort is large enough for it.

    A level is withheld when it is too small, or when the rest would give away one that is; so would everybody
    in no level shown: those whose level is unknown, or had nobody like them.
    """
    if impact.matched.matched < rules.subgroups_from:
        return ()
    whole = next(result for result in impact.outcomes if result.words.primary)
    figures: list[OutcomeFigure] = []
    for _, group in groupby(impact.subgroups, key=lambda result: result.subgroup):
        levels = list(group)
        reasons = [_why_withheld(level, rules) for level in levels]
        hidden = _withheld_levels(levels, list(map(bool, reasons)), whole, rules.threshold)
        timed = [level.survival for level, hide in zip(levels, hidden, strict=True) if level.survival and not hide]
        times = shown_times(timed, rules, whole.survival) if timed else ()
        for level, reason, hide in zip(levels, reasons, hidden, strict=True):
            withheld = reason or ("protects another group" if hide else "")
            name = impact.labels.get(level.subgroup, level.subgroup)
            figures.append(_figure(level, rules, withheld, name, times))
    return tuple(figures)


def _withheld_levels(
    levels: list[OutcomeResult], withheld: list[bool], whole: OutcomeResult, threshold: int
) -> tuple[bool, ...]:
    """Which levels to withhold, given which are `withheld` by themselves."""
    others = _others(whole.participants, levels)
    sizes = [_smaller_side(part, whole.kind) for part in (*(level.participants for level in levels), others)]
    if not others.persons:
        return complementary(sizes[:-1], withheld, threshold)
    if not any(withheld) and sizes[-1] >= threshold:
        return tuple(withheld)  # what is left when the levels are taken off says nothing of too few
    return complementary(sizes, [*withheld, True], threshold)[:-1]


def _others(whole: Group, levels: list[OutcomeResult]) -> Group:
    """The matched participants in none of the levels."""
    persons = whole.persons - sum(level.participants.persons for level in levels)
    with_outcome = whole.with_outcome - sum(level.participants.with_outcome for level in levels)
    return Group(persons, max(with_outcome, 0), 0.0, 0.0, 0.0, 0.0)


def _smaller_side(group: Group, kind: str) -> int:
    return group.persons if kind == "amount" else min(group.with_outcome, group.persons - group.with_outcome)


def _all_had(result: OutcomeResult, results: tuple[OutcomeResult, ...]) -> bool:
    """Whether everybody an outcome is about has it by what it says: days to the first, of those with a first."""
    those = [other for other in results if other.name == result.words.among]
    return any(result.name in other.words.within for other in those)


def _why_withheld(result: OutcomeResult, rules: DisclosureRules, all_had: bool = False) -> str:
    """The first rule this outcome breaks, in words; empty when it may be shown. `all_had`: see `_all_had`."""
    for who, group in (("participants", result.participants), ("the comparison group", result.comparison)):
        without = group.persons - group.with_outcome
        if group.persons < rules.threshold:
            return f"fewer than {rules.threshold} people among {who}"
        if group.with_outcome < rules.threshold:
            return f"fewer than {rules.threshold} people with the outcome among {who}"
        if result.kind != "amount" and without < rules.threshold and not all_had:
            return f"all but fewer than {rules.threshold} people had the outcome among {who}"
        if result.kind == "time-to-first" and group.with_outcome < rules.events_for_time:
            return f"fewer than {rules.events_for_time} people with the event among {who}"
        if result.kind in ("amount", "count") and dominated(
            group.largest, group.two_largest, rules, costs=result.kind == "amount"
        ):
            return f"one or two people make up most of the total among {who}"
    if result.kind == "any" and _rounds_away(result, rules):
        return "so few, or all but so few, that the rate rounds to none or all"
    return ""


def _rounds_away(result: OutcomeResult, rules: DisclosureRules) -> bool:
    """Whether the rate would be shown as none or all, or could be by counts that round as these do: so a coarser
    base never shows what a finer one withholds."""
    group, decimals = result.participants, _decimals(result, rules)
    half = rules.base / 2
    sides = (group.with_outcome, group.persons - group.with_outcome)
    least = (rounded(100 * (side - half) / (group.persons + half), decimals) for side in sides)
    return min(least) <= 0 or _value(result, decimals, rules) in (0.0, 100.0)


def _figure(
    result: OutcomeResult,
    rules: DisclosureRules,
    withheld: str,
    subgroup: str = "",
    times: tuple[float, ...] | None = None,
    banded: bool = True,
) -> OutcomeFigure:
    words = result.words
    timed = result.survival if not withheld else None
    decimals = _decimals(result, rules)
    scale = 100.0 if result.kind == "any" else 1.0
    mine = None if withheld else _value(result, decimals, rules)
    band = _band(result.participants, rules) if withheld and banded and result.kind == "any" else ""
    effect = _estimate(result.effect, scale, decimals, withheld)
    unsaid = bool(withheld and result.subgroup)  # a part's size, with the whole's, gives the other part's
    comparison = None
    if mine is not None and effect.estimate is not None:
        comparison = rounded(mine - effect.estimate, decimals)
        if comparison <= 0 or (result.kind == "any" and comparison >= 100):
            comparison = None  # an adjusted figure that no group of people can have
    return OutcomeFigure(
        name=result.name,
        label=words.label,
        kind=result.kind,
        unit=_unit(words),
        better=words.better,
        follow_up=words.follow_up,
        primary=words.primary and not result.subgroup,
        measure=words.measure,
        among=words.among,
        part_of=words.part_of,
        subgroup=subgroup,
        level=result.level,
        participants=None if unsaid else _persons(result.participants, rules),
        comparison=None if unsaid else _persons(result.comparison, rules),
        participants_value=mine,
        comparison_value=comparison,
        decimals=decimals,
        effect=effect,
        beside=tuple(_estimate(estimate, scale, decimals, withheld) for estimate in result.beside),
        survival=cleared_survival(timed, rules, times) if timed else None,
        verdict=_verdict(effect, result, rules),
        band=band,
        apart=() if withheld else result.apart,
        withheld=withheld,
    )


def _unit(words: OutcomeWords) -> str:
    return {"any": "%", "count": words.unit or "events", "time-to-first": words.unit or "days"}.get(
        words.kind, words.unit
    )


def _persons(group: Group, rules: DisclosureRules) -> int | None:
    return rounded_count(group.persons, rules.base) if group.persons >= rules.threshold else None


def _decimals(result: OutcomeResult, rules: DisclosureRules) -> int:
    if result.kind == "any":
        smaller = min(result.participants.persons, result.comparison.persons)
        return 1 if smaller >= rules.precise_from else 0
    most = _MOST_DECIMALS.get(_unit(result.words) if result.kind == "time-to-first" else result.kind, 0)
    return decimals_for(max(result.participants.mean, result.comparison.mean), most)


def _value(result: OutcomeResult, decimals: int, rules: DisclosureRules) -> float:
    group = result.participants
    if result.kind != "any":
        return rounded(group.mean, decimals)
    return percent(group.with_outcome, group.persons, rules.base, decimals)


def _band(group: Group, rules: DisclosureRules) -> str:
    """What may be said of a rate that may not be shown: on which side of a round figure it lies."""
    if group.persons < rules.threshold:
        return ""
    few = 5 * math.ceil(100 * rules.threshold / group.persons / 5)
    if few >= 50:
        return ""
    share = 100 * group.with_outcome / group.persons
    if group.with_outcome < rules.threshold or share < 1:
        return f"under {few}%"
    if group.persons - group.with_outcome < rules.threshold or share > 99:
        return f"over {100 - few}%"
    return ""


def _estimate(estimate: Estimate, scale: float, decimals: int, withheld: str) -> EstimateFigure:
    shown = not withheld and math.isfinite(estimate.estimate) and math.isfinite(estimate.se)
    low, high = nearest_ends(estimate.low * scale, estimate.high * scale, decimals) if shown else (None, None)
    return EstimateFigure(
        method=estimate.method,
        label=METHODS[estimate.method],
        estimand=estimate.estimand,
        estimate=rounded(estimate.estimate * scale, decimals) if shown else None,
        low=low,
        high=high,
        withheld=withheld,
    )


def _verdict(effect: EstimateFigure, result: OutcomeResult, rules: DisclosureRules) -> Verdict:
    """By the interval as it is shown, so that words and figures never disagree."""
    if effect.low is None or effect.high is None:
        return "withheld"
    if effect.low <= 0 <= effect.high:
        return "inconclusive"
    if result.participants.with_outcome < rules.significant_from:
        return "few"
    if result.p_holm is not None and result.p_holm >= _HOLM:
        return "suggestive"
    return "higher" if effect.low > 0 else "lower"
