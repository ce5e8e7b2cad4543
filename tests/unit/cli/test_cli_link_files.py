"""`outcomelab link LEFT RIGHT` and `outcomelab link-quality`."""

import csv
import datetime as dt
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from faker import Faker
from typer.testing import CliRunner

from outcomelab.cli import main as _commands  # noqa: F401 registers them
from outcomelab.cli.app import app
from outcomelab.errors import OutcomeLabError, UsageError


def write(file, heads, rows):
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([heads, *rows])


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Two files of 200 and 2,000 invented people, of whom 150 are in both, and those pairs."""
    folder = tmp_path_factory.mktemp("files")
    fake = Faker("en_GB")
    fake.seed_instance(5)
    start = dt.date(1950, 1, 1)
    people = [
        (
            fake.last_name(),
            fake.first_name(),
            (start + dt.timedelta(days=37 * n % 15000)).isoformat(),
            f"27{n % 97:03}",
        )
        for n in range(2050)
    ]
    write(
        folder / "right.csv",
        ("id", "lname", "fname", "dob", "zip"),
        [(n, *p) for n, p in enumerate(people[:2000])],
    )
    listed = people[:150] + people[2000:]
    write(folder / "left.csv", ("key", "last_name", "first_name", "born", "zip code"),
          [(f"L{n}", *p) for n, p in enumerate(listed)])  # fmt: skip
    write(folder / "truth.csv", ("left_id", "right_id"), [(f"L{n}", n) for n in range(150)])
    return folder


def run(*words):
    """Run a command in this process; what it raises is for the caller."""
    done = CliRunner().invoke(app, [*map(str, words)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture(scope="module")
def linked(files):
    done = run("link", files / "left.csv", files / "right.csv", "--left-id", "key", "--right-id", "id",
               "--on", "2020-01-01", "--out", files / "out")  # fmt: skip
    return files / "out", done


def test_links_and_report_are_written_into_a_closed_folder(linked):
    folder, done = linked
    assert done.exit_code == 0
    assert {file.name for file in folder.iterdir()} == {"links.parquet", "linkage.json"}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    links = pq.read_table(folder / "links.parquet")
    assert [str(field.type) for field in links.schema] == ["string", "int64", "double"]
    assert 145 <= links.num_rows <= 155


def test_the_report_says_how_the_links_were_decided(linked):
    folder, _ = linked
    report = json.loads((folder / "linkage.json").read_text())
    assert report["links"] == pq.read_metadata(folder / "links.parquet").num_rows
    assert report["model"]["precision"] == 0.99
    assert report["left"] == {"records": 200, "different": 200}
    assert any("surname from “last_name”" in note for note in report["notes"])


def test_the_quality_is_said_in_words_with_the_truth_beside_it(linked, files):
    folder, _ = linked
    words = " ".join(run("link-quality", folder, "--truth", files / "truth.csv").stdout.split())
    assert "were linked" in words
    assert "Estimated: of the links" in words
    assert "Against 150 pairs known to be one person: precision" in words
    assert "age band" in words


def test_columns_of_any_name_are_read_through_a_columns_file(files, tmp_path):
    rows = list(csv.reader((files / "left.csv").read_text().splitlines()))
    write(tmp_path / "left.csv", ("alpha", "beta", "gamma", "delta", "epsilon"), rows[1:])
    (tmp_path / "c.toml").write_text(
        '[left]\nsurname = "beta"\nforename = "gamma"\ndate_of_birth = "delta"\npostcode = "epsilon"\n'
    )
    run("link", tmp_path / "left.csv", files / "right.csv", "--columns", tmp_path / "c.toml", "--left-id", "alpha",
        "--right-id", "id", "--out", tmp_path / "out")  # fmt: skip
    assert pq.read_metadata(tmp_path / "out" / "links.parquet").num_rows >= 145


WRONG = {
    "one file": (("left.csv",), "needs two files"),
    "a study without its list": (("study.toml",), "needs --cohort and --holdings"),
    "a study and a file": (("study.toml", "right.csv"), "RIGHT cannot be used here"),
    "two files and a holding": (("left.csv", "right.csv", "--holdings", "h"), "--holdings cannot be used here"),
    "a study with ids": (("study.toml", "--left-id", "key"), "--left-id cannot be used here"),
    "a precision in per cent": (("left.csv", "right.csv", "--precision", "99"), "less than 1"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_arguments_that_fit_neither_form_are_explained(files, words, said, monkeypatch):
    monkeypatch.chdir(files)
    with pytest.raises(UsageError, match=said):
        run("link", *words, "--out", "nothing")
    assert not (files / "nothing").exists()


def test_a_folder_that_cannot_be_written_is_told_before_the_work(files, tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UsageError, match="cannot be written"):
        run("link", files / "left.csv", files / "right.csv", "--out", tmp_path / "out")


REFUSED = {
    "ids twice there": (
        ("a,last_name,born", "1,Okonkwo,1990-01-02", "1,Ek,1990-01-03"),
        ("--left-id", "a"),
    ),
    "no identifiers": (("a,b", "1,2"), ()),
    "a column of ids that is not there": (("a,last_name,born", "1,Okonkwo,1990-01-02"), ("--left-id", "z")),
    "nobody": (("last_name,born",), ()),
}


@pytest.mark.parametrize(("lines", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_linked_leaves_nothing_behind(files, tmp_path, lines, words):
    (tmp_path / "left.csv").write_text("\n".join(lines))
    with pytest.raises(OutcomeLabError, match=r"The left file \(left\.csv\) cannot be used") as caught:
        run("link", tmp_path / "left.csv", files / "right.csv", *words, "--out", tmp_path / "out")
    assert caught.value.exit_status == 4
    assert "Okonkwo" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_quality_of_a_folder_that_has_none_is_explained(tmp_path):
    with pytest.raises(UsageError, match="Make it with `outcomelab link`"):
        run("link-quality", tmp_path)


def test_a_refusal_at_the_door_is_words_and_a_status(files, tmp_path):
    command = [str(Path(sys.executable).with_name("outcomelab")), "link", str(files / "gone.csv"),
               str(files / "right.csv"), "--out", "out"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, env=os.environ)
    assert done.returncode == 4
    assert "The left file (gone.csv) cannot be used. There is no such file." in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_what_is_written_into_an_open_folder_is_closed_to_others(files, tmp_path):
    (tmp_path / "open").mkdir(mode=0o755)
    run("link", files / "left.csv", files / "right.csv", "--out", tmp_path / "open")
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "open").iterdir()} == {0o600}


def test_a_precision_that_cannot_be_is_told_before_a_file_is_read(tmp_path):
    with pytest.raises(UsageError, match="less than 1"):
        run("link", tmp_path / "none.csv", tmp_path / "none.csv", "--precision", "2", "--out", tmp_path / "out")


def test_a_folder_is_no_file_of_people(files):
    with pytest.raises(OutcomeLabError, match=r"The left file \(\.\) cannot be used. This is a folder"):
        run("link", Path(), files / "right.csv", "--out", files / "never")


def test_a_columns_file_that_is_missing_is_named(files):
    with pytest.raises(OutcomeLabError, match=r"gone\.toml is not there"):
        run("link", files / "left.csv", files / "right.csv", "--columns", "gone.toml", "--out", files / "never")


def test_of_small_groups_no_figures_are_shown(linked, tmp_path):
    told = json.loads((linked[0] / "linkage.json").read_text())
    told["groups"] = [{**told["groups"][0], "level": level, "participants": n, "linked": n}
                      for level, n in (("under 18", 1), ("18–24", 199))]  # fmt: skip
    (tmp_path / "linkage.json").write_text(json.dumps(told))
    rows = [line.split() for line in run("link-quality", tmp_path).output.splitlines()]
    assert next(row for row in rows if "under" in row and "18" in row)[-5:] == ["under", "10", "–", "–", "–"]
    assert "199" in next(row for row in rows if "18–24" in row)
