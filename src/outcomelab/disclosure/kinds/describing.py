"""Kinds of output that describe people: tables, counts, percentiles, means."""

from __future__ import annotations

from outcomelab.disclosure.kinds.kind import Kind
from outcomelab.handovers.figures import FlowFigure, LossFigure
from outcomelab.handovers.headline import HeadlineFigure
from outcomelab.handovers.keyed import PerturbedFigures
from outcomelab.handovers.profile import ColumnProfile, TableProfile
from outcomelab.handovers.statistics_figures import (
    CoefficientFigure,
    MeanFigures,
    ModelFigures,
    PercentileFigure,
    PositionFigures,
)
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.statbarns import Statbarn

DESCRIBING = (
    Kind(
        "table of counts or sums",
        "tables.protect_table",
        (Statbarn.FREQUENCIES, Statbarn.AGGREGATES, Statbarn.LINKED),
        (
            *("threshold", "base", "subgroups_from", "three_columns_from"),
            *("dominance_share", "p_percent", "p_percent_costs"),
        ),
        {TableFigures: "cells primary secondary evidence"},
        asks="no withheld cell can be worked out from the others, by a separate audit",
    ),
    Kind(
        "perturbed table",
        "perturbation.table.perturb_table",
        (Statbarn.FREQUENCIES, Statbarn.LINKED),
        ("threshold",),
        {PerturbedFigures: "cells"},
        asks="the same persons have the same noise whatever is asked; below the threshold with noise withheld",
    ),
    Kind(
        "flow diagram",
        "flow.cleared_flow",
        (Statbarn.FREQUENCIES,),
        ("threshold", "base"),
        {FlowFigure: "count", LossFigure: "count"},
        asks="no step that lost fewer than the threshold is shown on its own; counts add up",
        charts=("flowchart",),
    ),
    Kind(
        "percentiles",
        "statistics.position.protect_percentiles",
        (Statbarn.POSITION, Statbarn.EXTREMES),
        ("threshold", "base", "median_from"),
        {PercentileFigure: "value", PositionFigures: "persons"},
        asks="5 to 95 only, two significant figures; no minimum, maximum or mode",
    ),
    Kind(
        "mean and sum",
        "statistics.mean.protect_mean",
        (Statbarn.AGGREGATES,),
        ("threshold", "base", "dominance_share", "p_percent", "p_percent_costs"),
        {MeanFigures: "persons mean total"},
        asks="three significant figures; the sum made of rounded figures",
    ),
    Kind(
        "regression coefficients",
        "statistics.coefficients.protect_coefficients",
        (Statbarn.ASSOCIATION, Statbarn.RATIOS),
        ("threshold", "base", "residual_df", "parameters_share"),
        {CoefficientFigure: "estimate low high", ModelFigures: "persons"},
        asks="no saturated model, three significant figures; no residuals, leverages or predictions",
    ),
    Kind(
        "headline with noise",
        "privacy.headline.protect_headline",
        (Statbarn.FREQUENCIES,),
        ("minimum_matched", "base", "privacy_budget"),
        {HeadlineFigure: "participants share low high noise rho year"},
        asks="discrete Gaussian noise by OpenDP; the same question has the same stored answer; paid for by each "
        "person of it",
    ),
    Kind(
        "profile of a holding",
        "profile.protect_profile",
        (Statbarn.FREQUENCIES, Statbarn.POSITION, Statbarn.AGGREGATES),
        ("threshold",),
        {ColumnProfile: "missing low high", TableProfile: "rows_a_person"},
        asks="percentiles 5 and 95 alone, two significant figures; shares in steps of 5%",
    ),
)
