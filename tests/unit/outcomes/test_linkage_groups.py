"""Linkage quality by groups that only content knows."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from outcomelab.engines.duck import opened
from outcomelab.errors import OutcomesError
from outcomelab.handovers.holding import Column, ContentStore, Dictionary, Table
from outcomelab.handovers.linkage import CROSSWALK, EXPECTED, HeldGroup
from outcomelab.outcomes.linkage_groups import linkage_by_content

PERSONS = Table(
    "persons",
    (
        Column("ethnicity", "string", "code", title="Ethnicity", sensitive=True),
        Column("married", "boolean", "attribute"),
        Column("disabled", "boolean", "attribute", sensitive=True),
    ),
    one_row_a_person=True,
)
DICTIONARY = Dictionary(
    "register", "Register", "Ministry", "Act", dt.date(2000, 1, 1), dt.date(2020, 1, 1), (PERSONS,)
)
CROSS = pa.table({"row": [2, 3], "person_key": [11, 12], "match_probability": [0.99, 0.95]}, CROSSWALK)
CHANCES = pa.table(
    {"person_key": [11, 12, 13, 14], "expected": [1.0, 0.97, 0.5, 0.25], "right": [0.99, 0.95, 0.0, 0.0]}, EXPECTED
)


@pytest.fixture
def content(tmp_path):
    store = ContentStore(tmp_path / "content.duckdb", "k" * 64)
    with opened(store, write=True) as connection:
        connection.execute(
            "CREATE TABLE persons AS SELECT * FROM (VALUES (11::BIGINT, 'x', true, true), (12, 'y', true, true),"
            " (13, 'x', false, true), (14, NULL, false, true), (15, 'z', true, true))"
            " AS t (person_key, ethnicity, married, disabled)"
        )
    return store


def test_links_and_matches_are_added_up_by_level(content):
    found = linkage_by_content(content, DICTIONARY, "persons", CROSS, CHANCES)
    assert found == (
        HeldGroup("ethnicity", "x", 1, 1.5, 0.99),
        HeldGroup("ethnicity", "y", 1, 0.97, 0.95),
        HeldGroup("ethnicity", "not recorded", 0, 0.25, 0.0),
    )


def test_only_what_the_dictionary_calls_sensitive_is_looked_at(content):
    groups = {one.group for one in linkage_by_content(content, DICTIONARY, "persons", CROSS, CHANCES)}
    assert "married" not in groups


def test_other_tables_than_linkage_hands_on_are_refused(content):
    with pytest.raises(OutcomesError, match="linkage handed"):
        linkage_by_content(content, DICTIONARY, "persons", CROSS, CROSS)
