"""Just past each rule: the least that a rule forbids, asked for so that every other rule lets it through.

Where it is answered, that rule is not kept, or is none. So every rule of the product is asked here, but two of the
gate's numbers: decoding random halves and parts that lack nine are what only those stop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from outcomelab.attacks.releases.asking import Answer, Door, Labs, Question
from outcomelab.attacks.releases.asking_more import coefficients_shown, headlines, median_shown
from outcomelab.attacks.releases.cells import cells
from outcomelab.attacks.releases.invented import Floats, Ints, invented
from outcomelab.handovers.impact import OutcomeKind
from outcomelab.handovers.selftest import Attack, Attempt
from outcomelab.protocol.rules import DisclosureRules

ATTACK = Attack(
    name="edges",
    knows="the rules, which are published",
    does="asks for what a rule only just forbids, and no other does",
    source="Hundepool et al. 2012, Statistical Disclosure Control, ch. 3 to 5, and SACRO 2023, for the rules",
)
_PERSONS = 2400
_OTHERS = 300
_DAYS, _HORIZON = 30, 365


def edges(labs: Labs, tries: int, seed: int) -> tuple[Attempt, ...]:
    """Every rule so many times, each on a new lab."""
    return tuple(
        Attempt(
            attack=ATTACK,
            released=f"the least that the rule {rule} forbids",
            measure="questions just past the rule that are answered",
            success=100 * sum(ask(labs, seed + number) for number in range(tries)) / tries,
            guess=0.0,
            limit=0.0,
            tries=tries,
        )
        for rule, ask in EDGES.items()
    )


def _nine_in_a_cell(labs: Labs, seed: int) -> bool:
    return _shows(labs, np.repeat([0, 1, 2], [9, 60 + seed % 7, 80]))


def _exact_count(labs: Labs, seed: int) -> bool:
    shown = _alone(labs).table(cells({"region": np.repeat([0, 1], [52, 63 + seed % 2])}))
    return shown is not None and any((count or 0) % 5 for count in shown.cells["count"].to_pylist())


def _two_largest(labs: Labs, _: int) -> bool:
    """93% of a total are two contributors', who are far enough from one another."""
    return _shows(labs, *_amounts([100.0, 100.0, *np.full(10, 1.5)]))


def _near_amount(labs: Labs, _: int) -> bool:
    """At 10, no total breaks the p% rule that dominance at 90% lets through; so under an agreement that asks for
    twice as much: the second largest comes within 16% of the largest."""
    stricter = labs.rules.model_copy(update={"p_percent": 2 * labs.rules.p_percent})
    return _shows(replace(labs, rules=stricter), *_amounts([100.0, 20.0, *np.full(10, 1.6)]))


def _near_cost(labs: Labs, _: int) -> bool:
    return _shows(labs, *_amounts([100.0, 20.0, *np.full(10, 1.4)]), costs=True)


def _few_matched(labs: Labs, seed: int) -> bool:
    return _asked(labs, seed, 14, 15) is not None


def _few_events(labs: Labs, seed: int) -> bool:
    found = _asked(labs, seed, 29, _OTHERS, "time-to-first")
    return found is not None and not found.figures.outcomes[0].withheld


def _few_for_a_decimal(labs: Labs, seed: int) -> bool:
    found = _asked(labs, seed, 300, 699)
    return found is not None and found.figures.outcomes[0].decimals > 0


def _few_for_a_finding(labs: Labs, seed: int) -> bool:
    found = _asked(labs, seed, 29, _OTHERS)
    return found is not None and found.figures.outcomes[0].verdict in ("higher", "lower", "suggestive")


def _few_for_subgroups(labs: Labs, seed: int) -> bool:
    found = _asked(labs, seed, 100, 99, by="sex")
    return found is not None and any(not one.withheld for one in found.figures.subgroups)


def _few_for_a_median(labs: Labs, _: int) -> bool:
    return median_shown(labs.rules, np.r_[np.full(12, 5.0), np.arange(7) + 6.0])


def _few_residual(labs: Labs, _: int) -> bool:
    return _model(labs.rules, persons=13, terms=4)


def _many_parameters(labs: Labs, _: int) -> bool:
    return _model(labs.rules, persons=40, terms=14)


def _budget_twice(labs: Labs, seed: int) -> bool:
    """Two headlines with noise about nearly the same persons in one year, each for all that a year has."""
    cohort = invented(_PERSONS, seed)
    everyone = np.ones(_PERSONS, dtype=np.bool_)
    fewer = everyone & (np.arange(_PERSONS) >= _OTHERS)
    return headlines(labs, cohort, (everyone, fewer), DisclosureRules().privacy_budget) == 2


