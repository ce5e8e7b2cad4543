"""What each figure of sensitivity means."""

from __future__ import annotations

SENSITIVITY_MEANINGS: dict[str, dict[str, str]] = {
    "StrengthFigure": {
        "outcome": "Name of the outcome.",
        "label": "The outcome in words.",
        "scale": "What the ratio was made from; null when there is none.",
        "ratio": "The published difference as a risk ratio.",
        "e_value": "E-value: how strong something unrecorded would have to be to explain the whole difference.",
        "e_value_limit": "The same to bring the interval's nearer end to none; 1 when it holds none already.",
        "sd": "Standard deviation of the outcome, two significant figures; null when not needed.",
        "withheld": "Why there are no figures; empty when there are.",
    },
    "BoundFigure": {
        "gamma": "How many times as likely one of a pair is to take part, for a reason not recorded.",
        "p_at_most": "Chance then makes a difference as large at most this often; null: more often than 0.05.",
    },
    "BoundsFigure": {
        "test": "mcnemar: whether it happened; signed-rank: how much.",
        "pairs": "Pairs of a participant and the most similar person, rounded; null when not shown.",
        "gamma": (
            "The largest such number at which chance stays unlikely (0.05), rounded down; null: chance explains "
            "the pairs without any."
        ),
        "table": "The same at fixed numbers.",
        "withheld": "Why there are no figures; empty when there are.",
    },
    "PlaceboFigure": {
        "name": "Name of the covariate.",
        "label": "What was there before the programme, in words.",
        "kind": "As of an outcome.",
        "decimals": "Decimals the figures carry; below zero: rounded to tens (-1), hundreds (-2).",
        "without": "The covariates that were not matched on for this, in words.",
        "effect": "The difference there was before the programme.",
        "away": "True when the interval leaves out zero.",
    },
    "WithoutFigure": {
        "covariate": "Name of the covariate left out.",
        "label": "The covariate in words.",
        "effect": "The primary outcome's estimate without it.",
    },
    "RungFigure": {
        "caliper": "How far apart a participant and a comparison may be, in standard deviations.",
        "matched": (
            "Participants who could be compared, rounded; the same as at another caliper where fewer than "
            "rules.threshold lie between; null when not shown."
        ),
        "effect": "The primary outcome's estimate at this caliper.",
    },
    "LinkageErrorFigure": {
        "right_percent": "Estimated per cent of links that are right.",
        "hidden_percent": "Estimated per cent of the comparison group who took part but were not found.",
        "effect": "The primary outcome's estimate divided by the difference of the two.",
    },
    "SensitivityFigures": {
        "outcome": "Name of the primary outcome, which all of this is about but the E-values.",
        "decimals": "Decimals its estimates carry; below zero: rounded to tens (-1), hundreds (-2).",
        "warnings": (
            "placebo: the groups differed before; e-value, pairs: little would explain the difference; covariate, "
            "caliper: it moves out of its interval without one covariate, or at another caliper."
        ),
        "strengths": "E-values, one an outcome.",
        "bounds": "Rosenbaum's bounds on pairs; null without pairs.",
        "placebo": "Outcomes of before the programme.",
        "whole": "The estimate among the people that without and ladder were found in.",
        "without": "The estimate with each covariate left out.",
        "ladder": "The estimate at narrower and wider calipers.",
        "one_in": "Those people are all participants and one in so many of the pool.",
        "linkage": "The estimate with wrong and missed links allowed for; null when that cannot be told.",
    },
}
