"""Secondary suppression beside tau-ARGUS: what is withheld, how long it takes, and what the audit finds unsafe.

Generated tables; those that others have published are `benchmarks.published`, those most of which is small
`benchmarks.sparse`. Both are given the same cells,
statuses and protection levels and a minute; the audit is ours, of either's choice. Seconds are of CPU, the whole
process for tau-ARGUS.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from benchmarks.tau_argus import choice, cost, environment
from outcomelab.disclosure.audit.audit import Demands, audit
from outcomelab.disclosure.audit.published import additivity, published
from outcomelab.disclosure.suppress.grid import linked, summed
from outcomelab.disclosure.suppress.problem import NOBODY, Bools, Problem
from outcomelab.disclosure.suppress.suppress import suppress
from outcomelab.handovers.cells import Tree, flat

_MINUTES = 1


@dataclass(frozen=True)
class Case:
    """A table of independent Poisson counts, nobody's cells known to be empty; `exact`: a small cell must only not
    be worked out exactly; otherwise readers must be able to think that it reaches the threshold."""

    size: tuple[int, ...]
    mean: float
    exact: bool
    threshold: int = 10

    def __str__(self) -> str:
        kind = "exact" if self.exact else "range"
        return f"{'×'.join(map(str, self.size))}, mean {self.mean:g}, {kind}, threshold {self.threshold}"


CASES = (
    Case((50, 50), 15, True),
    Case((50, 50), 15, False),
    Case((100, 100), 18, False),
    Case((100, 100), 20, False),
    Case((20, 20, 5), 15, True),
    Case((20, 20, 5), 15, False),
    Case((20, 20, 5), 17, False),
    Case((20, 20, 5), 20, False),
    Case((20, 20, 5), 1, False),
    Case((20, 20, 5), 3, False, 3),
    Case((20, 20, 5), 3, True, 3),
)


def main() -> None:
    """Print a line a table."""
    with tempfile.TemporaryDirectory() as folder:
        installed = environment(Path(folder) / "environment")
        for case in CASES:
            axes, problem = made(case)
            print(f"  {case}: {int(problem.primary.sum())} small cells", flush=True)
            beside(installed, axes, problem, Path(folder) / "table")


def beside(installed: Path | None, axes: tuple[Tree, ...], problem: Problem, folder: Path) -> None:
    """Print what is withheld of a problem here, and by tau-ARGUS."""
    began = time.process_time()
    ours = suppress(problem, [axes], linked([axes]), 60.0 * _MINUTES)
    seconds = time.process_time() - began
    print(
        f"    ours       {ours.cost:,.0f} ({ours.solver}, bound {ours.bound:,.0f}), {seconds:.1f} s, "
        f"{unsafe(axes, problem, ours.withheld)} unsafe",
        flush=True,
    )
    theirs = choice(installed, axes, problem, folder, _MINUTES)
    words = theirs.words
    if theirs.withheld is not None:
        price = cost(problem, theirs.withheld)
        words = f"{price:,.0f}, {theirs.seconds:.1f} s, {unsafe(axes, problem, theirs.withheld)} unsafe"
    print(f"    tau-ARGUS  {words}", flush=True)


def made(case: Case) -> tuple[tuple[Tree, ...], Problem]:
    """The table of a case as a problem, the same every time."""
    axes = tuple(
        flat(f"v{place}", tuple(f"{code:03d}" for code in range(size)), "Total")
        for place, size in enumerate(case.size)
    )
    values = summed(np.random.default_rng(1).poisson(case.mean, case.size), axes).ravel()
    small = (values > 0) & (values < case.threshold)
    up = np.where(small, 1.0 if case.exact else case.threshold - values, 0.0)
    nobody = np.full(len(values), NOBODY)
    free = values >= case.threshold
    down = np.where(small, 0.0 if case.exact else 1.0, 0.0)
    return axes, Problem(values, values, small, free, linked([axes]).relations, up, down, nobody, nobody)


def unsafe(axes: Sequence[Tree], problem: Problem, withheld: Bools) -> int:
    """How many cells the audit finds that readers could work out closer than they may."""
    codes = list(product(*(axis.codes for axis in axes)))
    table = published(np.where(withheld, np.nan, problem.values), additivity(codes, axes))
    demands = Demands(
        np.where(problem.up > 0, problem.values + problem.up, -np.inf),
        np.where(problem.down > 0, problem.values - problem.down, np.inf),
        problem.person,
        problem.alone,
        problem.values,
    )
    return len(audit(table, demands).unsafe)


if __name__ == "__main__":
    main()
