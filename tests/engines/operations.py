"""What outcomes ask of an engine, as expressions over generated tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import ibis
import pyarrow as pa

from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.outcomes.ages import age
from outcomelab.outcomes.analysis_table import analysis_table, schema
from outcomelab.outcomes.conditions import matches
from outcomelab.outcomes.eligibility import counted, judged
from outcomelab.outcomes.everyone import aged, everyone
from outcomelab.outcomes.gathered import gathered
from outcomelab.outcomes.index_events import GIVEN, candidates
from outcomelab.outcomes.sources import MEMBER, PERSON, REASON, Source, beside
from outcomelab.protocol.model import Eligible, Protocol

KEY = Column("number", "string", "person")
PERSONS = Table(
    "persons",
    (
        KEY,
        Column("born", "date", "identifier", identifier="date_of_birth", kept=True),
        Column("region", "string", "code"),
        Column("urban", "boolean", "attribute"),
    ),
    one_row_a_person=True,
)
EVENTS = Table(
    "events",
    (
        KEY,
        Column("on", "date", "event-date"),
        Column("decided", "date", "attribute"),
        Column("word", "string", "code"),
        Column("grade", "integer", "attribute"),
        Column("flag", "boolean", "attribute"),
        Column("cost", "number", "amount"),
    ),
)
DICTIONARY = Dictionary(
    "justice", "Justice", "Ministry", "Act 1", dt.date(2015, 1, 1), dt.date(2022, 12, 31), (PERSONS, EVENTS)
)
COVARIATES = (
    {"name": "age", "kind": "age"},
    {"name": "region", "kind": "category", "column": "region", "where": {"urban": True}},
    {"name": "town", "kind": "category", "column": "urban"},
    {"name": "past", "kind": "count-before", "table": "events", "from_days": 90},
    {"name": "ever", "kind": "any-before", "table": "events", "where": {"word": ("a", "b")}},
    {"name": "spent", "kind": "sum-before", "table": "events"},
    {"name": "grade", "kind": "category", "table": "events", "column": "grade"},
    {"name": "cost", "kind": "value", "table": "events", "column": "cost", "from_days": 60, "to_days": 1},
    {"name": "flag", "kind": "value", "table": "events", "column": "flag"},
)
OUTCOMES = (
    {"name": "again", "kind": "any", "first": {"word": "a"}, "graver": {"grade": {"min": 3}}},
    {"name": "decided", "kind": "count", "decided": "decided", "waiting_days": 30, "primary": True},
    {"name": "wait", "kind": "time-to-first", "where": {"flag": False, "cost": {"max": 1}}},
    {"name": "costs", "kind": "amount", "where": {"on": dt.date(2020, 2, 29)}},
)
INDEXES = (
    {"event": "an event", "table": "events", "which": "last", "where": {"word": {}}},
    {"event": "an event", "table": "events"},
    {"event": "a day", "on": dt.date(2020, 2, 29)},
)


def asked() -> Iterator[ibis.Table]:
    """What `derive` asks of an engine, of studies in which everything is asked that can be."""
    for index in INDEXES:
        protocol = Protocol.model_validate(
            {
                "study": dict.fromkeys(("title", "programme", "provider", "custodian", "agreement"), "x"),
                "holding": {"name": "justice"},
                "index": index,
                "eligible": ({"reason": "r", "age": {"min": 17, "max": 20}, "where": {"region": "north"}},),
                "covariates": tuple({"label": "x", **covariate} for covariate in COVARIATES),
                "outcomes": tuple({"label": "x", "table": "events", **outcome} for outcome in OUTCOMES),
            }
        )
        linked = ibis.table({PERSON: "int64", GIVEN: "date"}, name="_linked")
        found = aged(candidates(linked, everyone(protocol, DICTIONARY), protocol, DICTIONARY))
        people = judged(found, protocol, DICTIONARY)
        studied = gathered(people.filter(people[REASON].isnull()), protocol, DICTIONARY)
        studied = beside(studied, ibis.table({PERSON: "int64", MEMBER: "int64"}, name="_linked_members"))
        yield from (people, counted(people), analysis_table(studied, schema(protocol).names))


ROW = {
    "row": pa.int64(),
    PERSON: pa.int64(),
    "on": pa.date32(),
    "decided": pa.date32(),
    "word": pa.string(),
    "grade": pa.int64(),
    "flag": pa.bool_(),
    "cost": pa.float64(),
    "amount": pa.decimal128(18, 6),
}
HERE = pa.schema(ROW)
THERE = pa.schema([(PERSON, pa.int64()), ("index", pa.date32())])


def everything(people: ibis.Table, events: ibis.Table) -> dict[str, ibis.Table]:
    """The operations, as many of them in one query as go together. `people` has one row a person."""
    source = Source(EVENTS, events)
    wheres = (
        {"word": ("a", "é", "O'B\\n")},
        {"word": {}},
        {"cost": {"min": -1, "max": 1e6}},
        {"cost": 0},
        {"on": dt.date(2020, 2, 29)},
        {"decided": {"max": dt.date(2019, 12, 31)}},
        {"grade": {"min": 0}, "flag": False},
    )
    days = events["on"].delta(events["decided"], unit="day")
    rows = events.select(
        "row",
        days.name("days"),
        days.abs().name("apart"),
        events["on"].delta(ibis.literal(dt.date(2020, 2, 29)), unit="day").name("since"),
        age(events["decided"], events["on"]).name("age"),
        *[
            matches(source, Eligible(reason="x", where=where).where).name(f"meets{at}")
            for at, where in enumerate(wheres)
        ],
        source.number("cost").name("number"),
        source.number("flag").name("as_number"),
        source.amount("cost").name("exact"),
        source.level("flag").name("as_word"),
        source.level("grade").name("level"),
        (~events["flag"] | (events["grade"] > 1)).fill_null(False).name("either"),
        ibis.cases((events["flag"], 0), (events["grade"] < 0, 1), else_=ibis.null("int64")).name("case"),
        events["amount"].cast("float64").fill_null(0.0).name("amount"),
    )
    dated = events.mutate(days.name("day"))
    counts = dated["flag"] & (dated["day"] <= 2) & (dated["day"] >= -366)
    first, met = dated["day"].min(where=counts), dated["day"].min(where=counts & (dated["grade"] > 0))
    grouped = dated.group_by(PERSON).agg(
        dated.count().name("rows"),
        dated.count(where=counts).name("counted"),
        dated["amount"].sum(where=counts).name("sum"),
        first.name("first"),
        ((met == first) & ~(dated["day"].max() == first).fill_null(False)).cast("int64").name("of_first"),
        dated["on"].max().name("last_day"),
        dated["on"].min().name("first_day"),
    )
    # Where nobody's conditions are known one engine counts 0 and the other nothing: whoever reads it takes both.
    grouped = grouped.mutate(grouped["counted"].fill_null(0).name("counted"))
    newest = [ibis.desc(events[name], nulls_first=False) for name in ("on", "word", "cost", "row")]
    nearest = [ibis.asc(events[name], nulls_first=False) for name in ("on", "grade", "row")]
    ranked = events.mutate(
        ibis.row_number().over(group_by=PERSON, order_by=newest).name("newest"),
        ibis.row_number().over(group_by=PERSON, order_by=nearest).name("nearest"),
    )
    met_with = events.inner_join(people, PERSON)
    theirs, others = events.semi_join(people, PERSON), events.anti_join(people, PERSON)
    return {
        "rows": rows,
        "grouped": grouped,
        "everyone with what is found": beside(people, grouped.rename({"n": "rows"})),
        "events of people": met_with.filter(met_with["on"] <= met_with["index"]).drop("flag"),
        "of people or not": theirs.mutate(ibis.literal(True).name("in")).union(
            others.mutate(ibis.literal(False).name("in"))
        ),
        "one each": ranked.filter((ranked["newest"] == 0) | (ranked["nearest"] == 0) & ranked["flag"].isnull()),
        "sorted": events.order_by(
            [ibis.asc(events[name], nulls_first=False) for name in ("cost", "word", "on", "flag", "row")]
        ),
    }
