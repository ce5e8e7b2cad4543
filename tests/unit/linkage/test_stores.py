"""Persons read from an encrypted store of identifiers."""

from __future__ import annotations

from outcomelab.engines.duck import opened
from outcomelab.handovers.holding import IdentifierStore
from outcomelab.linkage.link import link
from outcomelab.protocol.model import Linkage


def test_a_store_and_its_table_give_the_same_links(town, tmp_path):
    store = IdentifierStore(tmp_path / "identifiers.duckdb", "0123456789abcdef" * 4)
    with opened(store, write=True) as connection:
        connection.register("given", town.persons)
        connection.execute("CREATE TABLE persons AS SELECT * FROM given")
    some = town.participants.slice(0, 30)
    assert link(some, store, Linkage()) == link(some, town.persons, Linkage())


def test_linking_leaves_no_file_behind(town, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    link(town.participants.slice(0, 20), town.persons, Linkage())
    assert list(tmp_path.rglob("*")) == []
