"""A study on a cluster that is lost on the way twice, and loses a worker twice: DuckDB's bytes in the end."""

from __future__ import annotations

import math
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv
from pyspark import SparkContext
from pyspark.sql import SparkSession
from tests.engines.studies import answered, lab
from typer.testing import CliRunner

from outcomelab.cli import main  # noqa: F401 registers the commands
from outcomelab.cli.app import app
from outcomelab.engines.spark.session import opened
from outcomelab.engines.spark.starting import Load
from outcomelab.errors import EngineError

# PySpark leaves its sockets to the collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

COMPARING = ("link", "comparing")


@dataclass(frozen=True)
class Told:
    """What came of one study: `here`, on DuckDB; and `there`, on a cluster. That had no worker at first; then of
    two it lost one while it compared names, the other one while it derived; then one of two, and it was done.

    `kept`: steps on the disk when the cluster was lost; `said`: what the last run told; `java_wrote`: what was
    beside that on the terminal when the first began; `left`: what is in the folder that all was done in.
    """

    here: Path
    there: Path
    refused: tuple[EngineError, ...]
    sessions_left: int
    published: bool
    kept: tuple[frozenset[str], ...]
    said: tuple[str, ...]
    workers_left: int
    named: tuple[Path, ...]
    unfinished: tuple[Path, ...]
    java_wrote: bytes
    left: tuple[str, ...]


@dataclass
class Clock:
    """What tells how long a cluster has been without workers. Once all are lost, it runs thirty times as fast."""

    lost: float = math.inf

    def __call__(self) -> float:
        now = time.monotonic()
        return now + 30 * max(0.0, now - self.lost)


