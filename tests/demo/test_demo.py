"""The demo, whole: two questions about real people, from clean lists and from spoiled ones."""

import csv
import json
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pypdf
import pytest
from tests.killing import OneDay

from outcomelab.demo import nsw
from outcomelab.demo.run import earnings, fresh, reoffending
from outcomelab.errors import UsageError

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "results.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def one_day():
    """It stays the day that it is, however late."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("outcomelab.pipeline.dt", SimpleNamespace(date=OneDay))
        yield


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    out = tmp_path_factory.mktemp("spoiled")
    return {"earnings": earnings(out), "reoffending": reoffending(out)}


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return earnings(tmp_path_factory.mktemp("clean"), spoil=False)


@pytest.fixture(params=["spoiled", "clean"])
def earnings_study(request):
    found = request.getfixturevalue(request.param)
    return found["earnings"] if request.param == "spoiled" else found


def test_the_interval_contains_what_the_experiment_found(earnings_study):
    effect = earnings_study.release.figures.outcomes[0].effect
    assert effect.low < nsw.EXPERIMENT < effect.high


def test_every_covariate_is_balanced(earnings_study):
    figures = earnings_study.release.figures
    assert figures.matching.colour in ("green", "amber")
    assert max(abs(line.smd_after) for line in figures.balance if line.smd_after is not None) < 0.1


@pytest.mark.parametrize("study", ["earnings", "reoffending"])
def test_linkage_stands_against_the_truth(spoiled, study):
    assert spoiled[study].linkage.precision >= 0.99
    assert spoiled[study].linkage.recall >= 0.95


def test_both_outcomes_of_both_studies_are_answered(spoiled):
    kinds = [outcome.kind for study in spoiled.values() for outcome in study.release.figures.outcomes]
    assert kinds == ["amount", "any", "any", "time-to-first"]
    assert all(o.effect.estimate is not None for s in spoiled.values() for o in s.release.figures.outcomes)


@pytest.mark.parametrize("study", ["earnings", "reoffending"])
def test_the_flow_adds_up_from_submitted_to_matched(spoiled, study):
    flow = spoiled[study].release.figures.flow
    lost = sum(loss.count or 0 for step in flow for loss in step.lost)
    assert flow[0].count - lost == flow[-1].count


@pytest.mark.parametrize("study", ["earnings", "reoffending"])
def test_results_follow_the_schema_in_the_docs(spoiled, study):
    jsonschema.validate(json.loads(spoiled[study].written.results.read_text(encoding="utf-8")), SCHEMA)


@pytest.mark.parametrize("study", ["earnings", "reoffending"])
def test_nothing_of_a_participant_is_in_anything_written(spoiled, study):
    written = spoiled[study].written
    pages = pypdf.PdfReader(written.pdf).pages
    texts = [path.read_text(encoding="utf-8") for path in (written.html, written.results, *written.data.iterdir())]
    everything = "\n".join([*texts, *(page.extract_text() for page in pages)])
    cohort = written.html.parents[1] / "provider" / "participants.csv"
    with cohort.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for name in ("Date of Birth", "Client no."):
                assert not row[name] or len(row[name]) < 6 or row[name] not in everything
            assert f"{row['First Name']} {row['Last Name']}".strip() in ("", "TOTAL") or (
                f"{row['First Name']} {row['Last Name']}" not in everything
            )


def test_the_ministrys_stores_hold_nothing_in_the_clear(spoiled):
    folder = spoiled["earnings"].written.html.parents[1]
    with (folder / "ministry" / "persons.csv").open(encoding="utf-8", newline="") as file:
        people = [row for row, _ in zip(csv.DictReader(file), range(50), strict=False)]
    stored = b"".join(path.read_bytes() for path in (folder / "holdings").rglob("*") if path.is_file())
    assert not [p for p in people if p["service_no"].encode() in stored or p["person_no"].encode() in stored]


def test_the_same_study_again_gives_the_same_bytes(spoiled, tmp_path):
    again = reoffending(tmp_path).written
    first = spoiled["reoffending"].written
    for name in ("report.html", "report.pdf", "results.json", "data/outcomes.csv", "data/datapackage.json"):
        assert (again.html.parent / name).read_bytes() == (first.html.parent / name).read_bytes()


def test_a_demo_never_empties_a_folder_that_is_not_a_demo(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="something other than a demo"):
        fresh(tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_a_demo_empties_an_earlier_demo(tmp_path):
    folder = fresh(tmp_path / "demo")
    (folder / "old").touch()
    assert [path.name for path in fresh(folder).iterdir()] == [".outcomelab-demo"]
