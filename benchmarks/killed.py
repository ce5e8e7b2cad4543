"""A study killed with -9 at random moments, and run again: is its release the same, byte for byte?

python -m benchmarks.killed [TIMES]
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from outcomelab.demo import recid
from outcomelab.holdings.register import add

_LISTS = ("--cohort", "provider/participants.csv", "--holdings", "holdings", "--out", "out")


def main(times: int = 50) -> None:
    """Print how often a killed study ended in the bytes of an undisturbed one."""
    with tempfile.TemporaryDirectory() as place:
        before, draw = Path(place) / "before", np.random.default_rng(20261127)
        given = recid.write(before, spoil=True)
        add(given.dictionary, before / "holdings", before / "holdings.keys")
        undisturbed, whole = _run(_copy(before, "undisturbed"))
        print(f"\na study of {whole:.1f} s, killed {times} times at random moments and run again", flush=True)
        found = [_answer(before, draw, whole, undisturbed) for _ in range(times)]
        same, once, clean = (sum(one[place] for one in found) for place in range(3))
        print(f"    the same bytes {same}, recorded once in the ledger {once}, nothing left behind {clean}")


def _answer(
    before: Path, draw: np.random.Generator, whole: float, undisturbed: dict[str, bytes]
) -> tuple[bool, bool, bool]:
    """Whether a killed study, run again, released the same, was recorded once, and left nothing behind."""
    folder, moment = _killed(before, draw, whole)
    steps = sorted(path.stem for path in folder.rglob("*.step"))
    released, seconds = _run(folder)
    entries = (folder / "holdings.ledger" / "ledger.jsonl").read_text("utf-8").splitlines()
    left = [path for pattern in ("*.unfinished", "*.part") for path in folder.rglob(pattern)]
    answer = released == undisturbed, [json.loads(one)["act"] for one in entries] == ["released"], not left
    print(f"    at {moment:5.1f} s, {len(steps)} steps kept; then {seconds:5.1f} s: {answer}", flush=True)
    shutil.rmtree(folder)
    return answer


def _killed(before: Path, draw: np.random.Generator, whole: float) -> tuple[Path, float]:
    """A study killed at a random moment of the `whole` it takes, and the moment. One that ended before is none."""
    while True:
        folder, moment = _copy(before, "killed"), draw.uniform(0, whole)
        start, process = time.perf_counter(), _started(folder)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            if process.wait() == -signal.SIGKILL:
                return folder, moment
        whole = min(whole, time.perf_counter() - start)  # the machine was busier before
        shutil.rmtree(folder)


def _copy(before: Path, name: str) -> Path:
    return Path(shutil.copytree(before, before.with_name(name)))


def _started(folder: Path) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).with_name("outcomelab")), "run", "reoffending.toml", *_LISTS]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603


def _run(folder: Path) -> tuple[dict[str, bytes], float]:
    start = time.perf_counter()
    process = _started(folder)
    said = process.communicate()[1].decode()
    if process.returncode != 0:
        raise SystemExit(f"the study in {folder} did not end well: {said}")
    seconds, out = time.perf_counter() - start, folder / "out"
    files = (path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): path.read_bytes() for path in files}, seconds


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
