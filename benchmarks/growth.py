"""How a study grows: time and memory by stage, from ten thousand persons to ten million.

    python -m benchmarks.growth [PERSONS...]

A simulated ministry of work: everyone's earnings by month, benefits and spells; everyone who was not on the
programme is in the pool. The list is one of every hundred persons, 1,000 at most (10,000 of ten million). Making
the world and registering its ministry go before the study, once, and are told with its stages.
"""

from __future__ import annotations

import cProfile
import math
import pstats
import shutil
import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq

import outcomelab
from benchmarks.alone import alone
from benchmarks.by_hand import compare
from benchmarks.watch import Stage, Watch, watched
from outcomelab.handovers.progress import Progress, silent
from outcomelab.holdings.keys import default_keys
from outcomelab.holdings.register import add
from outcomelab.simulate.settings import Programme, Simulation
from outcomelab.simulate.world import simulate

STUDY = Path(__file__).with_name("growth.toml")
_EVENTS = ("earnings", "benefits", "spells")
_PROFILED = 12  # functions
_TELLS = 0.5  # seconds; how fewer grow is mostly how long a process takes to warm up
_BYTES = 1_500  # of disk a person, with what is staged on the way
_LEAST = 10_000  # persons


@dataclass(frozen=True)
class Study:
    """A study of so many `persons`, with so many `events` on record: what goes before it, once, and each stage."""

    persons: int
    participants: int
    events: int
    before: dict[str, Stage]
    stages: dict[str, Stage]

    def stage(self, name: str) -> Stage:
        """What `name` took, of either."""
        return (self.before | self.stages).get(name, Stage())


@dataclass(frozen=True)
class Made:
    """The files of the ministry of a world that was made and registered, and what each of the two took."""

    ministry: Path
    stages: dict[str, Stage]


def made(persons: int, listed: int, folder: Path) -> Made:
    """Make a world below `folder`, and register its ministry of work."""
    world = Simulation(persons=persons, seed=1, programme=Programme(participants=listed))
    simulated, _ = alone(watched, "simulate", simulate, world, folder / "world")
    ministry, holdings = folder / "world" / "ministries" / "work", folder / "holdings"
    registered, _ = alone(watched, "register", add, ministry / "work.json", holdings, default_keys(holdings))
    return Made(ministry, {**simulated, **registered})


def study(persons: int, folder: Path) -> Study:
    """Make a world, register its ministry of work, and answer the study, from the list to the report."""
    listed = min(persons // 100, 1_000 if persons < 10_000_000 else 10_000)
    world = made(persons, listed, folder)
    events = sum(pq.read_metadata(world.ministry / f"{table}.parquet").num_rows for table in _EVENTS)
    return Study(persons, listed, events, world.stages, alone(_stages, folder)[0])


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
    """Print a table: a row a stage, a column a size, how each step up has grown, and what grew too fast."""
    found: list[Study] = []
    for persons in sorted(sizes):
        with tempfile.TemporaryDirectory() as place:
            _require_room(persons, place)
            one = study(persons, Path(place))
            compared, _ = alone(compare, STUDY, Path(place))
            busiest = alone(profile, Path(place))[0] if persons == max(sizes) else ""
        found.append(one)
        whole, most = sum(s.seconds for s in one.stages.values()), max(s.peak for s in one.stages.values())
        print(f"    {persons:,} persons, {one.events:,} events, {one.participants:,} participants:", end=" ")
        print(f"{whole:.1f} s, {most:.2f} GB; {compared}", flush=True)
    _table(found)
    print(f"\n    where the time of the largest goes\n{busiest}")


def _require_room(persons: int, place: str) -> None:
    """Raise SystemExit where the disk may not hold such a world."""
    need, free = persons * _BYTES, shutil.disk_usage(place).free
    if free < need:
        raise SystemExit(
            f"{persons:,} persons may need {need / 1e9:.0f} GB where temporary files are, and {free / 1e9:.0f} GB "
            "are free. Ask for fewer, or name another folder in TMPDIR."
        )


def _table(found: list[Study]) -> None:
    steps = list(pairwise(found))
    print("\n    " + f"{'stage':12s}" + "".join(f"{one.persons:>22,}" for one in found) + "    grows like")
    fast: list[str] = []
    for stage in [*found[-1].before, *found[-1].stages]:
        cells = [one.stage(stage) for one in found]
        said = "".join(f"{cell.seconds:>11.2f} s {cell.peak:>5.2f} GB" for cell in cells)
        powers = [power(step, stage) for step in steps]
        print(f"    {stage:12s}{said}    {' '.join('' if one is None else f'n^{one:.2f}' for one in powers)}")
        fast += [
            f"{stage} from {step[0].persons:,} to {step[1].persons:,} persons, like n^{one:.2f}"
            for step, one in zip(steps, powers, strict=True)
            if one is not None and one > n_log_n(step)
        ]
    if steps:
        print(f"    {'; '.join(fast)}: faster than n log n" if fast else "    none grows faster than n log n")
        print(f"    (told of stages that took {_TELLS} s or more)")


def power(step: tuple[Study, Study], stage: str) -> float | None:
    """To what power of the number of persons the seconds of `stage` grew; None where they are too few to tell."""
    few, many = (one.stage(stage).seconds for one in step)
    return _power(step, many / few) if few > 0 and many >= _TELLS else None


def n_log_n(step: tuple[Study, Study]) -> float:
    """The power that what grows like n log n would have."""
    few, many = (one.persons for one in step)
    return _power(step, many * math.log(many) / (few * math.log(few)))


def _power(step: tuple[Study, Study], times: float) -> float:
    return math.log(times) / math.log(step[1].persons / step[0].persons)


def _sizes(given: list[str]) -> tuple[int, ...]:
    if not all(one.isdecimal() and int(one) >= _LEAST for one in given):
        raise SystemExit(
            f"Name numbers of persons, {_LEAST:,} or more each: python -m benchmarks.growth 20000 50000"
        )
    return tuple({int(one) for one in given})


if __name__ == "__main__":
    main(*((_sizes(sys.argv[1:]),) if sys.argv[1:] else ()))
