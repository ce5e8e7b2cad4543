"""Every command and every Python example in the README and the docs runs, in the order it is written."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if "```" in path.read_text()]
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """What `outcomelab demo` leaves."""
    folder = tmp_path_factory.mktemp("reader")
    run(["outcomelab", "demo", "--out", "demo-out"], folder)
    return folder / "demo-out"


@pytest.fixture
def reader(demo, tmp_path):
    """A reader's folder: the demo has been run in it, and a provider's own list lies there."""
    (tmp_path / "demo-out").symlink_to(demo)
    shutil.copy(demo / "earnings" / "provider" / "participants.csv", tmp_path / "my-list.csv")
    return tmp_path


def run(command, folder):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


if os.environ.get("OUTCOMELAB_WITHOUT_OPENDP"):
    PAGES = [page for page in PAGES if page.stem != "differential-privacy"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_the_page_runs(page, reader):
    for language, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        run(["sh", "-eu", "-c", code] if language == "sh" else [sys.executable, "-c", code], reader)


def test_make_knows_both_commands_of_the_readme():
    makefile = (ROOT / "Makefile").read_text()
    assert all(
        f"\n{target}:" in makefile
        for target in re.findall(r"^    make (\w+)", (ROOT / "README.md").read_text(), re.M)
    )


def test_every_link_of_the_docs_leads_somewhere():
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