def _close_steps(labs: Labs, seed: int) -> bool:
    """Hundreds of events a month: were there steps of a few days, each would have ten."""
    found = _asked(labs, seed, 1400, 1000, "time-to-first")
    figure = found.figures.outcomes[0].survival if found else None
    times = [0.0, *(point.time for point in figure.points)] if figure else []
    return any(later - earlier < _DAYS for earlier, later in pairwise(times) if later < _HORIZON)


def _swapped(labs: Labs, seed: int) -> bool:
    """A study run again with six persons in the place of six others: the two differ by twelve."""
    cohort, door = invented(_PERSONS, seed), labs.new()
    number = np.arange(_PERSONS)
    first, second = number < 900, (number >= 6) & (number < 906)
    return all([door.ask(cohort, Question(first)) is not None, door.ask(cohort, Question(second)) is not None])


def _two_columns(labs: Labs, seed: int) -> bool:
    """A table by two columns of 199 persons, fifty in a cell, held against the ledger."""
    cohort = invented(199, seed)
    number = np.arange(199)
    return (
        labs.new().recorded(cells({"sex": number % 2, "area": number // 2 % 2}, number=cohort.number)) is not None
    )


def _three_columns(labs: Labs, seed: int) -> bool:
    """A table by three columns of 1,999 persons, two hundred and fifty in a cell, held against the ledger."""
    cohort = invented(1999, seed)
    number = np.arange(1999)
    columns = {"sex": number % 2, "area": number // 2 % 2, "year": number // 4 % 2}
    return labs.new().recorded(cells(columns, number=cohort.number)) is not None


def _unaudited(labs: Labs, seed: int) -> bool:
    """A table with a small cell that leaves without one program of an audit."""
    shown = _alone(labs).table(cells({"region": np.repeat([0, 1, 2], [9, 60 + seed % 7, 80])}))
    return shown is not None and shown.secondary > 0 and shown.evidence.programs == 0


EDGES: MappingProxyType[str, Callable[[Labs, int], bool]] = MappingProxyType(
    {
        "threshold": _nine_in_a_cell,
        "base": _exact_count,
        "minimum_matched": _few_matched,
        "events_for_time": _few_events,
        "precise_from": _few_for_a_decimal,
        "dominance_share": _two_largest,
        "p_percent": _near_amount,
        "p_percent_costs": _near_cost,
        "significant_from": _few_for_a_finding,
        "subgroups_from": _few_for_subgroups,
        "three_columns_from": _three_columns,
        "median_from": _few_for_a_median,
        "residual_df": _few_residual,
        "parameters_share": _many_parameters,
        "privacy_budget": _budget_twice,
        "on days between the steps of a curve": _close_steps,
        "on re-runs": _swapped,
        "on tables by two columns": _two_columns,
        "on audits": _unaudited,
    }
)


def _shows(labs: Labs, region: Ints, amount: Floats | None = None, costs: bool = False) -> bool:
    """Whether a table by region shows the first of them."""
    shown = _alone(labs).table(cells({"region": region}, amount, costs))
    return shown is not None and not shown.cells["withheld"].to_pylist()[0]


def _amounts(first: list[float]) -> tuple[Ints, Floats]:
    """Region and amount of persons: those of the first region, and many alike in three others."""
    return np.r_[np.zeros(len(first), np.int64), np.repeat([1, 2, 3], 40)], np.r_[first, np.full(120, 30.0)]


def _asked(
    labs: Labs, seed: int, with_outcome: int, without: int, kind: OutcomeKind = "any", by: str = ""
) -> Answer | None:
    """What a lab that keeps no ledger answers of so many persons with the outcome and without."""
    cohort = invented(_PERSONS, seed)
    outcome = np.arange(_PERSONS) < 1500
    day = np.where(outcome, 1 + np.arange(_PERSONS) * 7 % 365, 365)
    cohort = replace(cohort, outcome=outcome, day=day)
    persons = np.zeros(_PERSONS, dtype=np.bool_)
    persons[:with_outcome] = persons[1500 : 1500 + without] = True
    levels = {by: {name: np.arange(_PERSONS) % 2 == place for place, name in enumerate("ab")}} if by else {}
    return _alone(labs).ask(cohort, Question(persons, levels, kind=kind))


def _alone(labs: Labs) -> Door:
    return replace(labs, folder=None).new()


def _model(rules: DisclosureRules, persons: int, terms: int) -> bool:
    """Whether coefficients of so many terms, a constant among them, are shown of so many persons' amounts."""
    number = np.arange(persons)
    columns = {f"x{place}": np.cos(number * (place + 1.0)) for place in range(terms - 1)}
    return coefficients_shown(rules, np.sin(number * 1.0), columns)
