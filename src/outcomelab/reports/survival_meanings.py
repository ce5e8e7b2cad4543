"""What each field of a time to a first event means, in `results.json` and in the open data."""

from __future__ import annotations

SURVIVAL_MEANINGS: dict[str, dict[str, str]] = {
    "GroupAtFigure": {
        "at_risk": "Persons still followed then, rounded.",
        "without": "Per cent without the event by then (Kaplan–Meier; comparison group weighted).",
        "low": "Lower end of its 95% interval.",
        "high": "Upper end of its 95% interval.",
    },
    "SurvivalPointFigure": {
        "time": "Time from the start of follow-up, in the unit.",
        "participants": "The participants then.",
        "comparison": "The comparison group then.",
    },
    "HazardRatioFigure": {
        "ratio": "Participants' hazard over the comparison group's (Cox), to three significant figures.",
        "low": "Lower end of the 95% interval of the ratio.",
        "high": "Upper end of the 95% interval of the ratio.",
    },
    "SurvivalFigure": {
        "unit": "The unit of every time: days, weeks, months or years.",
        "grid": "How far apart two points are at least.",
        "points": "Both curves, as far as they may be shown; the start, when nobody had had it, is left out.",
        "decimals": "Decimals the percentages carry.",
        "participants_median": "When half of the participants had had the event, to two significant figures.",
        "comparison_median": "The same of the comparison group; null: not reached, or not shown.",
        "hazard_ratio": "A secondary figure; null: not to be had.",
        "withheld": "Why the curves are not shown; empty when they are.",
    },
}
