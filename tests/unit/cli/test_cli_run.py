"""The command line: what a person sees when it goes well, and when it doesn't."""

import subprocess
import sys
from pathlib import Path

import pytest

from outcomelab.demo import recid
from outcomelab.holdings.register import add


@pytest.fixture(scope="module")
def ministry(tmp_path_factory):
    """The demo's justice study with clean lists: its files, and a folder of registered holdings."""
    folder = tmp_path_factory.mktemp("ministry")
    given = recid.write(folder, spoil=False)
    add(given.dictionary, folder / "holdings", folder / "holdings.keys")
    return given, folder


def outcomelab(*words, cwd):
    command = [str(Path(sys.executable).with_name("outcomelab")), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def test_the_main_job_tells_every_stage_and_ends_with_what_was_found_and_where_the_report_is(ministry, tmp_path):
    given, folder = ministry
    done = outcomelab(
        "run",
        given.study,
        "--cohort",
        given.cohort,
        "--holdings",
        folder / "holdings",
        "--out",
        "out",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    for stage in ("Protocol", "Participants", "Linkage", "Outcomes", "Comparison", "Disclosure control", "Report"):
        assert f"✓ {stage}" in done.stdout
    assert "Rearrested within one year" in done.stdout.splitlines()[-1]
    assert "out/report.html" in done.stdout.splitlines()[-1]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "report.html",
        "report.pdf",
        "results.json",
        "data",
    }


def test_a_protocol_with_mistakes_lists_them_and_writes_nothing(ministry, tmp_path):
    given, folder = ministry
    study = tmp_path / "study.toml"
    study.write_text(
        given.study.read_text().replace('table = "arrests"', 'table = "arests"').replace("title", "titel")
    )
    done = outcomelab(
        "run", study, "--cohort", given.cohort, "--holdings", folder / "holdings", "--out", "out", cwd=tmp_path
    )
    assert done.returncode == 3
    assert done.stderr.count("line ") >= 3
    assert "arrests" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_too_few_participants_are_told_how_many_more(ministry, tmp_path):
    given, folder = ministry
    short = tmp_path / "short.csv"
    short.write_text("\n".join(given.cohort.read_text().splitlines()[:51]))
    done = outcomelab(
        "run", given.study, "--cohort", short, "--holdings", folder / "holdings", "--out", "out", cwd=tmp_path
    )
    assert done.returncode == 4
    assert "10 more" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_protocol_changed_after_outcomes_were_seen_is_told_in_the_report(ministry, tmp_path):
    given, folder = ministry
    words = ("--cohort", given.cohort, "--holdings", folder / "holdings", "--out", "out")
    assert outcomelab("run", given.study, *words, cwd=tmp_path).returncode == 0
    changed = tmp_path / "changed.toml"
    changed.write_text(given.study.read_text().replace("to_day = 365", "to_day = 730"))
    assert outcomelab("run", changed, *words, cwd=tmp_path).returncode == 0
    assert '"changed_after_outcomes": true' in (tmp_path / "out" / "results.json").read_text()


def test_the_wrong_keys_open_nothing(ministry, tmp_path):
    given, folder = ministry
    (tmp_path / "keys").mkdir(mode=0o700)
    done = outcomelab(
        "run", given.study, "--cohort", given.cohort, "--holdings", folder / "holdings", "--out", "out",
        "--keys", "keys", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 5
    assert "key" in done.stderr


def test_a_file_that_is_not_there_is_named_without_a_stack_trace(ministry, tmp_path):
    given, folder = ministry
    done = outcomelab(
        "run", given.study, "--cohort", "gone.csv", "--holdings", folder / "holdings", "--out", "o", cwd=tmp_path
    )
    assert done.returncode == 4
    assert "no such file" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_something_unexpected_is_told_without_a_word_of_its_message(tmp_path):
    script = (
        "import sys; sys.argv = ['outcomelab', 'template', 'x.csv']\n"
        "import outcomelab.cohort.template as t\n"
        "def broken(path): raise ValueError('Jane Doe 1990-01-01')\n"
        "t.write_template = broken\n"
        "from outcomelab.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 70
    assert "ValueError" in done.stderr
    assert "Jane" not in done.stderr + done.stdout
