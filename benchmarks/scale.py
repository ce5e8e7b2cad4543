"""Larger linkage: time and peak memory beside plain Splink's, each in a process of its own.

python -m benchmarks.scale FOLDER [100k|1m]
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.alone import alone
from benchmarks.linkage import CLEAR, run
from benchmarks.plain_splink import plain_splink
from benchmarks.tasks import NAMES


def main(folder: Path, names: tuple[str, ...] = ("100k", "1m")) -> None:
    """Print both sizes."""
    for name in names:
        print(f"\n{NAMES[name]}")
        (reference, _), least = alone(plain_splink, folder, name)
        reference.say("plain Splink", least)
        found, peak = alone(run, folder, name, CLEAR)
        found.say(CLEAR, peak)
        time, memory = found.seconds / reference.seconds, peak / least
        print(f"    {time:.2f} of plain Splink's time, {memory:.2f} of its memory", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or ("100k", "1m"))
