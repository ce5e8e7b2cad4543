"""Through Spark Connect: DuckDB's links, and its analysis table. Without it, and on a cluster that fails, a whole
study is answered in `test_spark_study`."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from outcomelab.demo import recid
from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.engines.duck import opened
from outcomelab.errors import EngineError
from outcomelab.handovers.cohort import COHORT_DATES, COHORT_IDENTIFIERS
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.handovers.linkage import CROSSWALK, Linked
from outcomelab.holdings.content import open_content
from outcomelab.holdings.opening import read
from outcomelab.holdings.register import add
from outcomelab.linkage.encoded.link import link_encoded
from outcomelab.linkage.link import link
from outcomelab.outcomes.derive import derive
from outcomelab.protocol.model import Linkage
from outcomelab.protocol.read import read as read_protocol

# PySpark leaves its sockets to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

PERSONS, LISTED = 200, 60
PARTS = np.array(
    ["an", "bel", "cor", "da", "el", "fin", "go", "har", "il", "jo", "kar", "li", "mon", "nor", "per"]
)


def people() -> tuple[pa.Table, pa.Table]:
    """A register, and a list of some of its people: of ten, one surname, forename, date and postcode are wrong."""
    draw = np.random.default_rng(41)
    surnames, forenames = (
        np.char.add(np.char.add(PARTS[draw.integers(0, n, PERSONS)], PARTS[draw.integers(0, 15, PERSONS)]), end)
        for n, end in ((15, "sen"), (6, "a"))
    )
    held = {
        "surname": surnames,
        "forename": forenames,
        "date_of_birth": np.datetime64("1950-01-01") + draw.integers(0, 18_000, PERSONS),
        "sex": np.where(draw.random(PERSONS) < 0.5, "F", "M"),
        "postcode": np.char.add("27", draw.integers(100, 400, PERSONS).astype(str)),
    }
    listed = {name: values[:LISTED].copy() for name, values in held.items()}
    wrong = np.arange(LISTED) % 10
    listed["surname"][wrong == 1] = np.char.replace(listed["surname"][wrong == 1], "sen", "son")
    listed["forename"][wrong == 2] = np.char.replace(listed["forename"][wrong == 2], "a", "")
    listed["date_of_birth"][wrong == 3] += 1
    listed["postcode"][wrong == 4] = "27999"
    return (
        table(listed, COHORT_IDENTIFIERS, np.arange(1, LISTED + 1)),
        table(held, PERSONS_IDENTIFIERS, np.arange(10_001, 10_001 + PERSONS)),
    )


def table(columns: dict[str, np.ndarray], schema: pa.Schema, keys: np.ndarray) -> pa.Table:
    given = {schema.names[0]: keys, **columns}
    return pa.table(
        [
            pa.array(given[name]).cast(schema.field(name).type)
            if name in given
            else pa.nulls(len(keys), schema.field(name).type)
            for name in schema.names
        ],
        schema=schema,
    )


def links(linked: Linked) -> set[tuple[int, int]]:
    return set(zip(*(linked.crosswalk[name].to_pylist() for name in ("row", "person_key")), strict=True))


@pytest.fixture(scope="module")
def spark(connect_server: str) -> Engine:
    """Spark, by the address of its server."""
    return Engine("spark", connect_server)


def test_links_of_a_list_with_repeats_are_duckdbs(spark):
    listed, persons = people()
    twice = pa.concat_tables([listed, listed.slice(0, LISTED // 4)])
    rows = pa.array(np.arange(1, twice.num_rows + 1)).cast(listed.schema[0].type)
    twice = twice.set_column(0, listed.schema.field(0), rows)
    here = link(twice, persons, Linkage(), repeats=True, engine=DUCKDB)
    there = link(twice, persons, Linkage(), repeats=True, engine=spark)
    assert "pyspark" in there.report.model.versions
    assert len(links(here)) > twice.num_rows * 0.9
    assert len(links(there) ^ links(here)) <= 1


def test_encoded_links_are_duckdbs(spark, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    key = ProjectKey.new("test")
    lists = tuple(encode(side, key, "plain") for side in people())
    here = link_encoded(*lists, Linkage())
    there = link_encoded(*lists, Linkage(), engine=spark)
    assert len(links(here)) > LISTED * 0.9
    assert len(links(there) ^ links(here)) <= 1


def test_the_analysis_table_is_duckdbs(spark, tmp_path):
    given = recid.write(tmp_path, spoil=False)
    add(given.dictionary, tmp_path / "holdings", tmp_path / "holdings.keys")
    content = open_content(tmp_path / "holdings", tmp_path / "holdings.keys", "justice")
    with opened(content) as store:
        found = store.execute("SELECT person_key, released_on AS index_date FROM releases ORDER BY ALL LIMIT 90")
        men = [
            man | {"row": row, "match_probability": 1.0}
            for row, man in enumerate(found.to_arrow_table().to_pylist())
        ]
    crosswalk, dates = (pa.Table.from_pylist(men, schema) for schema in (CROSSWALK, COHORT_DATES))
    dictionary, protocol = read(tmp_path / "holdings", "justice"), read_protocol(given.study)
    asked = (content, dictionary, protocol, crosswalk, dates)
    here, there = derive(*asked), derive(*asked, engine=spark)
    assert there.table.equals(here.table)
    assert there.membership.equals(here.membership)
    assert there.flow == here.flow


@pytest.mark.parametrize("address", ["spark://127.0.0.1:9", "sc://127.0.0.1:9/;use_ssl=true"])
def test_spark_that_nobody_runs_is_refused_in_words(address):
    with pytest.raises(EngineError, match="No Spark cluster answers at"):
        link(*people(), Linkage(), engine=Engine("spark", address))
