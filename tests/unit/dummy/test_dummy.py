"""Made-up data of a holding: like its dictionary, safe in what they tell, good enough to try a protocol on."""

import datetime as dt
import json

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import outcomelab
from outcomelab.cli import main  # noqa: F401 makes the commands known
from outcomelab.cli.app import app
from outcomelab.disclosure.profile import protect_profile
from outcomelab.dummy.make import dummy
from outcomelab.dummy.measure import measured
from outcomelab.errors import UsageError
from outcomelab.handovers.profile import ColumnMeasured, TableMeasured
from outcomelab.holdings.content import open_content
from outcomelab.holdings.keys import default_keys
from outcomelab.holdings.opening import read
from outcomelab.holdings.register import add
from outcomelab.protocol.read import read as read_protocol
from outcomelab.protocol.rules import DisclosureRules

DICTIONARY = {
    "name": "housing",
    "title": "Tenancies",
    "custodian": "Ministry of Housing",
    "legal_basis": "Tenancies Act",
    "coverage": {"from": "2015-01-01", "to": "2020-12-31"},
    "resources": [
        {"name": "persons", "path": "persons.parquet", "one_row_a_person": True, "schema": {"fields": [
            {"name": "no", "type": "integer", "role": "person"},
            {"name": "surname", "type": "string", "role": "identifier", "identifier": "surname"},
            {"name": "forename", "type": "string", "role": "identifier", "identifier": "forename"},
            {"name": "born", "type": "date", "role": "identifier", "identifier": "date_of_birth", "kept": True},
            {"name": "sex", "type": "string", "role": "identifier", "identifier": "sex", "kept": True},
            {"name": "rooms", "type": "integer", "role": "attribute"},
            {"name": "owner", "type": "boolean", "role": "attribute"},
            {"name": "since", "type": "date", "role": "attribute"},
        ]}},
        {"name": "moves", "path": "moves.parquet", "schema": {"fields": [
            {"name": "no", "type": "integer", "role": "person"},
            {"name": "moved_on", "type": "date", "role": "event-date"},
            {"name": "why", "type": "string", "role": "code", "constraints": {"enum": ["work", "eviction"]}},
            {"name": "rent", "type": "number", "role": "amount", "unit": "crowns"},
        ]}},
    ],
}  # fmt: skip
STUDY = """
[study]
title = "Housing"
programme = "P"
provider = "P"
custodian = "M"
agreement = "A"

[holding]
name = "housing"

[index]
event = "a move"
table = "moves"
from = 2017-01-01
to = 2018-12-31

[[covariates]]
name = "rooms"
label = "Rooms"
kind = "value"
column = "rooms"

[[outcomes]]
name = "moved"
label = "Moved again"
kind = "any"
table = "moves"
"""
PEOPLE = 3_000


@pytest.fixture(scope="module")
def holding(tmp_path_factory):
    """A registered holding in which everybody is called Realname; one rent is 987,654."""
    folder = tmp_path_factory.mktemp("housing")
    draw = np.random.default_rng(3)
    number = np.arange(PEOPLE)
    rooms = draw.integers(2, 9, PEOPLE)
    pq.write_table(
        pa.table(
            {
                "no": number,
                "surname": ["Realname"] * PEOPLE,
                "forename": [f"Given{i}" for i in number],
                "born": pa.array(draw.integers(0, 9_000, PEOPLE).astype(np.int32)).cast(pa.date32()),
                "sex": pa.array(draw.choice(["F", "M"], PEOPLE), mask=draw.random(PEOPLE) < 0.4),
                "rooms": pa.array(rooms, mask=draw.random(PEOPLE) < 0.3),
                "owner": draw.random(PEOPLE) < 0.5,
                "since": pa.array((4_000 + number % 1_000).astype(np.int32)).cast(pa.date32()),
            }
        ),
        folder / "persons.parquet",
    )
    owner = np.repeat(number, 4)
    rent = draw.uniform(300, 900, len(owner))
    rent[0] = 987_654
    days = draw.integers(16_500, 18_600, len(owner)).astype(np.int32)
    why = pa.array(draw.choice(["work", "eviction"], len(owner)), mask=draw.random(len(owner)) < 0.1)
    pq.write_table(
        pa.table({"no": owner, "moved_on": pa.array(days).cast(pa.date32()), "why": why, "rent": rent}),
        folder / "moves.parquet",
    )  # fmt: skip
    (folder / "housing.json").write_text(json.dumps(DICTIONARY))
    add(folder / "housing.json", folder / "holdings", default_keys(folder / "holdings"))
    return folder / "holdings"


@pytest.fixture(scope="module")
def profile(holding):
    """What may be known of it."""
    store = open_content(holding, default_keys(holding), "housing")
    return protect_profile(measured(store, read(holding, "housing")), DisclosureRules())


