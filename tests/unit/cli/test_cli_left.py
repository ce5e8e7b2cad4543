"""What stages leave for one another in the lab's folder is of one run, or the next stage says what to do again."""

import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import outcomelab.cli.main  # noqa: F401 registers the commands
from outcomelab.cli import findings, left
from outcomelab.cli.app import app
from outcomelab.cli.left import ANALYSIS, HOLDING, digest, leave, require
from outcomelab.errors import HoldingError, UsageError
from outcomelab.hall import lab as hall
from outcomelab.hall import stages
from outcomelab.protocol.fix import sha256
from outcomelab.protocol.read import read_text

STAGES = ("link", "derive", "evaluate")
STUDY = """
[study]
title = "Mentoring"
programme = "Mentoring"
provider = "Bridge Trust"
custodian = "Ministry"
agreement = "2026-001"
[holding]
name = "justice"
[index]
event = "release"
on = 2018-01-01
[[covariates]]
name = "sex"
label = "Sex"
kind = "category"
column = "sex"
[[outcomes]]
name = "arrested"
label = "Arrested"
kind = "any"
table = "arrests"
"""


def table(number: int) -> pa.Table:
    return pa.table({"row": [number]})


def linked(lab: Path, number: int = 1, protocol: str = "p") -> None:
    leave(lab, "link", protocol, {}, {"crosswalk.parquet": table(number)}, {"cohort.json": f"[{number}]"})


def derived(lab: Path, number: int = 1, protocol: str = "p") -> None:
    members = {"members.parquet": table(number)} if number == 1 else {}
    leave(lab, "derive", protocol, require(lab, protocol, "link"), {ANALYSIS: table(number), **members}, {})


def evaluated(lab: Path, of: Path) -> None:
    leave(lab, "evaluate", "p", {ANALYSIS: digest(of)}, {}, {"found.json": "{}"})


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    folder = tmp_path / "lab"
    linked(folder)
    derived(folder)
    evaluated(folder, folder / ANALYSIS)
    return folder


def test_what_one_run_left_is_all_there(lab: Path) -> None:
    there = require(lab, "p", *STAGES)
    assert set(there) == {"crosswalk.parquet", "cohort.json", ANALYSIS, "members.parquet", "found.json"}


@pytest.mark.parametrize("name", ["crosswalk.parquet", "cohort.json"])
def test_a_stage_that_was_interrupted_between_two_files_is_run_again(lab: Path, tmp_path: Path, name: str) -> None:
    linked(tmp_path / "other", 2)
    (tmp_path / "other" / name).replace(lab / name)
    with pytest.raises(UsageError, match=rf"{name} is not as `outcomelab link` leaves it\. Run `outcomelab link`"):
        require(lab, "p", "link")


def test_a_file_that_is_gone_is_missed(lab: Path) -> None:
    (lab / "crosswalk.parquet").unlink()
    with pytest.raises(UsageError, match="is not as `outcomelab link` leaves it"):
        require(lab, "p", "link")


def test_links_made_anew_ask_for_what_comes_after_them(lab: Path) -> None:
    linked(lab, 2)
    with pytest.raises(UsageError, match=r"`outcomelab derive` was run on another crosswalk\.parquet"):
        require(lab, "p", *STAGES)


def test_what_was_found_of_another_table_is_not_released(lab: Path, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("another")
    evaluated(lab, tmp_path / "table.csv")
    with pytest.raises(UsageError, match=r"`outcomelab evaluate` was run on another analysis\.parquet"):
        require(lab, "p", *STAGES)


def test_a_protocol_that_was_changed_on_the_way_is_noticed(lab: Path) -> None:
    with pytest.raises(UsageError, match=r"What `outcomelab link` left in .* is of another protocol"):
        require(lab, "q", "link")


def test_a_stage_that_was_not_run_is_named(tmp_path: Path) -> None:
    linked(tmp_path / "lab")
    with pytest.raises(UsageError, match="does not hold what `outcomelab derive` leaves there"):
        require(tmp_path / "lab", "p", *STAGES)


def test_a_holding_that_was_changed_since_is_named(tmp_path: Path) -> None:
    leave(tmp_path / "lab", "link", "p", {HOLDING: "before"}, {"crosswalk.parquet": table(1)}, {})
    assert require(tmp_path / "lab", "p", "link", holding="before")[HOLDING] == "before"
    with pytest.raises(UsageError, match=r"The holding was changed since `outcomelab link` was run on it\. Run"):
        require(tmp_path / "lab", "p", "link", holding="after")


def test_a_file_that_may_not_be_read_is_not_said_to_be_another(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left, "digest", lambda _: "")  # whoever runs this may read everything
    with pytest.raises(UsageError, match=r"crosswalk\.parquet cannot be read"):
        require(lab, "p", "link")


def test_what_several_leave_at_once_is_of_one_of_them(tmp_path: Path) -> None:
    lab = tmp_path / "lab"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: linked(lab, number), range(12)))
    require(lab, "p", "link")
    (number,) = pq.read_table(lab / "crosswalk.parquet")["row"].to_pylist()
    assert (lab / "cohort.json").read_text() == f"[{number}]"


