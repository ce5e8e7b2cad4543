"""The numbers disclosure control holds to. A protocol or agreement may make them stricter, never laxer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from outcomelab.errors import UsageError
from outcomelab.protocol.statbarns import Statbarn

_MOST = 1_000_000
_COUNTED = (Statbarn.FREQUENCIES, Statbarn.LINKED)
_MODELS = (Statbarn.ASSOCIATION, Statbarn.RATIOS, Statbarn.TESTS)


@dataclass(frozen=True)
class _Asks:
    """What a rule asks, in words, and of which statistics."""

    words: str
    of: tuple[Statbarn, ...]


class DisclosureRules(BaseModel):
    """Thresholds for what may leave the lab (field's defaults: Eurostat SDC handbook, OpenSAFELY, ACRO).

    What each asks, and of which statistics, stands beside it; `RULES` is the same as a table. Every bound is the
    default itself, so that a laxer value cannot be made.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    threshold: Annotated[
        int,
        Field(ge=10, le=_MOST),
        _Asks(
            "fewest distinct persons a published figure may describe, with and without an outcome",
            (*_COUNTED, Statbarn.AGGREGATES, Statbarn.POSITION, Statbarn.SURVIVAL, *_MODELS, Statbarn.SHAPE),
        ),
    ] = 10
    base: Annotated[
        int,
        Field(ge=5, le=_MOST),
        _Asks("counts are rounded to multiples of this", (*_COUNTED, Statbarn.SURVIVAL)),
    ] = 5
    minimum_matched: Annotated[
        int, Field(ge=30, le=_MOST), _Asks("fewest participants matched, and people compared, for any result", ())
    ] = 30
    events_for_time: Annotated[
        int,
        Field(ge=30, le=_MOST),
        _Asks("fewest events on either side for a time to event", (Statbarn.SURVIVAL,)),
    ] = 30
    precise_from: Annotated[
        int,
        Field(ge=1000, le=_MOST),
        _Asks("from this many persons on, rates carry one decimal", (Statbarn.FREQUENCIES, Statbarn.SURVIVAL)),
    ] = 1000
    dominance_share: Annotated[
        float,
        Field(gt=0, le=0.9),
        _Asks(
            "largest share of a total that its two largest contributors may make together", (Statbarn.AGGREGATES,)
        ),
    ] = 0.9
    p_percent: Annotated[
        float,
        Field(ge=10, le=100),
        _Asks("how near, in per cent, a contributor may not get to another's amount", (Statbarn.AGGREGATES,)),
    ] = 10.0
    p_percent_costs: Annotated[
        float, Field(ge=15, le=100), _Asks("the same for amounts of money", (Statbarn.AGGREGATES,))
    ] = 15.0
    significant_from: Annotated[
        int,
        Field(ge=30, le=_MOST),
        _Asks("fewest participants with an outcome for a finding on it", (Statbarn.TESTS,)),
    ] = 30
    subgroups_from: Annotated[
        int,
        Field(ge=200, le=_MOST),
        _Asks("fewest matched participants for results by subgroup, people for tables by two columns", _COUNTED),
    ] = 200
    three_columns_from: Annotated[
        int, Field(ge=2000, le=_MOST), _Asks("fewest people for tables by three columns or more", _COUNTED)
    ] = 2000
    median_from: Annotated[
        int, Field(ge=20, le=_MOST), _Asks("fewest persons for a median", (Statbarn.POSITION, Statbarn.SURVIVAL))
    ] = 20
    residual_df: Annotated[
        int, Field(ge=10, le=_MOST), _Asks("fewest residual degrees of freedom of a model", _MODELS)
    ] = 10
    parameters_share: Annotated[
        float, Field(gt=0, le=0.33), _Asks("most parameters of a model, as a share of its persons", _MODELS)
    ] = 0.33
    persons_a_cell: Annotated[
        int,
        Field(ge=10, le=_MOST),
        _Asks("over all releases, fewest persons of a population for every count of an outcome in it", _COUNTED),
    ] = 10
    range_cut: Annotated[
        float,
        Field(gt=0, le=0.5),
        _Asks("most of the range of a small group's count that a release may take away, as a share", _COUNTED),
    ] = 0.5
    privacy_budget: Annotated[
        float,
        Field(gt=0, le=0.1),
        _Asks("most that headlines with noise may cost a person in a year (zCDP)", (Statbarn.FREQUENCIES,)),
    ] = 0.1

    def apart(self, *, costs: bool) -> tuple[str, float]:
        """The p% rule that holds of an amount, by its name, and its p: of money (`costs`) the stricter of both."""
        if costs and self.p_percent_costs >= self.p_percent:
            return "p_percent_costs", self.p_percent_costs
        return "p_percent", self.p_percent


@dataclass(frozen=True)
class Rule:
    """A rule as data. `stricter`: which way a custodian may move it from its `default`, which is the laxest value
    there is. `of`: the statistics it is asked of; none: of a whole release."""

    name: str
    asks: str
    default: float
    stricter: Literal["higher", "lower"]
    of: tuple[Statbarn, ...]

    def laxer(self, value: float, than: float) -> bool:
        """Whether `value` asks less than `than`."""
        return value < than if self.stricter == "higher" else value > than


def _rules() -> tuple[Rule, ...]:
    found = []
    for name, field in DisclosureRules.model_fields.items():
        asks = next(one for one in field.metadata if isinstance(one, _Asks))
        least = [one.ge for one in field.metadata if hasattr(one, "ge")]
        direction: Literal["higher", "lower"] = "higher" if least == [field.default] else "lower"
        found.append(Rule(name, asks.words, field.default, direction, asks.of))
    return tuple(found)


RULES = _rules()


def stricter(changes: Mapping[str, object]) -> DisclosureRules:
    """The rules with some of them made stricter. Raises UsageError, in a sentence, for one that is no rule, is no
    such number, or would be laxer than the default."""
    known = {rule.name: rule for rule in RULES}
    for name, value in changes.items():
        if name not in known:
            raise UsageError(f"There is no rule {name}; there are {', '.join(known)}.")
        rule = known[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UsageError(f"The rule {name} must be a number.")
        if rule.laxer(value, rule.default):
            least = "at least" if rule.stricter == "higher" else "at most"
            raise UsageError(
                f"The rule {name} may be made stricter, never laxer: write {least} {rule.default:g} ({rule.asks})."
            )
    try:
        return DisclosureRules.model_validate(dict(changes))
    except ValidationError as fault:
        name = str(fault.errors()[0]["loc"][0])
        whole = "a whole number, " if isinstance(known[name].default, int) else ""
        raise UsageError(f"The rule {name} must be {whole}not beyond what it can be.") from None


def strictest(first: DisclosureRules, *others: DisclosureRules) -> DisclosureRules:
    """Of several sets of rules (the agreement's, the protocol's), each rule as strict as the strictest has it."""
    every = (first, *others)
    pick = {"higher": max, "lower": min}
    return DisclosureRules(
        **{rule.name: pick[rule.stricter](getattr(one, rule.name) for one in every) for rule in RULES}
    )
