"""Which engine is chosen, and where its cluster is: refused in words when the two don't fit."""

from __future__ import annotations

import pytest

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.engines.spark import session
from outcomelab.engines.spark.starting import Load
from outcomelab.errors import EngineError, UsageError


def test_duckdb_is_the_engine_unless_another_is_named():
    assert Engine() == DUCKDB


def test_spark_needs_an_address():
    with pytest.raises(UsageError, match="--spark-master"):
        Engine("spark")


def test_an_address_that_is_no_cluster_s_is_refused():
    with pytest.raises(UsageError, match="spark://host:7077"):
        Engine("spark", "http://somewhere")


def test_another_engine_is_refused():
    with pytest.raises(UsageError, match="duckdb or spark"):
        Engine("other")


def test_spark_that_is_not_installed_is_said(monkeypatch):
    monkeypatch.setattr(session, "find_spec", lambda _: None)
    with (
        pytest.raises(EngineError, match="not installed"),
        session.opened("spark://127.0.0.1:9", Load(1, 1)),
    ):
        pytest.fail("nothing to open")
