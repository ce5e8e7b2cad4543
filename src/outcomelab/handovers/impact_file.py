"""`impact.json`: a comparison written out, unrounded for its owner or cleared for others."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from outcomelab.handovers.figure import Figure
from outcomelab.handovers.sensitivity_file import SensitivityLines
from outcomelab.handovers.survival_file import SurvivalLine

UNROUNDED = "Unrounded figures, for use inside the lab only: they have not passed disclosure control."
CLEARED = "Figures cleared by disclosure control: counts rounded, small groups withheld."


class EstimateLine(Figure):
    """One outcome by one method."""

    outcome: str = Field(description="The outcome's name.")
    label: str = Field(description="What readers call it.")
    kind: str = Field(description="any (a share from 0 to 1), count, amount or time-to-first (a mean time).")
    unit: str = Field(description="The unit of estimate, se, low and high.")
    primary: bool = Field(description="Whether the comparison stands on this outcome.")
    subgroup: str = Field("", description="The column of the subgroup; empty for everyone.")
    level: str = Field("", description="The subgroup's value; its figures are exploratory.")
    method: str = Field(description="The estimator. The first line of an outcome is the answer.")
    estimand: str = Field(
        description="ATT: the mean difference for participants. ATO: for those in the overlap; raw and among: "
        "no one's."
    )
    estimand_for: str = Field(description="For whom the estimate holds, in words.")
    estimate: float | None = Field(description="Participants less comparison.")
    se: float | None = Field(description="Standard error.")
    other_se: dict[str, float] | None = Field(None, description="Standard errors by other rules, by name.")
    low: float | None = Field(description="Lower end of the 95% interval.")
    high: float | None = Field(description="Upper end of the 95% interval.")
    apart: bool = Field(
        False, description="Whether it is more than one standard error of the answer away from the answer."
    )
    p_holm: float | None = Field(None, description="Holm-adjusted p-value; none for the primary outcome.")
    significant: bool | None = Field(
        None,
        description="Whether the answer's interval leaves out none (others: after Holm) with enough people behind "
        "it; none for the methods beside it.",
    )
    participants: int | None = Field(description="Participants in the comparison.")
    matched: int | None = Field(description="Participants with someone to compare with.")
    effective_sample_size: float | None = Field(description="Kish's effective size of the comparison weights.")
    withheld: str = Field("", description="Why the figures are not shown; empty when they are.")


class BalanceLine(Figure):
    """One covariate, or one level of it."""

    covariate: str = Field(description="The covariate's column.")
    label: str = Field(description="What readers call it.")
    level: str = Field("", description="The level; empty for a number.")
    smd_before: float | None = Field(description="Standardised mean difference before matching.")
    smd_after: float | None = Field(description="The same after matching.")
    variance_ratio_before: float | None = Field(None, description="Participants' variance over the pool's.")
    variance_ratio_after: float | None = Field(None, description="The same over the comparison group's.")
    ks_before: float | None = Field(None, description="Largest distance of the two distributions (Kolmogorov).")
    ks_after: float | None = Field(None, description="The same after matching, weighted.")
    participants_before: float | None = Field(None, description="All participants: share at the level, or mean.")
    pool_before: float | None = Field(None, description="The whole pool: share at the level, or mean.")
    participants_after: float | None = Field(None, description="Participants matched: share or mean.")
    comparison_after: float | None = Field(None, description="The comparison group, weighted: share or mean.")
    withheld: str = Field("", description="Why the figures are not shown; empty when they are.")


class UnmatchedLine(Figure):
    """How participants who were not matched differ from those who were, on one covariate or one level of it."""

    covariate: str = Field(description="The covariate's column.")
    label: str = Field(description="What readers call it.")
    level: str = Field("", description="The level; empty for a number.")
    unmatched: float | None = Field(description="Those not matched: share at the level, or mean.")
    matched: float | None = Field(description="Those matched: share at the level, or mean.")
    smd: float | None = Field(description="Unmatched less matched, over all participants' standard deviation.")
    withheld: str = Field("", description="Why the figures are not shown; empty when they are.")


class BinLine(Figure):
    """Who has log odds of taking part from `low` to `high`: shares of each group (0 to 1)."""

    low: float = Field(description="Lower edge; the first bin also holds everyone below.")
    high: float = Field(description="Upper edge; the last bin also holds everyone above.")
    participants: float | None = Field(description="All participants who could be compared.")
    pool: float | None = Field(description="The pool, as far as it could be compared.")
    matched: float | None = Field(description="Participants who were matched.")
    comparison: float | None = Field(description="The comparison group, weighted.")


class OverlapLine(Figure):
    """How far participants and pool overlap, and on whom the comparison rests."""

    in_reach: float | None = Field(description="Share of participants with someone to compare with.")
    largest_weight: float | None = Field(None, description="Share of the weight of whoever counts most.")
    top_weight: float | None = Field(None, description="Share of the 5% who count most.")
    tied: float | None = Field(None, description="Share of the pool whose score another of the pool has too.")
    bins: tuple[BinLine, ...] = Field(description="The propensity score, before matching and after.")
    withheld: str = Field("", description="Why the figures are not shown; empty when they are.")


class ImpactFile(Figure):
    """The whole comparison."""

    version: Literal["1"] = Field("1", description="Version of this format.")
    figures: Literal["unrounded", "cleared"] = Field(description="Whether disclosure control has cleared them.")
    note: str = Field(description="The same in words.")
    participants: int | None = Field(description="Participants in the table.")
    matched: int | None = Field(description="Participants with someone to compare with, by the first method.")
    pool: int | None = Field(description="People in the pool.")
    comparison: int | None = Field(description="People of the pool compared with, by the first method.")
    effective_sample_size: float | None = Field(description="Their effective size (Kish).")
    caliper: float | None = Field(description="The caliper on the log odds.")
    estimand: str = Field(description="What the answer estimates and for whom, in words.")
    estimates: tuple[EstimateLine, ...] = Field(description="One line an outcome and method.")
    survival: tuple[SurvivalLine, ...] = Field((), description="One line a time to a first event.")
    balance: tuple[BalanceLine, ...] = Field(description="How alike the groups are.")
    regional_balance: tuple[BalanceLine, ...] = Field(
        (), description="The same of the comparison within regions; none: there is none, or it is cleared."
    )
    overlap: OverlapLine | None = Field(None, description="How far the groups overlap.")
    unmatched: tuple[UnmatchedLine, ...] = Field((), description="Who could not be matched; none: all were.")
    notes: tuple[str, ...] = Field(description="What was set aside, dropped, or should be known.")
    sensitivity: SensitivityLines | None = Field(None, description="How firmly the answer stands.")


ESTIMANDS = {
    "ATT": "participants with someone like them in the pool",
    "ATO": "people who could have been on either side",
    "among": "no one: whoever had the outcome on either side, who need not be alike",
    "raw": "everyone as they are: what the programme did only where lots decided who took part",
}
