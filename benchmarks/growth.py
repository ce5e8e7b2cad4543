"""How a study grows: time and memory by stage, from ten thousand persons to ten million.

    python -m benchmarks.growth [PERSONS...]

A simulated ministry of work: everyone's earnings by month, benefits and spells; everyone who was not on the
programme is in the pool. The list is one of every hundred persons, 1,000 at most (10,000 of ten million).
"""

from __future__ import annotations

import cProfile
import math
import pstats
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

import outcomelab
from benchmarks.alone import alone
from benchmarks.by_hand import compare
from benchmarks.watch import Stage, Watch
from outcomelab.handovers.progress import Progress, silent
from outcomelab.holdings.keys import default_keys
from outcomelab.holdings.register import add
from outcomelab.simulate.settings import Programme, Simulation
from outcomelab.simulate.world import simulate

STUDY = Path(__file__).with_name("growth.toml")
_EVENTS = ("earnings", "benefits", "spells")
_PROFILED = 12  # functions


@dataclass(frozen=True)
class Study:
    """A study of so many `persons`, with so many `events` on record: each stage, and what it found."""

    persons: int
    participants: int
    events: int
    stages: dict[str, Stage]


def made(persons: int, listed: int, folder: Path) -> Path:
    """Make a world below `folder`, register its ministry of work, and return that ministry's files."""
    world = Simulation(persons=persons, seed=1, programme=Programme(participants=listed))
    alone(simulate, world, folder / "world")
    ministry, holdings = folder / "world" / "ministries" / "work", folder / "holdings"
    alone(add, ministry / "work.json", holdings, default_keys(holdings))
    return ministry


def study(persons: int, folder: Path) -> Study:
    """Make a world, register its ministry of work, and answer the study, from the list to the report."""
    listed = min(persons // 100, 1_000 if persons < 10_000_000 else 10_000)
    ministry = made(persons, listed, folder)
    events = sum(pq.read_metadata(ministry / f"{table}.parquet").num_rows for table in _EVENTS)
    return Study(persons, listed, events, alone(_stages, folder)[0])


def _stages(folder: Path) -> dict[str, Stage]:
    watch = Watch()
    _answered(folder, watch)
    watch.end()
    return watch.stages


def _answered(folder: Path, progress: Progress) -> None:
    given = folder / "world" / "provider" / "participants.csv"
    outcomelab.run(STUDY, given, folder / "holdings", out=folder / "report", progress=progress)


def profile(folder: Path) -> str:
    """The functions that take most of the same study once more."""
    profiler = cProfile.Profile()
    profiler.runcall(_answered, folder, silent)
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    most = sorted(stats.items(), key=lambda item: -item[1][2])[:_PROFILED]
    return "\n".join(
        f"      {own:6.1f} s in {Path(file).stem}.{name}" for (file, _, name), (_, _, own, _, _) in most
    )


def main(sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)) -> None:
    """Print a table: a row a stage, a column a size, and how the last step up has grown."""
    found: list[Study] = []
    for persons in sizes:
        with tempfile.TemporaryDirectory() as place:
            one = study(persons, Path(place))
            compared, _ = alone(compare, STUDY, Path(place))
            busiest = alone(profile, Path(place))[0] if persons == max(sizes) else ""
        found.append(one)
        whole, most = sum(s.seconds for s in one.stages.values()), max(s.peak for s in one.stages.values())
        print(f"    {persons:,} persons, {one.events:,} events, {one.participants:,} participants:", end=" ")
        print(f"{whole:.1f} s, {most:.2f} GB; {compared}", flush=True)
    _table(found)
    print(f"\n    where the time of the largest goes\n{busiest}")


def _table(found: list[Study]) -> None:
    print("\n    " + f"{'stage':12s}" + "".join(f"{one.persons:>22,}" for one in found) + "     grows like")
    for stage in found[-1].stages:
        cells = [one.stages.get(stage, Stage()) for one in found]
        said = "".join(f"{cell.seconds:>11.2f} s {cell.peak:>5.2f} GB" for cell in cells)
        grown = ""
        if len(found) > 1 and min(cells[-1].seconds, cells[-2].seconds) > 0.0:
            power = math.log(cells[-1].seconds / cells[-2].seconds) / math.log(
                found[-1].persons / found[-2].persons
            )
            grown = f"     n^{power:.2f}"
        print(f"    {stage:12s}{said}{grown}")


if __name__ == "__main__":
    main(*((tuple(map(int, sys.argv[1:])),) if sys.argv[1:] else ()))