@pytest.fixture(scope="module")
def told(running_cluster, one_java, tmp_path_factory):  # noqa: ARG001 for the sake of its time
    folder = tmp_path_factory.mktemp("studies")
    here = answered(lab(folder / "here", "duckdb"))
    place, said, sessions = lab(folder / "there", "spark"), list[str](), list[object]()
    working = folder / "working"
    working.mkdir()
    clock = Clock()

    def losing(*moments):
        """Lose a worker at each of these moments: a stage, and how its words begin."""
        said.clear()
        clock.lost = math.inf if running_cluster.workers else time.monotonic()

        def progress(stage, words):
            said.append(words)
            if any(stage == at and words.startswith(begin) for at, begin in moments):
                running_cluster.lose(1)
                clock.lost = math.inf if running_cluster.workers else time.monotonic()

        return {"progress": progress, "spark": running_cluster.address}

    def lost(*moments):
        with pytest.raises(EngineError) as refused:
            answered(place, **losing(*moments))
        sessions.append(SparkSession.getActiveSession())
        return refused.value, frozenset(step.stem for step in place.rglob("*.step"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("outcomelab.engines.spark.watch.monotonic", clock)
        patch.chdir(working)
        with (folder / "terminal").open("wb") as terminal, redirected(terminal):
            first = lost()
        running_cluster.complete()
        second = lost(COMPARING, ("derive", "finding"))
    published = (place / "out").exists()
    running_cluster.complete()
    there = answered(place, **losing(("derive", "gathering")))
    return Told(
        here,
        there,
        (first[0], second[0]),
        len(sessions) - sessions.count(None),
        published,
        (first[1], second[1]),
        tuple(said),
        len(running_cluster.workers),
        named(place, running_cluster),
        tuple(place.rglob("*.step")),
        (folder / "terminal").read_bytes(),
        tuple(path.name for path in working.iterdir()),
    )


@contextmanager
def redirected(file: BinaryIO) -> Iterator[None]:
    """Whatever this process and those it starts would write to the terminal goes to `file`."""
    kept = {stream: os.dup(stream) for stream in (1, 2)}
    try:
        for stream in kept:
            os.dup2(file.fileno(), stream)
        yield
    finally:
        for stream, copy in kept.items():
            os.dup2(copy, stream)
            os.close(copy)


def named(place: Path, cluster) -> tuple[Path, ...]:
    """Files that hold a surname, of everything that the cluster and the sessions on it have written."""
    held = csv.read_csv(place / "ministry" / "persons.csv")["surname"].to_pylist()
    names = {name.encode() for name in held[:50] if len(name) > 5}
    files = [file for file in cluster.folder.rglob("*") if file.is_file() and file.suffix != ".jar"]
    assert files
    return tuple(file for file in files if any(name in file.read_bytes() for name in names))


# Before there is any Java.
def test_java_that_is_not_there_is_said(monkeypatch):
    monkeypatch.setenv("JAVA_HOME", "/nonexistent")
    said = re.escape("/nonexistent/bin/java")
    with pytest.raises(EngineError, match=f"did not start.* It said: .*{said}"), opened("local[1]", Load(1, 1)):
        pytest.fail("nothing to open")


def test_a_cluster_that_is_gone_in_mid_study_is_said_and_nothing_is_published(told):
    for refused in told.refused:
        assert "has no worker that answers" in str(refused)
        assert refused.exit_status == 13
    assert not told.sessions_left
    assert not told.published


def test_what_was_finished_by_then_is_kept_and_taken_up(told):
    linking, deriving = told.kept
    assert "linkage" not in linking
    assert {"crosswalk", "expected", "linkage"} <= deriving
    assert any("is taken up after: linkage" in words for words in told.said)
    assert not [words for words in told.said if words.startswith("comparing")]


def test_workers_killed_in_mid_study_change_no_byte_of_what_is_published(told):
    assert told.workers_left == 1
    assert told.there.read_bytes() == told.here.read_bytes()


def test_no_name_is_left_on_the_cluster_and_nothing_unfinished_in_the_lab(told):
    assert not told.named
    assert not told.unfinished


def test_java_writes_nothing_among_the_progress_and_leaves_no_folder(told):
    assert not told.java_wrote
    assert not told.left


# The last one: Java is killed at its end.
def test_a_table_is_protected_there_to_the_same_bytes(told, running_cluster, tmp_path, monkeypatch):
    running_cluster.complete()
    table = told.there.parent.parent / "ministry" / "releases.csv"
    as_text = csv.ConvertOptions(column_types=dict.fromkeys(("felony", "married", "supervised"), pa.string()))
    pq.write_table(csv.read_csv(table, convert_options=as_text), tmp_path / "releases.parquet")
    there = ("--engine", "spark", "--spark-master", running_cluster.address)
    sources = {
        "here": (str(table),),
        "there": (str(table), *there),
        "read there": ((tmp_path / "releases.parquet").as_uri(), *there),
        "unknown": ("nosuch://host/releases.parquet", *there),
    }
    errors: dict[str, BaseException | None] = {}
    with (
        pytest.raises(EngineError, match="The Java beside this process"),
        opened(running_cluster.address, Load(1_000, 1_000)) as session,
    ):
        # One for all of them: a session takes longer to start than the work takes.
        protect_and_lose_java(session, sources, tmp_path, monkeypatch, errors)
    assert "The cluster cannot read nosuch://host" in str(errors.pop("unknown"))
    assert not any(errors.values())
    for name in ("there", "read there"):
        for file in ("cleared.csv", "evidence.json"):
            assert (tmp_path / name / file).read_bytes() == (tmp_path / "here" / file).read_bytes()


def protect_and_lose_java(session, sources, folder, monkeypatch, errors):
    """Protect a table from each of its `sources`, put down the errors, and then kill the Java that it goes by."""
    monkeypatch.setattr("outcomelab.engines.spark.session.opened", lambda *_: nullcontext(session))
    errors |= {name: protected(*source, out=folder / name) for name, source in sources.items()}
    SparkContext._gateway.proc.kill()
    session.sql("SELECT 1").collect()


def protected(*source: str, out: Path) -> BaseException | None:
    """Why a table is not protected, if it is not."""
    asked = ("--by", "felony", "--by", "married", "--and", "supervised,felony", "--sum", "months_served")
    return CliRunner().invoke(app, ["protect", *source, *asked, "--out", str(out)]).exception
