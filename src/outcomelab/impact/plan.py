"""What a comparison is asked: from a study's protocol, or from the names of a table's columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from typing import Literal, get_args

import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.errors import ImpactError
from outcomelab.handovers.analysis import PARTICIPANT, event_column
from outcomelab.handovers.impact import EVERYBODY, OutcomeKind, OutcomeWords
from outcomelab.impact.columns import is_number, read_columns
from outcomelab.impact.survival.lives import event_times
from outcomelab.impact.survival.units import time_unit
from outcomelab.protocol.model import Outcome, Protocol
from outcomelab.protocol.relations import relations
from outcomelab.protocol.same_records import same_records
from outcomelab.protocol.words import follow_up_words

Method = Literal["radius", "nearest", "ebal", "overlap", "att-weights", "unadjusted", "regional"]
METHODS: tuple[Method, ...] = get_args(Method)[:-1]  # the last one comes of naming a region
COMPARING: tuple[Method, ...] = METHODS[:-1]  # all that make the groups alike
Distance = Literal["score", "euclidean", "mahalanobis"]
DISTANCES: tuple[Distance, ...] = get_args(Distance)
RADIUS_CALIPER = 0.2  # SDs of the logit (Austin 2011)
_MOST_CATEGORIES = 50
_KINDS: dict[str, OutcomeKind] = {
    "any-before": "any",
    "count-before": "count",
    "sum-before": "amount",
    "value": "amount",
    "age": "amount",
}


@dataclass(frozen=True)
class Asked:
    """One outcome: how readers know it, and the `column` it is in.

    `event`: for a time to first event, the column that tells how it ended (0, 1, 2: see `survival.lives`).
    `category`: for a share, the category of the column that counts as having the outcome. `among`: the column that
    says (above 0) who the outcome is about.
    """

    words: OutcomeWords
    column: str
    event: str = ""
    category: str = ""
    among: str = ""


@dataclass(frozen=True)
class PlaceboAsked:
    """A placebo outcome, and the covariates that are not matched on when it is compared: itself, and what counts
    the same records."""

    asked: Asked
    without: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """`treatment`: the column that tells participants from the pool. `covariates`: labels by column name.

    `methods`: the first one is the answer, the others stand beside it. `caliper` in standard deviations of the
    logit: None is 0.2 for radius matching and no limit for the nearest. `ratio`, `replace` and `distance` are the
    nearest's. `region`: the column of a second comparison, like the first but within each one's region.
    """

    treatment: str
    covariates: Mapping[str, str]
    outcomes: tuple[Asked, ...]
    exact: tuple[str, ...] = ()
    subgroups: tuple[str, ...] = ()
    methods: tuple[Method, ...] = METHODS
    ratio: int = 1
    caliper: float | None = None
    replace: bool = False
    distance: Distance = "score"
    placebo: tuple[PlaceboAsked, ...] = ()
    region: str = ""

    @property
    def primary(self) -> Asked:
        """The one outcome the comparison stands on."""
        return next(asked for asked in self.outcomes if asked.words.primary)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the comparison reads, once."""
        outcomes = (name for one in self.outcomes for name in (one.column, one.event, one.among) if name)
        placebo = (one.asked.column for one in self.placebo)
        region = (self.region,) if self.region else ()
        known = (self.treatment, *self.covariates, *self.exact, *self.subgroups, *region)
        return tuple(dict.fromkeys((*known, *outcomes, *placebo)))


def of_protocol(protocol: Protocol) -> Plan:
    """What a study's protocol asks of its analysis table."""
    return Plan(
        treatment=PARTICIPANT,
        covariates={covariate.name: covariate.label for covariate in protocol.covariates},
        outcomes=tuple(_of_protocol(protocol, outcome) for outcome in protocol.outcomes),
        exact=protocol.matching.exact,
        subgroups=protocol.subgroups,
        methods=COMPARING,
        caliper=protocol.matching.caliper,
        placebo=tuple(_placebo(protocol, name) for name in protocol.matching.placebo),
        region=protocol.matching.region or "",
    )


