"""What a linkage scheme is made of: which pairs are compared, and how, whether clear or encoded.

A level of a comparison has two probabilities: m, how often the two records of one person fall on it, and u,
how often those of two different people do (Fellegi and Sunter 1969). A level's own figures are where learning
starts and what stands for it when it is too rare to learn from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from splink import SettingsCreator


@dataclass(frozen=True)
class Level:
    """A level of a comparison. `sql` is over a pair's columns (`_l` the participant, `_r` the person).

    `frequency` names the column whose value's frequency stands in for u (agreeing on a rare surname says
    more), with weight `by`. `fixed`: u is not sampled, because by chance it hardly ever happens. `kin`: the share
    of relatives, who share the surname, on this level, in a comparison that a family shares.
    """

    label: str
    sql: str
    m: float
    u: float
    frequency: str = ""
    by: float = 1.0
    fixed: bool = False
    kin: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """An identifier's comparison: `missing` says when it tells nothing; the last level is all the rest. `measure`:
    SQL in several levels that takes long, which is then worked out once a pair. `surname`: it tells whether the
    surname is the same."""

    name: str
    identifier: str
    missing: str
    levels: tuple[Level, ...]
    measure: str = ""
    surname: bool = False


@dataclass(frozen=True)
class Agreement:
    """How often strangers agree on `columns`; among those who agree on `given`, where it is named."""

    columns: str
    given: str = ""


@dataclass(frozen=True)
class Family:
    """How relatives are told in a register.

    home: columns that people of one home share; by_chance: agreements whose rates together are how often
    strangers share them. twins, namesakes: columns that these share beyond the home, and how often strangers
    do. pair: `home` as SQL over a pair's columns. shared: the comparisons that relatives agree on because they
    are relatives.
    """

    home: str
    by_chance: tuple[Agreement, ...]
    twins: tuple[str, Agreement]
    namesakes: tuple[str, Agreement]
    pair: str
    shared: tuple[str, ...]


# What has to be equal for a pair to be compared at all, on the participant's side and the person's: SQL over
# the columns of the two tables.
Combinations = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True)
class Part:
    """What two records of one person agree on when this much of an `identifier` is right on both: that the one's
    column is the other's, for any of `ways` (participant's, person's)."""

    identifier: str
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scheme:
    """A way of linking: which pairs are compared, how, and how a family shows. `sampled`: random pairs that tell
    how often levels come by chance. parts: each combination as parts of identifiers; empty where it holds one
    identifier against another. given: each identifier (a comparison's name) with a column that says if it is."""

    combinations: Combinations
    comparisons: tuple[Comparison, ...]
    family: Family
    sampled: int = 1_000_000
    parts: tuple[tuple[Part, ...], ...] = ()
    given: tuple[tuple[str, str], ...] = ()


def settings(
    comparisons: tuple[Comparison, ...], expected: float, spelled: Callable[[str], str]
) -> SettingsCreator:
    """Splink's settings for these comparisons, `spelled` for an engine; `expected` is the probability that two
    records match."""
    return SettingsCreator(
        link_type="link_only",
        comparisons=[_as_splink(comparison, spelled) for comparison in comparisons],
        probability_two_random_records_match=expected,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def _as_splink(comparison: Comparison, spelled: Callable[[str], str]) -> dict[str, Any]:
    missing = {
        "sql_condition": spelled(comparison.missing),
        "label_for_charts": "missing",
        "is_null_level": True,
    }
    levels = []
    for level in comparison.levels:
        told: dict[str, Any] = {
            "sql_condition": level.sql if level.sql == "ELSE" else spelled(level.sql),
            "label_for_charts": level.label,
            "m_probability": level.m,
            "u_probability": level.u,
            "fix_u_probability": level.fixed,
        }
        if level.frequency:
            told |= {"tf_adjustment_column": level.frequency, "tf_adjustment_weight": level.by}
        levels.append(told)
    return {"output_column_name": comparison.name, "comparison_levels": [missing, *levels]}