def test_made_up_data_can_be_registered_and_a_study_run_on_them(holding, profile, tmp_path):
    (tmp_path / "study.toml").write_text(STUDY)
    protocol = read_protocol(tmp_path / "study.toml")
    dummy(read(holding, "housing"), profile, tmp_path / "made", protocol=protocol)
    add(tmp_path / "made" / "housing.json", tmp_path / "holdings", default_keys(tmp_path / "holdings"))
    release = outcomelab.run(
        tmp_path / "study.toml", tmp_path / "made" / "participants.csv", tmp_path / "holdings"
    )
    assert release.figures.matching.participants > 150


def test_types_codes_ranges_and_missing_shares_are_those_of_the_holding(holding, profile, tmp_path):
    dummy(read(holding, "housing"), profile, tmp_path / "made", persons=8_000)
    persons, moves = (pq.read_table(tmp_path / "made" / f"{name}.parquet") for name in ("persons", "moves"))
    assert abs(persons["rooms"].null_count / 8_000 - 0.3) < 0.03
    rooms = persons["rooms"].drop_null().to_numpy()
    assert (rooms.min(), rooms.max()) == (2, 8)
    assert set(moves["why"].drop_null().to_pylist()) == {"work", "eviction"}
    assert abs(moves["why"].null_count / moves.num_rows - 0.1) < 0.02  # of rows: a third of persons lack one
    assert abs(persons["sex"].null_count / 8_000 - 0.4) < 0.03  # an identifier that content keeps
    assert persons["surname"].null_count == 0
    since = persons["since"].to_pylist()  # percentiles 5 and 95: 2 February 1981 and 28 July 1983
    assert dt.date(1981, 1, 1) <= min(since) < dt.date(1981, 2, 2)
    assert dt.date(1983, 7, 28) < max(since) <= dt.date(1983, 12, 31)
    rent = moves["rent"].to_numpy()
    assert 300 <= rent.min() < 400
    assert 800 < rent.max() <= 900
    assert abs(moves.num_rows / 8_000 - 4) < 0.1
    days = moves["moved_on"].to_pylist()
    assert min(days) >= dt.date(2015, 1, 1)
    assert max(days) <= dt.date(2020, 12, 31)


def test_nothing_of_anybody_real_is_in_them(holding, profile, tmp_path):
    dummy(read(holding, "housing"), profile, tmp_path / "made")
    for file in (tmp_path / "made").iterdir():
        content = pq.read_table(file).to_pydict() if file.suffix == ".parquet" else file.read_text()
        assert "Realname" not in str(content)
        assert "987654" not in str(content)


def test_by_the_dictionary_alone_the_content_is_not_opened(holding, tmp_path):
    dummy(read(holding, "housing"), None, tmp_path / "made", persons=500)
    made = pq.read_table(tmp_path / "made" / "persons.parquet")
    assert made.num_rows == 500
    assert made["rooms"].null_count == 0


def test_the_same_seed_gives_the_same_data(holding, profile, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        dummy(read(holding, "housing"), profile, tmp_path / name, persons=100, seed=seed)
    first, again, other = (pa_csv.read_csv(tmp_path / name / "participants.csv") for name in "abc")
    assert first.equals(again)
    assert not first.equals(other)


def test_a_raw_profile_is_not_taken(holding, tmp_path):
    with pytest.raises(TypeError, match="cleared"):
        dummy(read(holding, "housing"), (), tmp_path / "made")


def test_a_folder_in_use_is_refused(holding, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="has something in it"):
        dummy(read(holding, "housing"), None, tmp_path)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 30), st.integers(0, 30))
def test_a_profile_tells_no_range_or_share_of_a_few(known, unknown, below, above):
    column = ColumnMeasured("x", known, unknown, 0.3, 12_345.6, 98_765.4, below, above)
    told = protect_profile((TableMeasured("t", 5, 5, (column,)),), DisclosureRules()).figures.tables[0]
    assert told.rows_a_person is None
    if min(known, unknown) < 10:
        assert told.columns[0].missing == 0
    if min(below, above) < 10:
        assert (told.columns[0].low, told.columns[0].high) == (None, None)
    else:
        assert (told.columns[0].low, told.columns[0].high) == (12_000, 99_000)


@given(st.dates(), st.dates(), st.integers(0, 30), st.integers(0, 30))
def test_of_days_a_profile_tells_years_and_none_of_a_few(first, last, below, above):
    days = [float((day - dt.date(1970, 1, 1)).days) for day in (first, last)]
    column = ColumnMeasured("x", 50, 50, 0.3, *days, below, above, dated=True)
    told = protect_profile((TableMeasured("t", 5, 5, (column,)),), DisclosureRules()).figures.tables[0].columns[0]
    if min(below, above) < 10:
        assert (told.low, told.high) == (None, None)
    else:
        low, high = (dt.date(1970, 1, 1) + dt.timedelta(day) for day in (told.low, told.high))
        assert (low.year, low.month, low.day) == (first.year, 1, 1)
        assert (high.year, high.month, high.day) == (min(last.year, 9998), 12, 31)


