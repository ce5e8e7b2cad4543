"""The pages of the docs with something to run, in three parts, so that three files can run them at once."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EVERY = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
_BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_WITHOUT = {"differential-privacy"} if os.environ.get("OUTCOMELAB_WITHOUT_OPENDP") else set()
_RUNS = [page for page in EVERY if _BLOCK.search(page.read_text("utf-8")) and page.stem not in _WITHOUT]


def part(number: int) -> list[Path]:
    """Every third page, from the one with this number (0 to 2)."""
    return _RUNS[number::3]


def run_page(page: Path, folder: Path) -> None:
    """Run every block of a page in the order it is written."""
    for language, code in _BLOCK.findall(page.read_text("utf-8")):
        run(["sh", "-eu", "-c", code] if language == "sh" else [sys.executable, "-c", code], folder)


def run(command: list[str], folder: Path) -> str:
    """What a command prints. Fails when it fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
