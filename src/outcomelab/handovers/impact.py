"""What the impact room hands on: raw estimates. They stay in the lab until disclosure control clears them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from outcomelab.handovers.estimand import estimand_words, method_words
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.overlap import Overlap, UnmatchedRow
from outcomelab.handovers.sensitivity import Bounds, LinkageError, Strength
from outcomelab.handovers.survival import Survival

OutcomeKind = Literal["any", "count", "time-to-first", "amount"]
EVERYBODY = "(everybody)"  # what the categories of a column add up to


@dataclass(frozen=True)
class Estimate:
    """A difference, participants less comparison, in the outcome's unit (shares 0–1), with its 95% interval.

    `method` names the estimator, `estimand` for whom it holds. Of `participants` who could be compared, `matched`
    were; `effective` is the effective sample size (Kish) of whom they were compared with. `other_se`: its standard
    error by other rules, by their names.
    """

    method: str
    estimate: float
    se: float
    low: float
    high: float
    estimand: str = "ATT"
    participants: int = 0
    matched: int = 0
    effective: float = 0.0
    other_se: dict[str, float] | None = None


@dataclass(frozen=True)
class Group:
    """One side of a comparison: distinct `persons`, how many `with_outcome` (a value above zero; for time to
    first, the event), their (weighted) `mean`, and the largest and two largest shares of the total amount."""

    persons: int
    with_outcome: int
    mean: float
    total: float
    largest: float
    two_largest: float


@dataclass(frozen=True)
class OutcomeWords:
    """An outcome as readers know it. `unit` is of a count, an amount or a time, `better` the direction hoped for,
    `follow_up` when it is counted ("within 12 months"), empty where nobody said. `measure`: the heading it belongs
    under.

    How it hangs together with others, by their names: `among` those with which outcome it is compared; `within`
    which ones everybody who has it has too. Outcomes of the same `split` share nobody (of counts: no event), but
    for two that the same people have; `part_of` is what they add up to, if that is an outcome or `EVERYBODY`."""

    name: str
    label: str
    kind: OutcomeKind
    unit: str = ""
    better: Literal["higher", "lower"] = "lower"
    follow_up: str = ""
    primary: bool = False
    measure: str = ""
    among: str = ""
    within: tuple[str, ...] = ()
    part_of: str = ""
    split: str = ""


@dataclass(frozen=True)
class OutcomeResult:
    """One outcome: both groups, the default estimate, and others beside it.

    `p_holm`: Holm-adjusted p-value among the outcomes that are not primary, None for the primary one.
    `subgroup` and `level` are empty for the whole cohort. `survival`: of a time to a first event alone.
    `persons`: which participants it is about, as `membership.as_bits` writes them: for the ledger.
    """

    words: OutcomeWords
    participants: Group
    comparison: Group
    effect: Estimate
    beside: tuple[Estimate, ...]
    p_holm: float | None = None
    subgroup: str = ""
    level: str = ""
    survival: Survival | None = None
    persons: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The outcome's name."""
        return self.words.name

    @property
    def apart(self) -> tuple[str, ...]:
        """The methods beside it that make groups alike too and whose answer is more than one standard error of the
        first away from it."""
        return tuple(
            other.method
            for other in self.beside
            if other.estimand in ("ATT", "ATO") and abs(other.estimate - self.effect.estimate) > self.effect.se
        )

    @property
    def kind(self) -> OutcomeKind:
        """The outcome's kind."""
        return self.words.kind


@dataclass(frozen=True)
class BalanceRow:
    """How alike the groups are on one covariate, or one `level` of a category (`` for a number).

    `indicator`: the column is 0 or 1. Counts are distinct matched persons at that level or with a 1, for a
    number all of them. `mean_before`: all participants; `mean_participants`: those matched; `sd`: the
    participants' before matching. SMD: difference of means over `sd`. Variance ratios are of numbers that vary;
    KS is the largest distance of the two distribution functions. `score`: the row of the propensity score itself.
    """

    covariate: str
    level: str
    indicator: bool
    participants: int
    comparison: int
    mean_before: float
    mean_participants: float
    mean_pool: float
    mean_comparison: float
    sd: float
    smd_before: float
    smd_after: float
    variance_ratio_before: float | None = None
    variance_ratio_after: float | None = None
    ks_before: float | None = None
    ks_after: float | None = None
    score: bool = False


