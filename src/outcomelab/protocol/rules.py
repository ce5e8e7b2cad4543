"""The numbers disclosure control holds to. A protocol or agreement may make them stricter, never laxer."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class DisclosureRules(BaseModel):
    """Thresholds for what may leave the lab (field's defaults: Eurostat SDC handbook, OpenSAFELY, ACRO).

    `threshold`: fewest distinct persons a published cell may describe, with and without the outcome.
    `base`: counts are rounded to multiples of this. `events_for_time`: fewest events for a time-to-event
    figure. `precise_from`: from this many persons rates carry one decimal. `dominance_share`: the largest
    share of a total that its two largest contributors may make together. `p_percent`: how closely, in per
    cent, a contributor may be able to estimate another's amount before it is withheld. `significant_from`:
    fewest participants with an outcome for a finding on it (Justice Data Lab).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    threshold: Annotated[int, Field(ge=10, le=1_000_000)] = 10
    base: Annotated[int, Field(ge=5, le=1_000_000)] = 5
    minimum_matched: Annotated[int, Field(ge=30, le=1_000_000)] = 30
    events_for_time: Annotated[int, Field(ge=30, le=1_000_000)] = 30
    precise_from: Annotated[int, Field(ge=1000, le=1_000_000)] = 1000
    dominance_share: Annotated[float, Field(gt=0, le=0.9)] = 0.9
    p_percent: Annotated[float, Field(ge=10, le=100)] = 10.0
    significant_from: Annotated[int, Field(ge=30, le=1_000_000)] = 30
    subgroups_from: Annotated[int, Field(ge=200, le=1_000_000)] = 200
