"""The figures of a release: all that a report may show. Every number here has passed disclosure control.

A number that may not be shown is None and `withheld` says why. Rates are in per cent, counts rounded.
`results.json` is this, written out; its JSON Schema is made from these classes.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from outcomelab.handovers.estimate_figure import EstimateFigure as EstimateFigure
from outcomelab.handovers.figure import Figure
from outcomelab.handovers.linkage_figures import LinkageFigures
from outcomelab.handovers.overlap_figures import OverlapFigures, UnmatchedFigure
from outcomelab.handovers.sensitivity_figures import SensitivityFigures
from outcomelab.handovers.survival_figures import SurvivalFigure

Colour = Literal["green", "amber", "red"]
Kind = Literal["any", "count", "time-to-first", "amount"]


class StudyFigures(Figure):
    """What was asked, by whom and under which protocol. `follow_up` and `index_event` are words.

    `fixed_on`: the day this protocol's hash was fixed; `changed_after_outcomes`: an earlier protocol of
    the same study had already been run when this one was fixed.
    """

    title: str
    programme: str
    provider: str
    custodian: str
    agreement: str
    question: str
    index_event: str
    population: tuple[str, ...]
    holding: str
    made_on: dt.date
    protocol_sha256: str
    fixed_on: dt.date
    changed_after_outcomes: bool


class LossFigure(Figure):
    """Persons lost for a reason; `count` None means fewer than the threshold."""

    reason: str
    count: int | None


class FlowFigure(Figure):
    """A step of the flow: how many are left and who was lost on the way here.

    Counts add up exactly: a step's count plus its losses is the count of the step shown before it. A step
    whose count would give away fewer than the threshold is not shown on its own: `count` is None and its
    losses are listed with the next step shown.
    """

    step: str
    label: str
    count: int | None
    lost: tuple[LossFigure, ...] = ()


class BalanceFigure(Figure):
    """One line of the balance table. Percentages for levels of a category only; SMDs to two decimals.

    Of numbers also the variance ratio after matching, to one decimal, and the largest distance of the two
    distributions (Kolmogorov–Smirnov), to two.
    """

    covariate: str
    label: str
    level: str
    participants_percent: int | None
    comparison_percent: int | None
    smd_before: float | None
    smd_after: float | None
    colour: Colour | None
    withheld: str = ""
    pool_percent: int | None = None
    variance_ratio: float | None = None
    ks_before: float | None = None
    ks_after: float | None = None


class OutcomeFigure(Figure):
    """One outcome, for everyone or for one level of a subgroup.

    `participants_value` is a rate in per cent, a mean count, a mean amount or a mean time;
    `comparison_value` is what the comparison says would have happened to the participants without the
    programme: participants' value less the effect. `band` says, when a rate must not be shown, what may
    ("under 20%"). `apart` names the methods beside it whose answer is more than one standard error away from its
    own. `decimals` is how many decimals the figures carry (-2: hundreds). `verdict`: `higher` or
    `lower` when the interval leaves out zero; `suggestive` when it does but not after allowing for several
    outcomes; `few` when it does but fewer participants had the outcome than a finding needs; else
    `inconclusive`. `survival`: of a time to a first event that is shown. `measure`: the heading it belongs under.
    `among`: the outcome of those it is about, who are not alike, so that its difference is no effect. `part_of`:
    the outcome that it and others add up to.
    """

    name: str
    label: str
    kind: Kind
    unit: str
    better: Literal["higher", "lower"]
    follow_up: str
    primary: bool
    measure: str = ""
    among: str = ""
    part_of: str = ""
    subgroup: str = ""
    level: str = ""
    participants: int | None
    comparison: int | None
    participants_value: float | None
    comparison_value: float | None
    decimals: int
    effect: EstimateFigure
    beside: tuple[EstimateFigure, ...]
    survival: SurvivalFigure | None = None
    verdict: Literal["higher", "lower", "suggestive", "few", "inconclusive", "withheld"]
    band: str = ""
    apart: tuple[str, ...] = ()
    withheld: str = ""


class MatchingFigures(Figure):
    """Who was compared with whom. `colour` is the worst of the balance after matching, `regional_colour` that of
    the second comparison, within each one's region, where there is one."""

    participants: int
    matched: int
    comparison: int
    pool: int
    colour: Colour
    notes: tuple[str, ...]
    regional_colour: Colour | None = None


class RuleFigures(Figure):
    """The rules these figures were cleared under."""

    threshold: int
    base: int
    events_for_time: int


class ComparisonFigures(Figure):
    """A comparison by itself: who was compared, how alike they are, what was found, under which rules."""

    version: Literal["1"] = "1"
    matching: MatchingFigures
    balance: tuple[BalanceFigure, ...]
    outcomes: tuple[OutcomeFigure, ...]
    subgroups: tuple[OutcomeFigure, ...]
    rules: RuleFigures
    sensitivity: SensitivityFigures | None = None
    overlap: OverlapFigures | None = None
    unmatched: tuple[UnmatchedFigure, ...] = ()


class Figures(ComparisonFigures):
    """All figures of one release."""

    study: StudyFigures
    flow: tuple[FlowFigure, ...]
    linkage: LinkageFigures