def _placebo(protocol: Protocol, name: str) -> PlaceboAsked:
    """The covariate `name` as an outcome of before the index date."""
    known = next(covariate for covariate in protocol.covariates if covariate.name == name)
    words = OutcomeWords(name, known.label, _KINDS[known.kind], better=protocol.primary.better)
    return PlaceboAsked(Asked(words, name), same_records(protocol, known))


def _of_protocol(protocol: Protocol, outcome: Outcome) -> Asked:
    timed = outcome.kind == "time-to-first"
    words = OutcomeWords(
        outcome.name,
        outcome.label,
        outcome.kind,
        "days" if timed else outcome.unit,
        outcome.better,
        follow_up_words(outcome),
        outcome.primary,
        outcome.measure,
        outcome.among or "",
        *relations(protocol, outcome),
    )
    event = event_column(outcome.name) if timed else ""
    return Asked(words, outcome.name, event, among=outcome.among or "")


def of_names(
    table: pa.Table,
    treatment: str,
    outcomes: Sequence[str],
    covariates: Sequence[str],
    exact: Sequence[str] = (),
    subgroups: Sequence[str] = (),
    methods: Sequence[str] = (),
    ratio: int = 1,
    caliper: float | None = None,
    replace: bool = False,
    distance: str = "score",
    placebo: Sequence[str] = (),
) -> Plan:
    """A plan for any table of people. `outcomes`: columns, or `time:event` (`time:event:weeks`) for a time to a
    first event; the first one is primary. Kinds are told from the values: two values 0 and 1 are a share, whole
    numbers from 0 a count, other numbers an amount, words one share a category. `placebo`: outcomes of before
    the programme, among the covariates or not.

    Raises ImpactError for a plan that cannot be carried out, naming the column and what to do.
    """
    unknown = [method for method in methods if method not in METHODS]
    if unknown:
        raise ImpactError(f"There is no method '{unknown[0]}'. Choose from {', '.join(METHODS)}.")
    if not any(outcome.strip(":") for outcome in outcomes):
        raise ImpactError("Name at least one outcome column.")
    if not covariates and not exact and tuple(methods) != ("unadjusted",):
        raise ImpactError(
            "Name at least one covariate, or a column to match exactly on: who is alike in what? "
            "The plain difference of everyone is the method unadjusted."
        )
    if ratio < 1:
        raise ImpactError("The ratio is how many people each participant is compared with: 1 or more.")
    if caliper is not None and not 0 < caliper < float("inf"):
        raise ImpactError("The caliper is a number of standard deviations above zero.")
    if distance not in DISTANCES:
        raise ImpactError(f"There is no distance '{distance}'. Choose from {', '.join(DISTANCES)}.")
    if distance != "score" and not (replace and covariates):
        raise ImpactError(
            "The nearest by covariates are found with replacement: name covariates and say so, or use the score."
        )
    parts = [part for part in (_parts(outcome, table) for outcome in outcomes) if part]
    columns, ends = [one[0] for one in parts], {one[1] for one in parts if one[1:]}
    named = [treatment, *covariates, *exact, *subgroups, *placebo, *columns, *sorted(ends)]
    _require(table, named)
    roles = [treatment, *covariates, *columns, *(ends - set(columns))]  # the event may be an outcome as well
    unknown_before = {treatment, *columns, *ends}
    twice = sorted({name for name in roles if roles.count(name) > 1} | unknown_before & {*exact, *subgroups})
    if twice:
        raise ImpactError(f"The column {twice[0]} is given two parts to play. Name it once.")
    _require_groups(table, subgroups)
    values = read_columns(table, [*columns, *sorted(ends)])
    asked = [one for part in parts for one in _asked(values, *part)]
    before = tuple(_placebo_named(read_columns(table, [name]), name, treatment) for name in dict.fromkeys(placebo))
    return Plan(
        treatment,
        {name: name for name in dict.fromkeys(covariates)},
        (replaced(asked[0], words=replaced(asked[0].words, primary=True)), *asked[1:]),
        tuple(dict.fromkeys(exact)),
        tuple(dict.fromkeys(subgroups)),
        tuple(method for method in dict.fromkeys(methods) if method in METHODS) or METHODS,
        ratio,
        caliper,
        replace,
        next(one for one in DISTANCES if one == distance),
        before,
    )


