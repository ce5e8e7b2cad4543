"""What each field of `results.json` and of the open data means: said once, shown in both."""

from __future__ import annotations

from outcomelab.reports.linkage_meanings import LINKAGE_MEANINGS
from outcomelab.reports.overlap_meanings import OVERLAP_MEANINGS
from outcomelab.reports.sensitivity_meanings import SENSITIVITY_MEANINGS
from outcomelab.reports.survival_meanings import SURVIVAL_MEANINGS

_COMPARISON = {
    "version": "Version of this format.",
    "matching": "Who was compared with whom.",
    "balance": "How alike the groups were on what was known beforehand.",
    "outcomes": "The result for each outcome, for everyone.",
    "subgroups": "The results within groups of participants; exploratory.",
    "rules": "The disclosure rules the figures were cleared under.",
    "sensitivity": "How firmly the answer stands; null where the primary outcome may not be shown.",
    "overlap": "How far the groups overlap; null where nobody was matched.",
    "unmatched": "Who could not be matched; empty: all but a few were.",
}

MEANINGS: dict[str, dict[str, str]] = {
    "StudyFigures": {
        "title": "The study's title.",
        "programme": "The programme whose participants were followed.",
        "provider": "Who runs the programme.",
        "custodian": "Who answers for the records.",
        "agreement": "Reference of the data-sharing agreement.",
        "question": "The study's one question; may be empty.",
        "index_event": "The event that starts everyone's follow-up, in words.",
        "population": "Who is in the study, one condition each, in words.",
        "holding": "The records the study runs on.",
        "made_on": "The day the figures were made.",
        "protocol_sha256": "SHA-256 of the protocol, in hexadecimal: a fingerprint of the study's written plan.",
        "fixed_on": "The day the protocol was fixed.",
        "changed_after_outcomes": "True when an earlier protocol had been run before this one was fixed.",
    },
    "LossFigure": {
        "reason": "Why these persons were lost.",
        "count": "How many, rounded; null: fewer than rules.threshold.",
    },
    "FlowFigure": {
        "step": "Name of the step.",
        "label": "The step in words.",
        "count": "Persons left, rounded; null: counted together with the next step that is shown.",
        "lost": "Who was lost since the step shown before. Count plus losses is that step's count.",
    },
    **LINKAGE_MEANINGS,
    **SENSITIVITY_MEANINGS,
    **OVERLAP_MEANINGS,
    **SURVIVAL_MEANINGS,
    "BalanceFigure": {
        "covariate": "Name of the covariate in the protocol.",
        "label": "The covariate in words.",
        "level": "Which level of a category; empty for a number.",
        "participants_percent": "Per cent of participants at this level; null for a number.",
        "comparison_percent": "Per cent of the comparison group at this level, weighted; null for a number.",
        "smd_before": "Standardised mean difference before matching, participants less pool.",
        "smd_after": "Standardised mean difference after matching, participants less comparison group.",
        "colour": "green to 0.05, amber to 0.10, red above, after matching.",
        "withheld": "Why figures are not shown; empty when they are.",
        "pool_percent": "Per cent of the pool at this level, before matching; null for a number.",
        "variance_ratio": "Participants' variance over the comparison group's, after matching; null for a level.",
        "ks_before": "Largest distance of participants' and pool's distributions (0 to 1); null for a level.",
        "ks_after": "The same of participants and comparison group, after matching; null for a level.",
    },
    "EstimateFigure": {
        "method": "Name of the method.",
        "label": "The method in words.",
        "estimand": "For whom the estimate holds; ATT: the participants.",
        "estimate": "Participants less comparison, in the outcome's unit (rates: per 100 people).",
        "low": "Lower end of the 95% interval.",
        "high": "Upper end of the 95% interval.",
        "withheld": "Why the estimate is not shown; empty when it is.",
    },
    "OutcomeFigure": {
        "name": "Name of the outcome in the protocol.",
        "label": "The outcome in words.",
        "kind": "any: whether it happened; count: how often; time-to-first: a mean time; amount: a sum.",
        "unit": "Unit of an amount, a count or a time; may be empty.",
        "better": "Which direction the programme hopes for.",
        "follow_up": "The time in which it was counted, in words.",
        "primary": "True for the one outcome the study stands on.",
        "measure": "The heading it is shown under; empty without one.",
        "among": "Name of the outcome of those it is about, who were not made alike; empty: everybody.",
        "part_of": "Name of the outcome that it adds up to with others; empty without one.",
        "subgroup": "What the participants are grouped by; empty for everyone.",
        "level": "Which subgroup; empty for everyone.",
        "participants": "Participants the figure stands on, rounded.",
        "comparison": "Comparison persons the figure stands on, rounded.",
        "participants_value": "Participants: rate in per cent, or mean of a count, an amount or a time.",
        "comparison_value": "The same, as expected for the participants without the programme.",
        "decimals": "Decimals the figures carry; below zero: rounded to tens (-1), hundreds (-2).",
        "effect": "The estimate by the protocol's own method.",
        "beside": "Estimates by other methods.",
        "survival": "Curves and hazard ratio of a time to a first event; null otherwise, and when not shown.",
        "verdict": (
            "higher or lower: the interval leaves out zero; suggestive: it does, but not after allowing for "
            "several outcomes; few: it does, but too few participants had the outcome for a finding; "
            "inconclusive: it does not; withheld: it may not be shown."
        ),
        "band": "What may be said of a rate that is not shown (under 20%); else empty.",
        "apart": "Methods beside it whose answer is more than one standard error away from its own.",
        "withheld": "Why figures are not shown; empty when they are.",
    },
    "MatchingFigures": {
        "participants": "Participants in the study, rounded.",
        "matched": "Participants who could be compared, rounded.",
        "comparison": "Persons in the comparison group, rounded.",
        "pool": "Persons who could have served as comparison, rounded.",
        "colour": "The worst colour of the balance after matching; red: no claim of what the programme did.",
        "notes": "What is special about this comparison, in words.",
        "regional_colour": "The same of the comparison within regions; null where there is none.",
    },
    "RuleFigures": {
        "threshold": "Fewest persons a published figure describes.",
        "base": "Counts are rounded to multiples of this.",
        "events_for_time": "Fewest events behind a figure on time.",
    },
    "ComparisonFigures": _COMPARISON,
    "Figures": _COMPARISON
    | {
        "study": "What was asked, by whom and under which protocol.",
        "flow": "Who was left at each step and who was lost.",
        "linkage": "How well participants were found in the records.",
    },
}
