"""The gate across releases: what it costs a release, how that grows, and whom the releases it passed still fix.

Releases are routine ones: some sites, years or offences of one cohort, with one-way tables by two traits, each
count rounded to base 5 where 10 have the outcome and 10 have not. `python -m benchmarks.gate large` goes on to
100,000 persons and 500 releases.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from benchmarks.alone import peak
from outcomelab.disclosure.gate.bits import distinct, packed
from outcomelab.disclosure.gate.check import broken
from outcomelab.disclosure.gate.free import certainly_free
from outcomelab.disclosure.gate.known import About, Populations
from outcomelab.disclosure.gate.limits import Limits
from outcomelab.disclosure.gate.model import Model, consistent, knowledge
from outcomelab.disclosure.gate.narrowed import fixed, narrowed

Bools = npt.NDArray[np.bool_]
RELEASES, THRESHOLD, BASE = 50, 10, 5
LIMITS = Limits(THRESHOLD, persons_a_cell=10, range_cut=0.5)
LEVELS = (2, 5, 5, 10, 4, 6, 3, 3)
OUTCOME = "reoffended"


def routine(persons: int, seed: int) -> Iterator[Populations]:
    """Endless routine releases over one cohort: its whole population first, then its tables' cells."""
    rng = np.random.default_rng(seed)
    traits = np.stack([rng.choice(n, persons, p=rng.dirichlet(np.full(n, 3.0))) for n in LEVELS])
    outcome = rng.random(persons) < 0.3
    while True:
        chosen = np.ones(persons, dtype=np.bool_)
        for trait in rng.choice(len(LEVELS), rng.integers(0, 3), replace=False):
            some = rng.choice(LEVELS[trait], max(1, LEVELS[trait] // 2), replace=False)
            chosen &= np.isin(traits[trait], some)
        parts = [
            chosen & (traits[trait] == level)
            for trait in rng.choice(len(LEVELS), 2, replace=False)
            for level in range(LEVELS[trait])
        ]
        cells = [("whole", chosen), *(("part", part) for part in parts)]
        told = [(role, one, int(one.sum()), int(outcome[one].sum())) for role, one in cells]
        shown = [cell for cell in told if min(cell[3], cell[2] - cell[3]) >= THRESHOLD]
        if shown and shown[0][0] == "whole":
            yield _release(shown)


def _release(shown: list[tuple[str, Bools, int, int]]) -> Populations:
    about = []
    for place, (role, _, persons, count) in enumerate(shown):
        rounded = BASE * np.floor(count / BASE + 0.5)
        ends = max(rounded - 2, THRESHOLD), min(rounded + 2, persons - THRESHOLD)
        about.append(About(0, "study", "whole" if role == "whole" else "part", str(place), {OUTCOME: ends}))
    sets = np.array([one for _, one, _, _ in shown])
    return Populations(tuple(about), packed(sets), sets.shape[1])


def as_past(release: Populations, number: int) -> Populations:
    """A release once it is out."""
    about = (About(number, one.study, one.role, one.name, one.told) for one in release.about)
    return Populations(tuple(about), release.words, release.persons)


def fixed_persons(known: Populations) -> int:
    """Persons whose outcome the linear program fixes, given all of these."""
    if not known.about:
        return 0
    found, inside = consistent(knowledge(known, OUTCOME))
    alone = sp.identity(len(found.size), format="csc")
    doubtful = np.flatnonzero(~certainly_free(found, inside, alone) & (found.size == 1))
    model = Model(found)
    return sum(fixed(*model.bounds(np.array([atom]))) for atom in doubtful)


def gated(persons: int, seed: int) -> None:
    """50 routine releases, each through the gate, with less detail where it refuses; printed."""
    past = next(routine(persons, seed)).only([])
    ungated = past
    seconds: list[float] = []
    passed = fewer = 0
    for number, release in zip(range(1, RELEASES + 1), routine(persons, seed), strict=False):
        ungated = ungated.with_(as_past(release, number))
        left, cut = release, False
        while left.about:
            begun = time.process_time()
            found = broken(left, past, LIMITS)
            seconds.append(time.process_time() - begun)
            if not found:
                past = past.with_(as_past(left, number))
                passed, fewer = passed + 1, fewer + cut
                break
            blamed = {place for one in found for place in one.populations}
            left, cut = left.only([place not in blamed for place in range(len(left.about))]), True
    print(
        f"  {persons:>7,} persons: {passed} of {RELEASES} passed ({fewer} with less detail), "
        f"{len(past.about)} cells; "
        f"CPU s a try: median {np.median(seconds):.2f}, most {max(seconds):.2f};"
        f" persons fixed: {fixed_persons(past)} (the same releases without a gate: {fixed_persons(ungated)})",
        flush=True,
    )


def grown(persons: int, releases: int, seed: int = 7) -> None:
    """One more release after so many, whatever the cap says; printed, with the most memory used so far."""
    made = routine(persons, seed)
    past = [as_past(next(made), number) for number in range(1, releases + 1)]
    about = tuple(one for release in past for one in release.about)
    known = Populations(about, np.vstack([release.words for release in past]), persons)
    new = next(made)
    begun = time.process_time()
    cheap = broken(new, known, LIMITS)
    if any(one.rule != "narrowed" for one in cheap):  # it stopped there: what the program says all the same
        narrowed(new, known, OUTCOME, LIMITS)
    spent = time.process_time() - begun
    said = ", ".join(one.rule for one in cheap) or "passed"
    print(
        f"  {persons:>7,} persons, {releases:>3} past releases ({len(about):,} cells, "
        f"{len(distinct(known.words)[0]):,} of them different; the cap is {persons // LIMITS.persons_a_cell:,}): "
        f"{spent:.1f} CPU s, {peak():.1f} GB ({said})",
        flush=True,
    )


SMALL = ((5_000, 50), (20_000, 50), (20_000, 100))
LARGE = (
    *((20_000, 200), (20_000, 500), (50_000, 100), (50_000, 200), (50_000, 500)),
    *((100_000, 50), (100_000, 100), (100_000, 200), (100_000, 500)),
)


def main(large: bool = False) -> None:
    """Print all of it."""
    for persons in (500, 2_000, 5_000):
        gated(persons, seed=persons)
    for persons, releases in SMALL + (LARGE if large else ()):
        grown(persons, releases)


if __name__ == "__main__":
    main("large" in sys.argv[1:])
