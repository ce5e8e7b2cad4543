"""Every operation that outcomes and counting ask of an engine, on DuckDB and on Spark, over the same generated
tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict
from decimal import Decimal
from functools import partial
from typing import Any

import ibis
import ibis.expr.operations as ops
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from outcomelab.engines.choice import Engine
from outcomelab.engines.duck import memory
from outcomelab.engines.on_duck import OnDuck
from outcomelab.engines.relations_on_duck import RelationsOnDuck
from outcomelab.engines.running import Running
from outcomelab.engines.spark.on_spark import OnSpark
from outcomelab.engines.spark.relations_on_spark import RelationsOnSpark
from outcomelab.engines.spark.session import Load, opened
from outcomelab.errors import UsageError
from outcomelab.handovers.cells import NOBODY, Cells
from outcomelab.handovers.counting import Counting, OnCluster
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
from outcomelab.tabulate.asked import ROWS, of_persons, of_rows
from outcomelab.tabulate.count import tabulated

# PySpark leaves its sockets to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("spark_folder"),
]

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
    counts = dated["flag"] & (dated["day"] <= 3) & (dated["day"] >= -400)
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


DATES = st.sampled_from(
    [
        *(dt.date(year, 2, 28) for year in (1900, 2000, 2019, 2020)),
        *(dt.date(year, 2, 29) for year in (2000, 2020)),
        *(dt.date(2020, month, day) for month, day in ((1, 31), (3, 1), (3, 31), (4, 30), (12, 31))),
        *(dt.date(year, 1, 1) for year in (1, 1582, 1970, 2020, 9999)),
    ]
)
WORDS = ("", "a", "A", "b", "é", "e\u0301", "ß", "\U0001f600", "\uffee", "O'B\\n", " a")
COSTS = (0.0, -0.0, 0.5, -1.0, 1e6, 1e-7, 1e20, 1e22, float("nan"), float("inf"))
AMOUNTS = (Decimal("0.000001"), Decimal("-0.1"), Decimal("0.3"), Decimal("999999999999.999999"))
EVENT = st.tuples(
    st.integers(1, 6),
    st.none() | DATES,
    st.none() | DATES,
    st.none() | st.sampled_from(WORDS),
    st.none() | st.integers(-3, 3),
    st.none() | st.booleans(),
    st.none() | st.sampled_from(COSTS),
    st.none() | st.sampled_from(AMOUNTS),
)
INDEXED = st.dictionaries(st.integers(1, 8), st.none() | DATES, max_size=8)


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[RelationsOnDuck, RelationsOnSpark]]:
    """Both engines at work, the second one in one process beside this one."""
    with memory() as connection, opened("local[1]", Load(1_000, 1_000)) as session:
        here = RelationsOnDuck(connection)
        yield here, RelationsOnSpark(session, here)


def test_all_that_outcomes_ask_is_asked_here():
    tables = (ibis.table(HERE, name="events"), ibis.table(THERE, name="people"))
    tried = kinds(everything(tables[1], tables[0]).values())
    assert kinds(asked()) - tried == set()


def kinds(expressions) -> set[type]:
    return {type(node) for expression in expressions for node in expression.op().find(ops.Node)}


# What fails is shown as it was found: to make it smaller takes minutes.
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
@example([], {})
@example([], {1: None})
@given(st.lists(EVENT, min_size=40, max_size=120), INDEXED)
def test_both_engines_give_the_same_rows(both, events, people):
    columns = zip(*((row, *event) for row, event in enumerate(events)), strict=True) if events else [[]] * len(ROW)
    table = pa.table(
        [pa.array(list(column), kind) for column, kind in zip(columns, ROW.values(), strict=True)], HERE
    )
    found = []
    for engine in both:
        handed = (
            engine.hand_in("people", pa.table([list(people), list(people.values())], THERE)),
            engine.hand_in("events", table),
        )
        found.append({name: rows(engine.fetch(asks), name) for name, asks in everything(*handed).items()})
    for told, running in zip(found, at_work(both), strict=True):
        running.hand_in(ROWS, contributing(events))
        told |= {name: rows(pa.table(asks(running)), name) for name, asks in COUNTED.items()}
    here, there = found
    for name in here:
        assert there[name] == here[name], name


def at_work(both: tuple[RelationsOnDuck, RelationsOnSpark]) -> tuple[Running, Running]:
    here, there = both
    return OnDuck(here.connection), OnSpark(there.session)


def contributing(events: list[tuple[Any, ...]]) -> pa.Table:
    """The events as rows that know their cell, of which few hold many: with amounts that tie, or are 0."""
    cell = [(event[0] or 0) % 4 for event in events]
    amount = [float((event[4] or 0) + 3) for event in events]
    numbers = range(len(events))
    return pa.table(
        {
            "place0": pa.array(cell, pa.int64()),
            "member": pa.array([number % 7 for number in numbers], pa.int64()),
            "number": pa.array(list(numbers), pa.int64()),
            "persons": pa.array([float(number % 3) for number in numbers], pa.float64()),
            "amount": pa.array(amount, pa.float64()),
        }
    )


COUNTED = {
    "rows counted": partial(of_rows, place="place0", counts=False, numbered=True, amounts=False),
    "persons counted, the two largest": partial(
        of_rows, place="place0", counts=True, numbered=False, amounts=True
    ),
    "sorted persons": partial(of_persons, place="place0", amounts=True),
    "sorted persons without amounts": partial(of_persons, place="place0", amounts=False),
}


TABLES = (
    Counting((("word", "grade"),)),
    Counting((("word",), ("grade", "flag"), ("decided",))),
    Counting((("word", "flag"), ("grade",)), amount="paid"),
    Counting((("word", "decided"), ("grade",)), person="person"),
    Counting((("flag",),), amount="paid", person="person"),
)


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
@given(st.lists(EVENT, min_size=1, max_size=60))
def test_a_table_that_the_cluster_reads_has_the_same_cells(both, tmp_path_factory, events):
    columns = zip(*((row, *event) for row, event in enumerate(events)), strict=True)
    table = pa.table(dict(zip(ROW, map(list, columns), strict=True)))
    table = pa.table(
        {
            "person": [f"p{person}" for person in table[PERSON].to_pylist()],
            "paid": [float((grade or 0) + 3) for grade in table["grade"].to_pylist()],
            "a.b `c`": table["row"],
            **{name: table[name].cast(ROW[name]) for name in ("word", "grade", "flag", "decided")},
        }
    )
    path = tmp_path_factory.mktemp("there") / "people.parquet"
    pq.write_table(table, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("outcomelab.engines.spark.session.opened", lambda *_: nullcontext(both[1].session))
        for asked in TABLES:
            there = tabulated(OnCluster(path.as_uri()), asked, bytes(32), Engine("spark", "local[1]"))
            np.testing.assert_equal(told(there), told(tabulated(table, asked, bytes(32))))


@pytest.mark.parametrize(
    ("address", "asked", "words"),
    [
        ("nothing.parquet", Counting((("word",),)), "The cluster cannot read file:///.*nothing.parquet"),
        ("damaged", Counting((("word",),)), "The cluster cannot read file:///.*damaged"),
        ("nosuch://host/people.parquet", Counting((("word",),)), "The cluster cannot read nosuch://host/people"),
        ("people.parquet", Counting((("wrod",),)), "The table has no column wrod; it has word, when"),
        ("people.parquet", Counting((("when",),)), "The column when is of type timestamp"),
        ("people.parquet", Counting((("who",),), amount="word"), "The column word must hold numbers"),
        (
            "people.parquet",
            Counting((("word",),), amount="paid"),
            "The column paid must hold numbers",
        ),
        ("people.parquet", Counting((("word",),), person="who"), "The column who must say of every row"),
    ],
)
def test_what_the_cluster_cannot_count_is_said_in_one_sentence(both, tmp_path, monkeypatch, address, asked, words):
    columns = {"word": ["a", "b"], "when": [dt.datetime(2020, 1, 1)] * 2, "paid": [1.5, None], "who": ["p", None]}
    (tmp_path / "damaged").mkdir()
    for place in ("people.parquet", "damaged/1.parquet", "damaged/2.parquet"):
        pq.write_table(pa.table(columns), tmp_path / place)
    (tmp_path / "damaged" / "2.parquet").write_bytes(b"PAR1" + bytes(40))
    place = address if "://" in address else (tmp_path / address).as_uri()
    monkeypatch.setattr("outcomelab.engines.spark.session.opened", lambda *_: nullcontext(both[1].session))
    with pytest.raises(UsageError, match=words):
        tabulated(OnCluster(place), asked, None, Engine("spark", "local[1]"))


def told(tables: tuple[Cells, ...]) -> list[dict[str, Any]]:
    """The cells as they are; whoever is alone in some is numbered anew, in the order in which they come."""
    seen = {NOBODY: NOBODY}
    return [
        asdict(cells)
        | {
            "alone": None
            if cells.alone is None
            else [seen.setdefault(one, len(seen)) for one in cells.alone.ravel().tolist()]
        }
        for cells in tables
    ]


def rows(table: pa.Table, name: str) -> list[str]:
    """The rows as words, in an order of their own where nothing sorts them; -0.0 is 0.0, as DuckDB sorts it."""
    told = [
        repr({name: cell + 0.0 if isinstance(cell, float) else cell for name, cell in row.items()})
        for row in table.to_pylist()
    ]
    return told if name.startswith("sorted") else sorted(told)