@dataclass(frozen=True)
class Matched:
    """Who was matched: participants in the study, those matched, the pool, the comparison persons used,
    the comparison weights' effective sample size (Kish), and the caliper: of radius matching on the log odds, of
    others in standard deviations, None for no limit."""

    participants: int
    matched: int
    pool: int
    comparison: int
    effective: float
    caliper: float | None


@dataclass(frozen=True)
class Placebo:
    """The same estimator on something of before the programme, which it cannot have changed: `result`, found
    without matching on the covariates `without`."""

    result: OutcomeResult
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Without:
    """The primary outcome when one covariate is not known."""

    covariate: str
    result: OutcomeResult


@dataclass(frozen=True)
class Rung:
    """The primary outcome at another caliper, in standard deviations."""

    caliper: float
    result: OutcomeResult


@dataclass(frozen=True)
class Sensitivity:
    """All of it. `whole`: the primary outcome by everyone's own rules but among the people that `without` and
    `ladder` were found in, which is one in `one_in` of the pool; the first result itself where that is 1.
    `corrected`: the primary estimate corrected for the `linkage` error, where the comparison was told of one."""

    strengths: tuple[Strength, ...]
    bounds: Bounds | None
    placebo: tuple[Placebo, ...]
    whole: OutcomeResult
    without: tuple[Without, ...]
    ladder: tuple[Rung, ...]
    one_in: int = 1
    linkage: LinkageError | None = None
    corrected: Estimate | None = None


@dataclass(frozen=True, repr=False)
class ImpactResult:
    """All the comparison found. `labels`: what readers call each covariate. `flow` is the step `matched`;
    `sensitivity` None where nobody asked how firmly the answer stands;
    `regional`: how alike the second comparison's groups are, where each is compared within their region.

    `unmatched` has no row where every participant was matched. Printed, it says what was found and for whom.
    """

    labels: dict[str, str]
    matched: Matched
    balance: tuple[BalanceRow, ...]
    outcomes: tuple[OutcomeResult, ...]
    subgroups: tuple[OutcomeResult, ...]
    notes: tuple[str, ...]
    flow: FlowStep
    overlap: Overlap | None = None
    unmatched: tuple[UnmatchedRow, ...] = ()
    sensitivity: Sensitivity | None = None
    regional: tuple[BalanceRow, ...] = ()

    def __repr__(self) -> str:
        first = self.outcomes[0].effect
        matched = self.matched
        lines = [_told(outcome) for outcome in (*self.outcomes, *self.subgroups)]
        lines.append(f"Estimand: {estimand_words(first.estimand, matched.participants, matched.matched)}.")
        lines.append(
            f"Compared with {matched.comparison:,} of the {matched.pool:,} in the pool (effective sample size "
            f"{matched.effective:,.0f}), by {method_words(first.method)}."
        )
        return "\n".join([*lines, *self.notes, "Unrounded: not cleared for release."])


def _told(outcome: OutcomeResult) -> str:
    effect, share = outcome.effect, outcome.kind == "any"
    scale = 100 if share else 1
    best, low, high = (scale * value for value in (effect.estimate, effect.low, effect.high))
    unit = " percentage points" if share else f" {outcome.words.unit}".rstrip()
    where = f" ({outcome.subgroup}: {outcome.level})" if outcome.subgroup else ""
    said = f"{outcome.words.label}{where}: {best:,.4g}{unit}, 95% interval {low:,.4g} to {high:,.4g}"
    apart = ", ".join(map(method_words, outcome.apart))
    return f"{said}; more than one standard error away by {apart}." if apart else f"{said}."
