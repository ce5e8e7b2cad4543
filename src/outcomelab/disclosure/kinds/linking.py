"""The kind of output that says how good linkage is."""

from __future__ import annotations

from outcomelab.disclosure.kinds.kind import Kind
from outcomelab.handovers.linkage_figures import (
    ClericalFigure,
    HeldGroupFigure,
    IntervalFigure,
    KnownFigure,
    LinkageFigures,
    LinkageGroupFigure,
    LinkageMethodFigure,
    ThresholdFigure,
)
from outcomelab.protocol.statbarns import Statbarn

LINKING = (
    Kind(
        "linkage quality",
        "linkage.cleared_linkage",
        (Statbarn.FREQUENCIES, Statbarn.LINKED, Statbarn.AGGREGATES),
        ("threshold", "base", "precise_from"),
        {
            LinkageGroupFigure: "participants linked_percent precision_percent recall_percent adjusted_percent "
            "missed unlinkable_percent",
            HeldGroupFigure: "linked precision_percent recall_percent",
            KnownFigure: "linked_percent unlinked_percent smd",
            ThresholdFigure: "links changed precision_percent recall_percent",
            IntervalFigure: "estimate low high",
            ClericalFigure: "pairs agreement_percent",
            LinkageMethodFigure: "persons pairs left_out threshold",
            LinkageFigures: "warnings compared_percent",
        },
        asks="small groups merged; a share that others would give away withheld; nothing above 99%",
    ),
)
