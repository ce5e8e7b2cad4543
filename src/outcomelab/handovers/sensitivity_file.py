"""The part of `impact.json` that says how firmly the answer stands."""

from __future__ import annotations

from pydantic import Field

from outcomelab.handovers.figure import Figure


class EValueLine(Figure):
    """How strong something unrecorded would have to be to explain an outcome's difference."""

    outcome: str = Field(description="The outcome's name.")
    scale: str | None = Field(description="risk-ratio, rate-ratio, standardised-difference or hazard-ratio.")
    ratio: float | None = Field(description="The difference as a risk ratio.")
    e_value: float | None = Field(description="The E-value of the estimate (VanderWeele & Ding 2017).")
    e_value_limit: float | None = Field(description="Of the interval's end nearer to none; 1 when it holds none.")
    sd: float | None = Field(None, description="The outcome's standard deviation, where it was needed.")
    withheld: str = Field("", description="Why there are no figures; empty when there are.")


class GammaLine(Figure):
    """A p-value under hidden bias."""

    gamma: float = Field(description="How many times as likely one of a pair is to take part, unrecorded.")
    p: float | None = Field(description="Largest one-sided p-value; cleared: at most this, none when above 0.05.")


class BoundsLines(Figure):
    """Rosenbaum's bounds on 1:1 pairs."""

    test: str = Field(description="mcnemar (shares) or signed-rank (Wilcoxon).")
    pairs: int | None = Field(description="Pairs.")
    gamma: float | None = Field(description="Largest Γ at which p is at most 0.05; none when not even 1.")
    table: tuple[GammaLine, ...] = Field(description="p by Γ.")
    withheld: str = Field("", description="Why there are no figures; empty when there are.")


class AgainLine(Figure):
    """A difference found again."""

    name: str = Field(description="The covariate left out, the placebo outcome, or empty.")
    label: str = Field(description="What readers call it.")
    without: tuple[str, ...] = Field((), description="A placebo: what was not matched on.")
    caliper: float | None = Field(None, description="In standard deviations, where it was another.")
    matched: int | None = Field(None, description="Participants with someone to compare with.")
    estimate: float | None = Field(description="Participants less comparison.")
    se: float | None = Field(None, description="Standard error.")
    low: float | None = Field(description="Lower end of the 95% interval.")
    high: float | None = Field(description="Upper end of the 95% interval.")
    withheld: str = Field("", description="Why the figures are not shown; empty when they are.")


class SensitivityLines(Figure):
    """How firmly the answer stands; everything but the E-values is of the primary outcome."""

    warnings: tuple[str, ...] = Field((), description="What to be wary of; judged on cleared figures only.")
    e_values: tuple[EValueLine, ...] = Field(description="One line an outcome.")
    bounds: BoundsLines | None = Field(description="None where there are no pairs.")
    placebo: tuple[AgainLine, ...] = Field(description="Outcomes of before the programme.")
    one_in: int = Field(
        description="Leaving out and calipers are among all participants and one in so many others."
    )
    whole: AgainLine = Field(description="The answer among those.")
    without: tuple[AgainLine, ...] = Field(description="The answer with a covariate left out.")
    calipers: tuple[AgainLine, ...] = Field(description="The answer at other calipers.")
    linkage_corrected: AgainLine | None = Field(
        None,
        description="The answer over q − c, where the shares of right links and missed participants are known.",
    )