def _placebo_named(table: pa.Table, name: str, treatment: str) -> PlaceboAsked:
    if name == treatment:
        raise ImpactError(f"The column {name} says who took part, so it cannot be a placebo outcome.")
    if not is_number(table[name].type):
        raise ImpactError(f"The placebo {name} does not hold numbers. Name a column of numbers, or of 0 and 1.")
    words = OutcomeWords(name, name, _kind(table[name].drop_null()))
    return PlaceboAsked(Asked(words, name), (name,))


def _require(table: pa.Table, names: Sequence[str]) -> None:
    missing = [name for name in dict.fromkeys(names) if name not in table.column_names]
    if missing:
        there = ", ".join(table.column_names[:30])
        raise ImpactError(f"The table has no column {', '.join(missing)}. It has: {there}.")


def _require_groups(table: pa.Table, subgroups: Sequence[str]) -> None:
    for name in subgroups:
        different = len(pc.unique(read_columns(table, [name])[name].drop_null()))
        if different > _MOST_CATEGORIES:
            raise ImpactError(
                f"The subgroup {name} has {different:,} different values. Name a column of at most "
                f"{_MOST_CATEGORIES} groups."
            )


def _parts(outcome: str, table: pa.Table) -> tuple[str, ...]:
    """A column, or time and event, or time and event and the time's unit."""
    whole = outcome in table.column_names
    return (outcome,) if whole else tuple(part for part in outcome.split(":", 2) if part)


def _asked(table: pa.Table, column: str, event: str = "", unit: str = "") -> list[Asked]:
    if event:
        event_times(table, column, event)
        words = OutcomeWords(column, column, "time-to-first", time_unit(column, unit), better="higher")
        return [Asked(words, column, event)]
    values = table[column]
    if is_number(values.type):
        return [Asked(OutcomeWords(column, column, _kind(values)), column)]
    if pa.types.is_date(values.type):
        raise ImpactError(f"The outcome {column} holds days. Give it as a number: so many days from the start.")
    categories = sorted(value for value in pc.unique(values).to_pylist() if value is not None)
    if not 2 <= len(categories) <= _MOST_CATEGORIES:
        raise ImpactError(
            f"The outcome {column} has {len(categories):,} different values that are no numbers; an outcome has "
            f"numbers, or 2 to {_MOST_CATEGORIES} categories."
        )
    return [
        Asked(
            OutcomeWords(f"{column}={one}", f"{column}: {one}", "any", part_of=EVERYBODY, split=column),
            column,
            category=one,
        )
        for one in categories
    ]


def _kind(values: pa.ChunkedArray) -> OutcomeKind:
    """What numbers are an outcome of: a share, a count, an amount."""
    if _is_yes_no(values):
        return "any"
    numbers = values.cast(pa.float64())
    whole = pc.all(pc.equal(numbers, pc.floor(numbers))).as_py() and (pc.min(numbers).as_py() or 0) >= 0
    few = (pc.max(numbers).as_py() or 0) < 1000
    return "count" if whole and few else "amount"


def _is_yes_no(values: pa.ChunkedArray) -> bool:
    if not is_number(values.type):
        return False
    return bool(pc.all(pc.is_in(values.cast(pa.float64()), pa.array([0.0, 1.0]))).as_py())
