"""Through Spark Connect the same comes out as with DuckDB: of a whole study, and of every operation that outcomes,
linkage and counting ask of an engine, over generated tables. On a cluster that fails a study is answered in
`test_spark_study`."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import asdict, replace
from functools import partial
from threading import Thread
from typing import Any

import ibis
import ibis.expr.operations as ops
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pyspark.errors.exceptions.connect import SparkConnectException
from tests.engines import linking
from tests.engines.conftest import Server
from tests.engines.drawn import APART, NEAR, Drawn, drawn, events, people
from tests.engines.operations import HERE, THERE, asked, everything
from tests.engines.studies import answered, lab

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.engines.duck import memory
from outcomelab.engines.on_duck import OnDuck
from outcomelab.engines.relations_on_duck import RelationsOnDuck
from outcomelab.engines.running import Running
from outcomelab.engines.spark import starting
from outcomelab.engines.spark.on_spark import OnSpark
from outcomelab.engines.spark.relations_on_spark import RelationsOnSpark
from outcomelab.engines.spark.session import opened
from outcomelab.engines.spark.starting import Load
from outcomelab.errors import DisclosureRefused, EngineError, UsageError
from outcomelab.handovers.cells import NOBODY, Cells
from outcomelab.handovers.counting import Counting, OnCluster
from outcomelab.linkage import candidates, score
from outcomelab.linkage import engine as linkage_engine
from outcomelab.linkage.encoded import link
from outcomelab.linkage.link import linked
from outcomelab.outcomes.sources import PERSON
from outcomelab.protocol.model import Linkage
from outcomelab.tabulate.asked import ROWS, of_persons, of_rows
from outcomelab.tabulate.count import tabulated

# PySpark leaves its sockets to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("spark_folder"),
]


# Before any test that asks for `both`: a process has one session at a time.
def test_a_study_has_the_same_results_through_spark_connect(connect_server, tmp_path):
    here = answered(lab(tmp_path / "here", "duckdb"))
    there = answered(lab(tmp_path / "there", "spark"), spark=connect_server.address)
    assert there.read_bytes() == here.read_bytes()


@pytest.mark.parametrize("address", ["spark://127.0.0.1:9", "sc://127.0.0.1:9/;use_ssl=true"])
def test_spark_that_nobody_runs_is_refused_in_words(address):
    with pytest.raises(EngineError, match="No Spark cluster answers at"), opened(address, Load(1, 1)):
        pytest.fail("nothing to open")


def test_whoever_answers_and_is_no_spark_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(starting, "_TRIES", 1)
    with closing(socket.create_server(("127.0.0.1", 0))) as somebody:
        Thread(target=hang_up, args=(somebody,), daemon=True).start()
        address = f"sc://127.0.0.1:{somebody.getsockname()[1]}"
        with (
            pytest.raises(EngineError, match="Check that it is a server of Spark Connect"),
            opened(address, Load(1, 1)),
        ):
            pytest.fail("nothing to open")


def hang_up(somebody: socket.socket) -> None:
    """Answer, and say nothing."""
    while True:
        try:
            somebody.accept()[0].close()
        except OSError:
            return


@pytest.fixture(scope="module")
def both(connect_server: Server) -> Iterator[tuple[RelationsOnDuck, RelationsOnSpark]]:
    """Both engines at work."""
    with (
        memory() as connection,
        opened(connect_server.address, Load(1_000, 1_000, linkage_engine._jar)) as session,
    ):
        here = RelationsOnDuck(connection)
        yield here, RelationsOnSpark(session, here)


def test_all_that_outcomes_ask_is_asked_here():
    tables = (ibis.table(HERE, name="events"), ibis.table(THERE, name="people"))
    tried = kinds(everything(tables[1], tables[0]).values())
    assert kinds(asked()) - tried == set()


def kinds(expressions) -> set[type]:
    return {type(node) for expression in expressions for node in expression.op().find(ops.Node)}


def test_many_small_tables_have_the_same_rows(both):
    require_same_rows(both, drawn(300))


@pytest.mark.parametrize(
    "table",
    [Drawn([], {1: None, 2: NEAR[0]}), Drawn([(1, *[None] * 7), (1, *NEAR[:2], *[None] * 5)], {})],
    ids=["no events", "nobody"],
)
def test_tables_without_rows_have_the_same_rows(both, table):
    require_same_rows(both, [table])


def require_same_rows(both, tables: list[Drawn]) -> None:
    """Fail where an operation gives other rows on the one engine than on the other."""
    found = []
    for engine in both:
        handed = engine.hand_in("people", people(tables)), engine.hand_in("events", events(tables))
        found.append({name: rows(engine.fetch(asks), name) for name, asks in everything(*handed).items()})
    for told, running in zip(found, at_work(both), strict=True):
        running.hand_in(ROWS, contributing(tables))
        told |= {name: rows(pa.table(asks(running)), name) for name, asks in COUNTED.items()}
    here, there = found
    for name in here:
        assert there[name] == here[name], name


def at_work(both: tuple[RelationsOnDuck, RelationsOnSpark]) -> tuple[Running, Running]:
    here, there = both
    return OnDuck(here.connection), OnSpark(there.session)


def contributing(tables: list[Drawn]) -> pa.Table:
    """The events as rows that know their cell, of each table others: with amounts that tie, or are 0."""
    found = events(tables)
    numbers = np.arange(found.num_rows)
    return pa.table(
        {
            "place0": found[PERSON],
            "member": pa.array(numbers % 7, pa.int64()),
            "number": pa.array(numbers, pa.int64()),
            "persons": pa.array(numbers % 3, pa.float64()),
            "amount": amounts(found),
        }
    )


def amounts(found: pa.Table) -> pa.Array:
    return pa.array([float((grade or 0) + 3) for grade in found["grade"].to_pylist()], pa.float64())


COUNTED = {
    "rows counted": partial(of_rows, place="place0", counts=False, numbered=True, amounts=False),
    "persons counted, the two largest": partial(
        of_rows, place="place0", counts=True, numbered=False, amounts=True
    ),
    "sorted persons": partial(of_persons, place="place0", amounts=True),
    "sorted persons without amounts": partial(of_persons, place="place0", amounts=False),
}


def test_lists_of_people_are_compared_alike(both):
    listed, held = linking.made_up(0), linking.made_up(1)
    with pytest.MonkeyPatch.context() as patch:
        # So few that some values are too common.
        patch.setattr(candidates, "_FEWEST", 400)
        patch.setattr(candidates, "_A_PARTICIPANT", 1)
        require_compared_alike(both, listed, held, several=True)


def test_encoded_lists_are_compared_alike_and_linked_to_the_same_people(both, monkeypatch):
    compared = []
    # What Splink samples is a third of the time, and is asked of both in the study above: here of DuckDB alone.
    sample, sampled = score._sample, []
    monkeypatch.setattr(score, "_sample", lambda *given: (sampled or sampled.append(sample(*given)) or sampled)[0])
    monkeypatch.setattr(link, "linked", lambda *given: compared.append(given[1]) or linked(*given))
    monkeypatch.setattr(linkage_engine, "opened", lambda *_: nullcontext(both[1].session))
    lists = linking.encoded(linking.made_up(0, 24), linking.made_up(1, 24))
    here, there = (
        link.link_encoded(*lists, Linkage(), engine=engine) for engine in (DUCKDB, Engine("spark", "sc://there"))
    )
    assert here.crosswalk.num_rows > 20
    linking.require_alike(there.crosswalk.to_pydict(), here.crosswalk.to_pydict())
    for what in ("found", "pairs", "relatives"):
        linking.require_alike(*(asdict(getattr(one, what)) for one in reversed(compared)))


def test_lists_on_which_nobody_is_alike_are_found_to_be_so(both):
    require_compared_alike(both, *linking.STRANGERS, several=False)


def require_compared_alike(both, *lists: linking.People, several: bool) -> None:
    """Fail where what linkage asks of the two engines is not answered alike."""
    told, sizes = [], tuple(len(each["surname"]) for each in lists)
    with closing(memory()) as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(linkage_engine, "opened", lambda *_: nullcontext(both[1].session))
        compared = linking.in_the_clear(connection, linking.lists(*lists))
        for engine in (DUCKDB, Engine("spark", "sc://there")):
            with linkage_engine.comparing(connection, engine, sum(sizes)) as running:
                in_lots = replace(running, at_once=40 if several else running.at_once)
                told.append(linking.asked(in_lots, compared, sizes, several=several))
    linking.require_alike(told[1], told[0])


TABLES = (
    Counting((("table", "word", "grade"),)),
    Counting((("table", "word"), ("grade", "flag"), ("decided",))),
    Counting((("table", "word", "flag"), ("grade",)), amount="paid"),
    Counting((("table", "decided"), ("word", "grade")), person="person"),
    Counting((("table", "flag"),), amount="paid", person="person"),
)


def test_a_table_that_the_cluster_reads_has_the_same_cells(both, tmp_path):
    found = events(drawn(60))
    table = pa.table(
        {
            "person": [f"p{person}" for person in found[PERSON].to_pylist()],
            "table": pc.divide(found[PERSON], APART),
            "paid": amounts(found),
            "a.b `c`": found["row"],
            **{name: found[name] for name in ("word", "grade", "flag", "decided")},
        }
    )
    path = tmp_path / "people.parquet"
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
        ("empty.parquet", Counting((("word",),)), "has no rows"),
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
    pq.write_table(pa.table(columns).slice(0, 0), tmp_path / "empty.parquet")
    (tmp_path / "damaged" / "2.parquet").write_bytes(b"PAR1" + bytes(40))
    place = address if "://" in address else (tmp_path / address).as_uri()
    monkeypatch.setattr("outcomelab.engines.spark.session.opened", lambda *_: nullcontext(both[1].session))
    with pytest.raises((UsageError, DisclosureRefused), match=words):
        tabulated(OnCluster(place), asked, None, Engine("spark", "local[1]"))


# The last ones: they are asked of a server that is lost.
@pytest.fixture
def at_work_there(both, connect_server, monkeypatch):
    """The session that there is, watched as one that was just opened."""
    session = both[1].session
    monkeypatch.setattr("outcomelab.engines.spark.session._opened", lambda *_: session)
    monkeypatch.setattr("outcomelab.engines.spark.session._closed", lambda *_: None)
    return opened(connect_server.address, Load(1, 1))


def test_a_server_that_no_longer_knows_the_session_is_said(at_work_there):
    with pytest.raises(EngineError, match="was started anew"), at_work_there:
        raise SparkConnectException("[NO_ACTIVE_SESSION] No active Spark session found.")


def test_a_server_that_is_killed_on_the_way_is_said(at_work_there, connect_server):
    with pytest.raises(EngineError, match="has ended, or answers no longer"), at_work_there as session:
        ask_whoever_is_lost(session, connect_server)


def ask_whoever_is_lost(session, server: Server) -> None:
    starting.try_again(session, 1)
    server.lose()
    session.sql("SELECT 1").collect()


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
