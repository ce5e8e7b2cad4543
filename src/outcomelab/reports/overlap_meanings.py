"""What the fields on overlap and on the unmatched mean."""

from __future__ import annotations

OVERLAP_MEANINGS: dict[str, dict[str, str]] = {
    "BinFigure": {
        "low": "Lower edge, in log odds of taking part; the first bin also holds everyone below.",
        "high": "Upper edge; the last bin also holds everyone above.",
        "participants_percent": "Per cent of participants, before matching.",
        "pool_percent": "Per cent of the pool, before matching.",
        "matched_percent": "Per cent of the participants who were matched.",
        "comparison_percent": "Per cent of the comparison group, weighted.",
    },
    "OverlapFigures": {
        "in_reach_percent": "Per cent of participants with someone to compare with; null: all but a few.",
        "effective": "As many people, all counting the same, would tell as much as the comparison group; rounded.",
        "top_percent": "Per cent of the weight carried by the twentieth (5%) who count most; null: too few.",
        "largest_weight": "Share of the weight of the one person who counts most, as a band.",
        "many_tied": "True when more than a tenth of the pool has the very score of another of the pool.",
        "bins": "How likely people were to take part, before matching and after.",
        "withheld": "Why the bins are not shown; empty when they are.",
    },
    "UnmatchedFigure": {
        "covariate": "Name of the covariate in the protocol.",
        "label": "The covariate in words.",
        "level": "Which level of a category; empty for a number.",
        "unmatched_percent": "Per cent of the unmatched at this level; null for a number.",
        "matched_percent": "Per cent of the matched at this level; null for a number.",
        "smd": "Standardised mean difference, unmatched less matched participants.",
        "withheld": "Why figures are not shown; empty when they are.",
    },
}
