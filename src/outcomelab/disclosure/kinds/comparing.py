"""Kinds of output that compare two groups: who was compared, how alike they are, what was found, how firmly."""

from __future__ import annotations

from outcomelab.disclosure.kinds.kind import Kind
from outcomelab.handovers.estimate_figure import EstimateFigure
from outcomelab.handovers.figures import BalanceFigure, MatchingFigures, OutcomeFigure
from outcomelab.handovers.overlap_figures import BinFigure, OverlapFigures, UnmatchedFigure
from outcomelab.handovers.sensitivity_figures import (
    BoundFigure,
    BoundsFigure,
    LinkageErrorFigure,
    PlaceboFigure,
    RungFigure,
    SensitivityFigures,
    StrengthFigure,
)
from outcomelab.handovers.survival_figures import (
    GroupAtFigure,
    HazardRatioFigure,
    SurvivalFigure,
    SurvivalPointFigure,
)
from outcomelab.protocol.statbarns import Statbarn

_AMOUNTS = ("dominance_share", "p_percent", "p_percent_costs")

COMPARING = (
    Kind(
        "size of the comparison",
        "comparison.protect_comparison",
        (Statbarn.FREQUENCIES,),
        ("minimum_matched", "threshold", "base"),
        {MatchingFigures: "participants matched comparison pool colour notes regional_colour"},
    ),
    Kind(
        "balance table",
        "balance.cleared_balance",
        (Statbarn.FREQUENCIES, Statbarn.AGGREGATES, Statbarn.SHAPE),
        ("threshold", "base"),
        {
            BalanceFigure: "participants_percent comparison_percent pool_percent smd_before smd_after colour "
            "variance_ratio ks_before ks_after"
        },
        asks="no means; differences to two decimals; 5 covariates under 60 participants, 8 under 100, 20 under "
        "250, 50 under 1,000",
        charts=("love",),
    ),
    Kind(
        "rate or mean",
        "outcomes.cleared_outcomes",
        (Statbarn.FREQUENCIES, Statbarn.AGGREGATES, Statbarn.LINKED),
        ("threshold", "base", "precise_from", "subgroups_from", *_AMOUNTS),
        {OutcomeFigure: "participants comparison participants_value comparison_value band"},
        asks="never 0% or 100%; a part that other parts would give away is withheld with it; outcomes that add "
        "up, or lie inside one another, are withheld together",
    ),
    Kind(
        "difference",
        "outcomes.cleared_outcomes",
        (Statbarn.ASSOCIATION, Statbarn.TESTS),
        ("threshold", "events_for_time", "significant_from", *_AMOUNTS),
        {EstimateFigure: "estimate low high", OutcomeFigure: "verdict apart"},
        asks="shown with its rate or mean or not at all; intervals rounded, and as sure as before",
        charts=("forest",),
    ),
    Kind(
        "survival curve",
        "survival.cleared_survival",
        (Statbarn.SURVIVAL, Statbarn.POSITION, Statbarn.RATIOS),
        ("threshold", "base", "events_for_time", "precise_from", "median_from"),
        {
            SurvivalPointFigure: "time",
            GroupAtFigure: "at_risk without low high",
            SurvivalFigure: "participants_median comparison_median",
            HazardRatioFigure: "ratio low high",
        },
        asks="a grid of 30 days, 90 under 200 persons, a threshold of events in every step; no marks of persons "
        "lost from sight; ratios to three significant figures",
        charts=("survival",),
    ),
    Kind(
        "overlap",
        "overlap.cleared_overlap",
        (Statbarn.FREQUENCIES, Statbarn.CONCENTRATION),
        ("threshold", "base"),
        {
            BinFigure: "low high participants_percent pool_percent matched_percent comparison_percent",
            OverlapFigures: "in_reach_percent effective top_percent largest_weight many_tied",
        },
        asks="bins of twice the threshold; who counts most as a band only",
        charts=("overlap",),
    ),
    Kind(
        "the unmatched",
        "unmatched.cleared_unmatched",
        (Statbarn.FREQUENCIES, Statbarn.AGGREGATES),
        ("threshold", "base"),
        {UnmatchedFigure: "unmatched_percent matched_percent smd"},
    ),
    Kind(
        "sensitivity",
        "sensitivity.cleared_sensitivity",
        (Statbarn.RATIOS, Statbarn.TESTS, Statbarn.ASSOCIATION),
        ("threshold", "base"),
        {
            StrengthFigure: "ratio e_value e_value_limit sd",
            BoundFigure: "p_at_most",
            BoundsFigure: "pairs gamma",
            PlaceboFigure: "away",
            RungFigure: "matched",
            LinkageErrorFigure: "right_percent hidden_percent",
            SensitivityFigures: "warnings",
        },
        asks="made of published figures; p-values in bands; nothing of an outcome that is withheld",
    ),
)