def test_a_stage_whose_note_has_no_room_leaves_what_was_there(lab: Path) -> None:
    before = {path.name: path.read_bytes() for path in lab.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
    try:
        with pytest.raises(UsageError, match="cannot be written"):
            leave(lab, "link", "p" * 2_000, {}, {"crosswalk.parquet": table(2)}, {"cohort.json": "[2]"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path.name: path.read_bytes() for path in lab.iterdir()} == before


def test_where_a_folder_is_in_the_way_no_file_takes_its_place(lab: Path) -> None:
    before = (lab / "cohort.json").read_bytes()
    (lab / "crosswalk.parquet").unlink()
    (lab / "crosswalk.parquet").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        linked(lab, 2)
    assert (lab / "cohort.json").read_bytes() == before


def test_a_file_of_an_earlier_run_is_none_of_this_one(lab: Path) -> None:
    derived(lab, 2)
    evaluated(lab, lab / ANALYSIS)
    assert (lab / "members.parquet").exists()
    assert "members.parquet" not in require(lab, "p", *STAGES)


def test_evaluate_does_not_take_the_labs_own_table_of_an_earlier_list(tmp_path: Path) -> None:
    lab, study = tmp_path / "lab", tmp_path / "study.toml"
    study.write_text(STUDY)
    protocol = sha256(read_text(STUDY, "study.toml"))
    linked(lab, 1, protocol)
    derived(lab, 1, protocol)
    linked(lab, 2, protocol)
    words = ["evaluate", str(lab / ANALYSIS), "--protocol", str(study), "--out", str(tmp_path / "out")]
    ran = CliRunner().invoke(app, words)
    assert isinstance(ran.exception, UsageError)
    assert "`outcomelab derive` was run on another crosswalk.parquet" in str(ran.exception)
    assert not (tmp_path / "out").exists()


def test_a_report_without_the_labs_seal_key_makes_none_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "holdings").mkdir()
    (tmp_path / "cleared.json").write_text("{}")
    words = ["report", str(tmp_path / "cleared.json"), "--holdings", str(tmp_path / "holdings")]
    ran = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "out")])
    assert isinstance(ran.exception, HoldingError)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cleared.json", "holdings"]


def test_what_somebody_else_leaves_while_findings_are_read_is_not_released(
    lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_meanwhile(*_: object) -> None:
        leave(lab, "evaluate", "p", {ANALYSIS: digest(lab / ANALYSIS)}, {}, {"found.json": "[]"})

    for name in ("read_value", "replace", "sha256"):
        monkeypatch.setattr(findings, name, lambda *_, **__: "p")
    monkeypatch.setattr(findings.stages, "found", read_meanwhile)
    with pytest.raises(UsageError, match="Somebody else was at work"):
        findings.findings_in(lab, SimpleNamespace(protocol=None), "")


@pytest.mark.parametrize(
    ("words", "last"),
    [
        (("run", "study.toml", "--cohort", "study.toml", "--holdings", "."), "--out"),
        (("derive", "study.toml", "--holdings", "."), "--lab"),
        (("protect", "study.toml", "--holdings", "."), "--lab"),
    ],
)
def test_where_nothing_can_be_written_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], last: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "study.toml").write_text("no protocol")  # which would be said next
    ran = CliRunner().invoke(app, [*words, last, "study.toml"])
    assert isinstance(ran.exception, UsageError)
    assert "The folder study.toml cannot be written" in str(ran.exception)


def test_a_release_that_could_not_be_sealed_is_not_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "h.keys").mkdir(mode=0o700)
    (tmp_path / "h.keys" / "lab.seal.key").write_text("no key")
    monkeypatch.setattr(stages, "ask", lambda *_: None)
    monkeypatch.setattr(hall, "holding_hash", lambda *_: "")
    monkeypatch.setattr(findings, "findings_in", lambda *_: (None, None))
    monkeypatch.setattr(stages, "held_against_ledger", lambda *_: pytest.fail("it was recorded"))
    words = ["protect", "study.toml", "--holdings", str(tmp_path / "h"), "--lab", str(tmp_path / "lab")]
    ran = CliRunner().invoke(app, words)
    assert isinstance(ran.exception, HoldingError)
    assert "does not hold a key" in str(ran.exception)
