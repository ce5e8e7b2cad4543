"""What each field on linkage means in `results.json` and the open data."""

from __future__ import annotations

LINKAGE_MEANINGS: dict[str, dict[str, str]] = {
    "LinkageGroupFigure": {
        "group": "What the participants are grouped by; empty for everyone.",
        "level": "Which group.",
        "participants": "Participants in the group, rounded.",
        "linked_percent": "Per cent of them found in the records.",
        "precision_percent": "Estimated per cent of links that join the right person.",
        "recall_percent": "Estimated per cent found, of those who are in the records.",
        "adjusted_percent": "Per cent found with age band and sex held equal; null where that is not known.",
        "missed": "Estimated number in the records who were not found, rounded; null: fewer than rules.threshold.",
        "unlinkable_percent": "Per cent whose record could not be linked even to a perfect copy; null: too few.",
        "withheld": "Why figures are not shown; empty when they are.",
    },
    "HeldGroupFigure": {
        "group": "What people are grouped by, as only the records know.",
        "level": "Which group.",
        "linked": "People of the group who were linked, rounded.",
        "precision_percent": "Estimated per cent of their links that join the right person.",
        "recall_percent": "Estimated per cent of the group's matches that were found.",
        "withheld": "Why figures are not shown; empty when they are.",
    },
    "KnownFigure": {
        "variable": "What the list says of linked and unlinked participants alike.",
        "level": "Which level of it.",
        "linked_percent": "Per cent of the linked at this level.",
        "unlinked_percent": "Per cent of the unlinked at this level.",
        "smd": "Standardised difference of the two shares; null where they do not vary.",
    },
    "ThresholdFigure": {
        "threshold": "Least match probability a link would need.",
        "links": "Links there would be, rounded.",
        "changed": "How many more or fewer than were kept, rounded; null: fewer than rules.threshold.",
        "precision_percent": "Estimated per cent of them that would join the right person.",
        "recall_percent": "Estimated per cent that would be found, of those who are in the records.",
        "withheld": "Why figures are not shown; empty when they are.",
    },
    "IntervalFigure": {
        "estimate": "The best estimate.",
        "low": "Lower end of the 95% interval.",
        "high": "Upper end of the 95% interval.",
    },
    "ClericalFigure": {
        "pairs": "Pairs of records two people looked at, rounded.",
        "agreement_percent": "Per cent on which both gave the same answer.",
        "kappa": "Cohen's kappa of their answers; null where they never varied.",
        "precision_percent": "Per cent of links that join the right person, by their judgement.",
        "recall_percent": "Per cent of the matches among compared pairs that were found, by their judgement.",
    },
    "LinkageMethodFigure": {
        "identifiers": "Identifiers that both sides have and that were compared.",
        "persons": "People in the records, rounded.",
        "pairs": "Pairs compared, rounded.",
        "left_out": "True when pairs that share only very common values were left out.",
        "asked_percent": "Per cent of links the protocol asked to be right.",
        "threshold": "Least match probability of a link, to three decimals.",
        "versions": "Rules of standardisation and programs, each with its version.",
    },
    "LinkageFigures": {
        "overall": "Linkage of everyone.",
        "groups": "Linkage by group.",
        "warnings": "Gaps of more than five points between groups, in words.",
        "compared_percent": "Estimated per cent of all matches that were compared at all.",
        "held": "Linkage by groups that only the records know.",
        "known": "Linked against unlinked participants, on what the list says of both.",
        "thresholds": "The links at other thresholds.",
        "clerical": "What people found who looked at a sample of pairs; null without a review.",
        "method": "How the links were made; null where it was not recorded.",
    },
}