def test_what_nearly_everybody_has_in_common_is_not_told():
    column = ColumnMeasured("x", 500, 0, 0.0, 4_242.0, 4_242.0, 500, 500)
    told = protect_profile((TableMeasured("t", 500, 500, (column,)),), DisclosureRules()).figures.tables[0]
    assert (told.columns[0].low, told.columns[0].high) == (None, None)


def test_a_table_of_what_few_people_have_is_as_long_as_the_real_one_for_so_many_people(tmp_path):
    """And numbers that are all next to nothing stay numbers."""
    fields = [{"name": "no", "type": "integer", "role": "person"}]
    persons = {"name": "persons", "path": "p.parquet", "one_row_a_person": True, "schema": {"fields": [
        *fields, {"name": "surname", "type": "string", "role": "identifier", "identifier": "surname"},
        {"name": "dose", "type": "number", "role": "attribute"}]}}  # fmt: skip
    events = {"name": "stays", "path": "e.parquet", "schema": {"fields": [
        *fields, {"name": "day", "type": "date", "role": "event-date"}]}}  # fmt: skip
    (tmp_path / "d.json").write_text(json.dumps(DICTIONARY | {"resources": [persons, events]}))
    number, owner = np.arange(2_000), np.repeat(np.arange(200), 3)
    doses = np.random.default_rng(1).uniform(1e-7, 2e-7, 2_000)
    pq.write_table(
        pa.table({"no": number, "surname": ["Realname"] * 2_000, "dose": doses}), tmp_path / "p.parquet"
    )
    day = pa.array([dt.date(2017, 5, 1)] * len(owner))
    pq.write_table(pa.table({"no": owner, "day": day}), tmp_path / "e.parquet")
    add(tmp_path / "d.json", tmp_path / "real", default_keys(tmp_path / "real"))
    store = open_content(tmp_path / "real", default_keys(tmp_path / "real"), "housing")
    dictionary = read(tmp_path / "real", "housing")
    dummy(dictionary, protect_profile(measured(store, dictionary), DisclosureRules()), tmp_path / "made")
    assert abs(pq.read_metadata(tmp_path / "made" / "stays.parquet").num_rows / 10_000 - 0.3) < 0.03
    made = pq.read_table(tmp_path / "made" / "persons.parquet")["dose"].to_numpy()
    assert (made.min() >= 1e-7, made.max() <= 2e-7, len(np.unique(made)) > 50) == (True, True, True)


def test_a_register_that_says_little_of_people_in_numbers_has_made_up_data_that_can_be_registered(tmp_path):
    fields = [
        {"name": "no", "type": "integer", "role": "person"},
        {"name": "surname", "type": "string", "role": "identifier", "identifier": "surname"},
        {"name": "sex", "type": "integer", "role": "identifier", "identifier": "sex", "kept": True},
        {"name": "postcode", "type": "integer", "role": "identifier", "identifier": "postcode"},
        {"name": "area", "type": "string", "role": "code", "constraints": {"enum": ["01", "002"]}},
        {"name": "moved_in", "type": "date", "role": "attribute"},
    ]
    persons = {"name": "persons", "path": "p.csv", "one_row_a_person": True, "schema": {"fields": fields}}
    (tmp_path / "d.json").write_text(json.dumps(DICTIONARY | {"resources": [persons]}))
    (tmp_path / "p.csv").write_text("no,surname,sex,postcode,area,moved_in\n1,Vance,2,10115,01,2018-05-01\n")
    add(tmp_path / "d.json", tmp_path / "real", tmp_path / "real.keys")
    listed = dummy(read(tmp_path / "real", "housing"), None, tmp_path / "made", persons=50, participants=60)
    assert listed == 50  # for want of more people
    add(tmp_path / "made" / "housing.json", tmp_path / "again", tmp_path / "again.keys")
    names = pa_csv.read_csv(tmp_path / "made" / "participants.csv").column_names
    assert {"last_name", "first_name", "date_of_birth", "sex"} <= set(names)
    assert set(pq.read_table(tmp_path / "made" / "persons.parquet")["area"].to_pylist()) <= {"01", "002"}


@pytest.mark.parametrize(("participants", "told"), [(30, True), (1, False)])
def test_that_a_list_is_shorter_than_asked_for_is_told_and_else_nothing(holding, tmp_path, participants, told):
    asked = ["dummy", "housing", "--holdings", str(holding), "--known", "dictionary", "--persons", "20"]
    said = CliRunner().invoke(app, [*asked, "--participants", str(participants), "--out", str(tmp_path / "made")])
    assert said.exit_code == 0
    listed = pa_csv.read_csv(tmp_path / "made" / "participants.csv").num_rows
    assert (f"Only {listed} are on the list, of {participants} asked for" in said.output) is told
