"""The kinds of statistics, as those who check outputs name them."""

from __future__ import annotations

from enum import StrEnum


class Statbarn(StrEnum):
    """The fourteen statbarns ("statistical barns") of the SACRO project (2023): every statistic in one of them has
    the same form, the same risks and the same answers to those. Twelve have rules for checkers; linked tables and
    clusters are named without."""

    FREQUENCIES = "frequencies"
    TESTS = "statistical hypothesis tests"
    ASSOCIATION = "coefficients of association"
    POSITION = "position"
    EXTREMES = "extreme values"
    SHAPE = "shape"
    AGGREGATES = "linear aggregations"
    MODE = "mode"
    CONCENTRATION = "non-linear concentration ratios"
    RATIOS = "odds and risk ratios"
    SURVIVAL = "survival tables"
    GINI = "Gini coefficients"
    LINKED = "linked or multi-level tables"
    CLUSTERS = "clusters"
