"""Every kind of output there is, and who checks it. What is in no list here cannot be cleared."""

from __future__ import annotations

from outcomelab.disclosure.kinds.comparing import COMPARING
from outcomelab.disclosure.kinds.describing import DESCRIBING
from outcomelab.disclosure.kinds.kind import Kind
from outcomelab.disclosure.kinds.linking import LINKING
from outcomelab.handovers import figures as study
from outcomelab.handovers import linkage_figures as linkage
from outcomelab.handovers import overlap_figures as overlap
from outcomelab.handovers import sensitivity_figures as sensitivity
from outcomelab.handovers import statistics_figures as statistics
from outcomelab.handovers import survival_figures as survival
from outcomelab.handovers.estimate_figure import EstimateFigure
from outcomelab.handovers.headline import HeadlineFigure
from outcomelab.handovers.keyed import PerturbedFigures
from outcomelab.handovers.profile import ColumnProfile, TableProfile
from outcomelab.handovers.tables import TableFigures

KINDS: tuple[Kind, ...] = (*DESCRIBING, *COMPARING, *LINKING)

# Names, labels, units, reasons and settings: they come from the protocol or from our own lists of words, and
# nothing in them was counted. What a class lists, its subclasses need not.
WORDS: dict[type, str] = {
    study.StudyFigures: "title programme provider custodian agreement question index_event population holding "
    "made_on protocol_sha256 fixed_on changed_after_outcomes",
    study.LossFigure: "reason",
    study.FlowFigure: "step label",
    study.BalanceFigure: "covariate label level withheld",
    study.OutcomeFigure: "name label kind unit better follow_up primary measure among part_of subgroup level "
    "decimals withheld",
    study.RuleFigures: "threshold base events_for_time",
    study.ComparisonFigures: "version",
    EstimateFigure: "method label estimand withheld",
    linkage.LinkageGroupFigure: "group level withheld",
    linkage.HeldGroupFigure: "group level withheld",
    linkage.KnownFigure: "variable level",
    linkage.ThresholdFigure: "threshold withheld",
    linkage.LinkageMethodFigure: "identifiers asked_percent versions",
    overlap.OverlapFigures: "withheld",
    overlap.UnmatchedFigure: "covariate label level withheld",
    sensitivity.StrengthFigure: "outcome label scale withheld",
    sensitivity.BoundFigure: "gamma",
    sensitivity.BoundsFigure: "test withheld",
    sensitivity.PlaceboFigure: "name label kind decimals without",
    sensitivity.WithoutFigure: "covariate label",
    sensitivity.RungFigure: "caliper",
    sensitivity.SensitivityFigures: "outcome decimals one_in",
    survival.SurvivalFigure: "unit grid decimals withheld",
    statistics.PercentileFigure: "percent withheld",
    statistics.PositionFigures: "column",
    statistics.MeanFigures: "column withheld",
    statistics.CoefficientFigure: "term withheld",
    statistics.ModelFigures: "outcome parameters",
    ColumnProfile: "name",
    TableProfile: "name",
    TableFigures: "by measure threshold base",
    PerturbedFigures: "by threshold most variance",
    HeadlineFigure: "study holding outcome label follow_up decimals again",
}
