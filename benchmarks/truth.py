"""The whole lab against the truth: from a spoiled list to the released interval, in simulated worlds.

    python -m benchmarks.truth [SEEDS [SCENARIO [KEPT]]]

Every run makes a world of its own (`outcomelab simulate`), registers its justice holding, links the list,
derives, compares, clears and releases. What is held against the truth is what was released, rounding included:
the difference in the share that reoffended, against the mean of what each participant would have done with and
without the programme; and, since its interval is for other people like these, against that mean over the
participants of all the scenario's worlds (for both: Imbens 2004, section 2).

SCENARIO is a part of their names. KEPT is a file that takes every run as it ends, a line each: what is in it
already is not run again, so that a table that was interrupted goes on where it was.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

import outcomelab
from outcomelab.errors import OutcomeLabError
from outcomelab.handovers.interval import Z95
from outcomelab.holdings.keys import default_keys
from outcomelab.holdings.register import add
from outcomelab.simulate.settings import Effects, Programme, Simulation, Spoiling
from outcomelab.simulate.world import simulate

PERSONS = 25_000  # for 1,000 participants and fewer; a good half offends, so that the pool has some thousands


@dataclass(frozen=True)
class Scenario:
    """A kind of world. `errors`: how many times the usual number of slips the list has; `risk`: offences a year;
    `effect`: offences for each one without the programme; `hidden`: how strongly recruitment goes by a trait that
    no ministry records, in log odds per standard deviation."""

    participants: int = 200
    errors: float = 1.0
    risk: float = 0.7
    effect: float = 0.7
    hidden: float = 0.0

    @property
    def persons(self) -> int:
        """How many there are for so many participants."""
        return PERSONS * max(1, self.participants // 1_000)


SCENARIOS = {
    "60 participants": Scenario(60),
    "60, no effect": Scenario(60, effect=1.0),
    "60, offending is rare": Scenario(60, risk=0.25),
    "200 participants": Scenario(),
    "1,000 participants": Scenario(1_000),
    "200, no effect": Scenario(effect=1.0),
    "1,000, no effect": Scenario(1_000, effect=1.0),
    "200, a clean list": Scenario(errors=0.0),
    "200, three times the slips": Scenario(errors=3.0),
    "200, offending is rare": Scenario(risk=0.25),
    "200, offending is common": Scenario(risk=1.5),
    "1,000, hidden selection, no effect": Scenario(1_000, effect=1.0, hidden=1.0),
    "5,000, no effect": Scenario(5_000, effect=1.0),
}


@dataclass(frozen=True)
class Outcome:
    """One run: the difference released with its interval, and the truth, in points; or why nothing was.

    `found`: of the participants who could be found, the per cent that the release says were."""

    truth: float
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    warned: bool = False
    refused: str = ""
    found: float | None = None


def run(scenario: Scenario, seed: int) -> Outcome:
    """One world, one study, one release."""
    folder = Path(tempfile.mkdtemp(prefix="truth-"))
    try:
        world = Simulation(
            persons=scenario.persons,
            seed=seed,
            offenders=0.5,
            offences_a_year=scenario.risk,
            spoiling={"everyone": Spoiling().times(scenario.errors)},
            programme=Programme(
                participants=scenario.participants,
                on_hidden=scenario.hidden,
                effects=Effects(offending=scenario.effect),
            ),
        )
        simulate(world, folder / "world")
        effects = pq.read_table(folder / "world" / "truth" / "effects.parquet")
        truth = 100 * float(np.mean(effects["reoffended_with"]) - np.mean(effects["reoffended_without"]))
        holdings = folder / "holdings"
        add(folder / "world" / "ministries" / "justice" / "justice.json", holdings, default_keys(holdings))
        return _released(folder / "world", holdings, truth)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _released(world: Path, holdings: Path, truth: float) -> Outcome:
    try:
        release = outcomelab.run(world / "study.toml", world / "provider" / "participants.csv", holdings)
    except OutcomeLabError as error:
        return Outcome(truth, refused=type(error).__name__)
    primary = next(outcome for outcome in release.figures.outcomes if outcome.primary)
    effect = primary.effect
    warnings = release.figures.sensitivity.warnings if release.figures.sensitivity else ()
    told = Outcome(truth, warned=bool(warnings), found=release.figures.linkage.overall.recall_percent)
    if effect.estimate is None:
        return replace(told, refused=primary.withheld or effect.withheld)
    return replace(told, estimate=effect.estimate, low=effect.low, high=effect.high)


def main(seeds: int = 40, only: str = "", kept: str = "") -> None:
    """Print a line a scenario."""
    print(
        f"{'world':<36}{'found':>6}{'released':>9}{'bias, points':>14}{'spread':>8}{'mean se':>9}"
        f"{'covered: these':>16}{'like these':>12}{'leaves out 0':>14}{'warned: missed; not':>24}  not released"
    )
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for name in SCENARIOS:
            if only in name:
                _say(name, list(_runs(name, seeds, Path(kept) if kept else None, pool)))


def _runs(name: str, seeds: int, kept: Path | None, pool: ProcessPoolExecutor) -> Iterator[Outcome]:
    """A scenario's runs, those of the file `kept` first; the others are added to it."""
    lines = map(json.loads, kept.read_text().splitlines()) if kept and kept.exists() else ()
    known = {line["seed"]: Outcome(**line["outcome"]) for line in lines if line["world"] == name}
    yield from (known[seed] for seed in range(1, seeds + 1) if seed in known)
    running = {pool.submit(run, SCENARIOS[name], seed): seed for seed in range(1, seeds + 1) if seed not in known}
    for done in as_completed(running):
        if kept:
            line = {"world": name, "seed": running[done], "outcome": asdict(done.result())}
            with kept.open("a") as file:
                file.write(json.dumps(line) + "\n")
        yield done.result()


def _say(name: str, runs: list[Outcome]) -> None:
    held = [one for one in runs if one.estimate is not None]
    estimate = np.array([one.estimate for one in held])
    low, high = (np.array([getattr(one, end) for one in held]) for end in ("low", "high"))
    truth = np.array([one.truth for one in held])
    like_these = np.mean([one.truth for one in runs])
    inside = (low <= truth) & (truth <= high)
    warned = "; ".join(
        f"{sum(one.warned for one in some)} of {len(some)}"
        for some in ([o for o, right in zip(held, inside, strict=True) if right == way] for way in (False, True))
    )
    refused = Counter(one.refused for one in runs if one.refused)
    said = [one.found for one in runs if one.found is not None]
    found = f"{np.mean(said):>5.0f}%" if said else f"{'':>6}"
    if not held:
        print(f"{name:<36}{found}{0:>9.0%}  {_why(refused)}")
        return
    print(
        f"{name:<36}{found}{len(held) / len(runs):>9.0%}{np.mean(estimate - truth):>14.2f}"
        f"{np.std(estimate, ddof=1):>8.2f}{np.mean(high - low) / (2 * Z95):>9.2f}"
        f"{np.mean(inside):>16.1%}"
        f"{np.mean((low <= like_these) & (like_these <= high)):>12.1%}"
        f"{np.mean((low > 0) | (high < 0)):>14.1%}{warned:>24}  {_why(refused)}",
        flush=True,
    )


def _why(refused: Counter[str]) -> str:
    def said() -> Iterator[str]:
        for words, count in refused.most_common(3):
            yield f"{count}: {words}"

    return "; ".join(said())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40, *sys.argv[2:4])
