"""Writing a report: whole or not at all, and only what was cleared."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import pytest

from outcomelab.errors import ReportError
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import Figures
from outcomelab.reports.files import write_files
from outcomelab.reports.write import report

Samples = dict[str, Figures]
Clear = Callable[[Figures], Cleared[Figures]]
FILES = [
    "data/balance.csv",
    "data/datapackage.json",
    "data/flow.csv",
    "data/linkage.csv",
    "data/linkage_thresholds.csv",
    "data/linked_unlinked.csv",
    "data/outcomes.csv",
    "data/sensitivity.csv",
    "data/survival.csv",
    "data/survival_figures.csv",
    "report.html",
    "report.pdf",
    "results.json",
]
SNIPPET = """\
from pathlib import Path
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import Figures
from outcomelab.reports.write import report


def write(output: {given}) -> None:
    report(output, Path("out"))


known = Cleared
"""


@pytest.fixture
def bare(samples: Samples, clear: Clear) -> Cleared[Figures]:
    """The quickest sample to draw."""
    return clear(samples["bare"])


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in _files(folder)}


def test_a_report_is_twelve_files(bare: Cleared[Figures], tmp_path: Path) -> None:
    report(bare, tmp_path / "new" / "out")
    assert _files(tmp_path / "new" / "out") == FILES


def test_it_says_where_everything_is(bare: Cleared[Figures], tmp_path: Path) -> None:
    written = report(bare, tmp_path)
    assert all(path.exists() for path in (written.html, written.pdf, written.results, written.data))


def test_results_are_the_figures_written_out(bare: Cleared[Figures], tmp_path: Path) -> None:
    written = report(bare, tmp_path)
    assert Figures.model_validate_json(written.results.read_bytes()) == bare.figures


def test_the_same_figures_give_the_same_bytes(samples: Samples, clear: Clear, tmp_path: Path) -> None:
    for name in ("one", "two"):
        report(clear(samples["good"]), tmp_path / name)
    assert _contents(tmp_path / "one") == _contents(tmp_path / "two")


def test_an_earlier_report_is_replaced_and_other_files_are_left(bare: Cleared[Figures], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ("report.html", "data/flow.csv", "notes.txt", "data/mine.txt"):
        (tmp_path / name).write_text("old")
    report(bare, tmp_path)
    old = [name for name, content in _contents(tmp_path).items() if content == b"old"]
    assert old == ["data/mine.txt", "notes.txt"]


def test_nothing_is_left_behind_beside_the_report(bare: Cleared[Figures], tmp_path: Path) -> None:
    report(bare, tmp_path / "out")
    report(bare, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert _files(tmp_path / "out") == FILES


def test_raw_figures_are_an_error_at_run_time(samples: Samples, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="only cleared figures"):
        report(samples["bare"], tmp_path)  # type: ignore[arg-type]  # the point of the test


def test_raw_figures_write_nothing(samples: Samples, tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        report(samples["bare"], tmp_path / "out")  # type: ignore[arg-type]  # the point of the test
    assert not (tmp_path / "out").exists()


def test_raw_figures_are_an_error_under_mypy_and_cleared_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "mypy.ini").write_text(
        "[mypy]\nstrict = True\nplugins = pydantic.mypy\nfollow_imports = silent\n"
        "[mypy-altair.*,vl_convert.*,typst.*,jinja2.*,markupsafe.*]\nfollow_imports = skip\n"
    )
    for name, given in (("raw", "Figures"), ("sealed", "Cleared[Figures]")):
        (tmp_path / f"{name}.py").write_text(SNIPPET.format(given=given))
    command = [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--cache-dir", ".cache", "."]
    environment = {"MYPYPATH": str(Path(__file__).parents[3] / "src"), "PATH": ""}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        'raw.py:8: error: Argument 1 to "report" has incompatible type "Figures"; expected "Cleared[Figures]"  '
        "[arg-type]",
        "Found 1 error in 1 file (checked 2 source files)",
    ]


def test_a_file_in_place_of_the_folder_is_said_in_words(bare: Cleared[Figures], tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ReportError, match="in the way"):
        report(bare, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_file_in_place_of_a_folder_above_is_said_in_words(bare: Cleared[Figures], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ReportError, match="in the way"):
        report(bare, tmp_path / "file" / "out")


@pytest.mark.parametrize("name", ["data", "report.html"])
def test_something_in_the_way_leaves_everything_as_it_was(
    bare: Cleared[Figures], tmp_path: Path, name: str
) -> None:
    if name == "data":
        (tmp_path / "data").write_text("mine")
        (tmp_path / "report.html").write_text("old")
    else:
        (tmp_path / "report.html").mkdir()
        (tmp_path / "report.html" / "mine.txt").write_text("mine")
        (tmp_path / "report.pdf").write_text("old")
    before = _contents(tmp_path)
    with pytest.raises(ReportError, match="in the way"):
        report(bare, tmp_path)
    assert _contents(tmp_path) == before


def test_a_place_that_cannot_be_is_said_in_words(bare: Cleared[Figures]) -> None:
    with pytest.raises(ReportError, match="cannot be written to /proc/outcomelab"):
        report(bare, Path("/proc/outcomelab/out"))


def test_a_full_disk_leaves_the_earlier_report_whole(
    bare: Cleared[Figures], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(bare, tmp_path)
    before = _contents(tmp_path)
    opened = Path.open

    def full(path: Path, mode: str = "r", **how: Any) -> IO[Any]:
        if path.name == "results.json" and "w" in mode:
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(path, mode, **how)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(ReportError, match="the disk is full"):
        report(bare, tmp_path)
    monkeypatch.undo()
    assert _contents(tmp_path) == before


def test_a_refusal_half_way_through_replacing_puts_the_earlier_report_back(
    bare: Cleared[Figures], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("report.html", "report.pdf", "results.json"):
        (tmp_path / name).write_text("old")
    replace = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "results.json" and path.parent.name == "new":
            raise PermissionError(errno.EACCES, "Permission denied")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ReportError, match="may not write there"):
        report(bare, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "report.pdf", "results.json"]
    assert set(_contents(tmp_path).values()) == {b"old"}


def test_what_a_killed_writer_left_is_removed_and_what_a_living_one_writes_is_not(
    bare: Cleared[Figures], tmp_path: Path
) -> None:
    dead, living = tmp_path / ".out.dead.part", tmp_path / ".out.living.part"
    for place in (dead, living):
        (place / "new").mkdir(parents=True)
    descriptor = os.open(living, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    report(bare, tmp_path / "out")
    os.close(descriptor)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.living.part", "out"]


def test_of_several_who_write_one_folder_at_once_it_has_the_files_of_one(tmp_path: Path) -> None:
    def written(number: int) -> None:
        write_files({name: str(number).encode() for name in ("report.html", "results.json", "data/t.csv")}, out)

    out = tmp_path / "out"
    turns = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for _ in range(20):
                list(pool.map(written, range(8)))
                assert len(set(_contents(out).values())) == 1
                assert [path.name for path in tmp_path.iterdir()] == ["out"]
                shutil.rmtree(out)
    finally:
        sys.setswitchinterval(turns)


def test_progress_is_told(bare: Cleared[Figures], tmp_path: Path) -> None:
    heard: list[tuple[str, str]] = []
    report(bare, tmp_path, lambda stage, words: heard.append((stage, words)))
    assert heard == [("report", "drawing and setting the report"), ("report", "writing 13 files")]
