"""What a study asks, as values. `protocol.read` makes a `Protocol` and finds every mistake at once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from outcomelab.protocol.rules import DisclosureRules

# Bounds keep every value within what dates, DuckDB and JSON can hold; no study comes near them.
_LARGEST = 10**15

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
# One line that isn't blank.
Words = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$")
]
Days = Annotated[int, Field(ge=0, le=36_525)]
Day = Annotated[int, Field(ge=1, le=36_525)]
Whole = Annotated[int, Field(ge=-_LARGEST, le=_LARGEST)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Scalar = bool | Whole | Number | dt.date | str


class Part(BaseModel):
    """A section of the protocol: frozen, strict, and without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Study(Part):
    """Title, parties and purpose. `question` is the study's one question in a sentence.

    `engine` is where pairs are compared and outcomes derived; the address of a Spark cluster is the lab's and not
    the study's.
    """

    title: Words
    programme: Words
    provider: Words
    custodian: Words
    agreement: Words
    question: Annotated[str, Field(max_length=500)] = ""
    engine: Literal["duckdb", "spark"] = "duckdb"


class HoldingChoice(Part):
    """The holding the study runs on; `persons` is its table with one row a person."""

    name: Name
    persons: Name = "persons"


class TableRoles(Part):
    """Which column of a table plays a role, where the dictionary offers more than one."""

    date: Name | None = None
    amount: Name | None = None


class Range(Part):
    """A closed range; either end may be open."""

    min: Whole | Number | dt.date | None = None
    max: Whole | Number | dt.date | None = None


Condition = Range | tuple[Scalar, ...] | Scalar
Where = dict[Name, Condition]


class CohortRule(Part):
    """Which participants count and how their file is read.

    `columns` maps our field names (see `cohort.columns`) to the provider's headings. `day_first` settles
    dates such as 03/04/2021 when the file itself does not. Dates of programme start outside
    `started_from`–`started_to` are not in the study.
    """

    minimum: Annotated[int, Field(ge=60, le=1_000_000)] = 60
    columns: dict[str, str] = {}
    day_first: bool | None = None
    started_from: dt.date | None = None
    started_to: dt.date | None = None
    completed_only: bool = False


class IndexEvent(Part):
    """The event that starts everyone's follow-up, for participants and pool alike.

    Either `on`, one calendar date for all, or a `table` whose events are the index events. From a table,
    a pool person's index event is the `which` one between `from` and `to`; a participant's is the one
    nearest to the date the provider gave (index date, else programme start), at most `within_days` away.
    """

    event: Words
    on: dt.date | None = None
    table: Name | None = None
    date: Name | None = None
    where: Where = {}
    from_: Annotated[dt.date | None, Field(alias="from")] = None
    to: dt.date | None = None
    which: Literal["first", "last"] = "first"
    within_days: Days = 366


class Eligible(Part):
    """One condition to be in the study, on age at index or on attributes of the person.

    `reason` says why those who don't meet it are left out; the flow shows it.
    """

    reason: Words
    age: Range | None = None
    where: Where = {}


class Covariate(Part):
    """What was known of a person at or before the index date.

    kind: `value` a number of the persons table or, with a dated table, the last one at or before the index
    date; `category` the same for a code; `age` in whole years at index, from the month of birth;
    `count-before`, `any-before`, `sum-before`: events (their amount) in the `days` up to and including the
    index date, from `from_days` before it to `to_days` before it (0 is the index date itself). A value or
    category of a dated table may be held to such days, and to rows that meet `where`, too.
    """

    name: Name
    label: Words
    kind: Literal["value", "category", "age", "count-before", "any-before", "sum-before"]
    table: Name | None = None
    column: Name | None = None
    where: Where = {}
    from_days: Days | None = None
    to_days: Days = 0


class Outcome(Part):
    """What is counted in follow-up: days `from_day` to `to_day` after the index date, both included.

    kind: `any` (binary), `count`, `time-to-first` (days to the first event, at most the length of
    follow-up: a restricted mean), `amount` (a sum). `waiting_days` must also be covered by the holding;
    with `decided`, an event counts only if that date column falls within follow-up and waiting period.
    `first`, for `any`: of the events that count, one on the day of the person's first must meet these too, and
    none that day may be `graver`: so that each person's first event is of one sort. `among`: an outcome of kind
    `any`; whoever did not have it is left out of this one, on both sides. `measure`: the heading under which a
    report shows it, with others of the same.
    `better` says which direction the programme hopes for.
    """

    name: Name
    label: Words
    kind: Literal["any", "count", "time-to-first", "amount"]
    table: Name
    column: Name | None = None
    where: Where = {}
    first: Where = {}
    graver: Where = {}
    among: Name | None = None
    measure: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    from_day: Day = 1
    to_day: Day = 365
    waiting_days: Days = 0
    decided: Name | None = None
    unit: Annotated[str, Field(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    better: Literal["higher", "lower"] = "lower"
    primary: bool = False


class Linkage(Part):
    """`precision`: the estimated precision a link threshold must reach (rules: .99 for impact studies)."""

    precision: Annotated[float, Field(ge=0.9, lt=1)] = 0.99


class Matching(Part):
    """How the comparison group is chosen: strata matched exactly on `exact` covariates, then within
    `caliper` standard deviations of the logit of the propensity score. `placebo`: covariates that are an outcome
    of before the index date; compared once more as if they were outcomes, without being matched on. `region`: a
    covariate on which matches must agree in a second comparison, beside the one with people of every region."""

    method: Literal["radius"] = "radius"
    exact: tuple[Name, ...] = ()
    placebo: tuple[Name, ...] = ()
    region: Name | None = None
    caliper: Annotated[float, Field(gt=0, le=1)] = 0.2


class Protocol(Part):
    """A study's written plan, whole and checked. `sha256` fixes it: see `protocol.fix`."""

    study: Study
    holding: HoldingChoice
    tables: dict[Name, TableRoles] = {}
    cohort: CohortRule = CohortRule()
    index: IndexEvent
    eligible: tuple[Eligible, ...] = ()
    covariates: Annotated[tuple[Covariate, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    subgroups: tuple[Name, ...] = ()
    linkage: Linkage = Linkage()
    matching: Matching = Matching()
    disclosure: DisclosureRules = DisclosureRules()

    @property
    def primary(self) -> Outcome:
        """The one outcome the study stands on."""
        return next(outcome for outcome in self.outcomes if outcome.primary)
