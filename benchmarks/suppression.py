"""Secondary suppression beside tau-ARGUS: what is withheld, how long it takes, and what the audit finds unsafe.

tau-ARGUS with HiGHS is `pytauargus`, installed here into an environment of its own that is thrown away; where it
cannot be, its lines say so. Both are given the same cells, statuses and protection levels and a minute; the audit
is ours, of either's choice. Seconds are of CPU, the whole process for tau-ARGUS.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from outcomelab.disclosure.audit.audit import Demands, audit
from outcomelab.disclosure.audit.published import additivity, published
from outcomelab.disclosure.suppress.grid import linked, summed
from outcomelab.disclosure.suppress.problem import NOBODY, Problem
from outcomelab.disclosure.suppress.suppress import suppress
from outcomelab.handovers.cells import Tree, flat

_THRESHOLD = 10
_MINUTES = 1


@dataclass(frozen=True)
class Case:
    """A table of independent Poisson counts, nobody's cells known to be empty; `exact`: a small cell must only not
    be worked out exactly; otherwise readers must be able to think that it reaches the threshold."""

    size: tuple[int, ...]
    mean: float
    exact: bool

    def __str__(self) -> str:
        return f"{'×'.join(map(str, self.size))}, mean {self.mean:g}, {'exact' if self.exact else 'range'}"


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
)


def main() -> None:
    """Print a line a table."""
    with tempfile.TemporaryDirectory() as folder:
        program = _tau_argus(Path(folder) / "environment")
        for case in CASES:
            axes, problem = made(case)
            began = time.process_time()
            chosen = suppress(problem, [axes], linked([axes]), 60.0 * _MINUTES)
            seconds = time.process_time() - began
            print(f"  {case}: {int(problem.primary.sum())} small cells", flush=True)
            ours = f"{chosen.cost:,.0f} ({chosen.solver}, bound {chosen.bound:,.0f})"
            print(
                f"    ours       {ours}, {seconds:.1f} s, {_unsafe(axes, problem, chosen.withheld)} unsafe",
                flush=True,
            )
            print(f"    tau-ARGUS  {_theirs(program, Path(folder), axes, problem)}", flush=True)


def made(case: Case) -> tuple[tuple[Tree, ...], Problem]:
    """The table of a case as a problem, the same every time."""
    axes = tuple(
        flat(f"v{place}", tuple(f"{code:03d}" for code in range(size)), "Total")
        for place, size in enumerate(case.size)
    )
    values = summed(np.random.default_rng(1).poisson(case.mean, case.size), axes).ravel()
    small = (values > 0) & (values < _THRESHOLD)
    up = np.where(small, 1.0 if case.exact else _THRESHOLD - values, 0.0)
    nobody = np.full(len(values), NOBODY)
    free = values >= _THRESHOLD
    down = np.where(small, 0.0 if case.exact else 1.0, 0.0)
    return axes, Problem(values, values, small, free, linked([axes]).relations, up, down, nobody, nobody)


def _unsafe(axes: tuple[Tree, ...], problem: Problem, withheld: npt.NDArray[np.bool_]) -> int:
    table = published(np.where(withheld, np.nan, problem.values), additivity(_codes(axes), axes))
    demands = Demands(
        np.where(problem.up > 0, problem.values + problem.up, -np.inf),
        np.where(problem.down > 0, problem.values - problem.down, np.inf),
        problem.person,
        problem.alone,
        problem.values,
    )
    return len(audit(table, demands).unsafe)


def _codes(axes: tuple[Tree, ...]) -> list[tuple[str, ...]]:
    return list(product(*(axis.codes for axis in axes)))


def _tau_argus(environment: Path) -> Path | None:
    for command in (
        [sys.executable, "-m", "venv", environment],
        [environment / "bin/pip", "install", "--quiet", "pytauargus"],
    ):
        if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603
            return None
    return environment / "bin/tauargus"


def _theirs(program: Path | None, folder: Path, axes: tuple[Tree, ...], problem: Problem) -> str:
    if program is None:
        return "not measured: pytauargus could not be installed"
    _write(folder, axes, problem)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        ran = subprocess.run(  # noqa: S603
            [program, "run", "batch.arb"], cwd=folder, capture_output=True, check=False, timeout=300 * _MINUTES
        )
    except subprocess.TimeoutExpired:
        return "no answer in five minutes, having been given one"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode or not (folder / "out.tab").exists():
        return "failed"
    place = {code: number for number, code in enumerate(_codes(axes))}
    withheld = problem.primary.copy()
    for line in (folder / "out.tab").read_text().splitlines():
        fields = [field.strip('"') for field in line.split(";")]
        if fields[len(axes) + 4] in ("M", "D"):
            withheld[place[tuple(fields[: len(axes)])]] = True
    (folder / "out.tab").unlink()
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    cost = problem.cost[withheld & ~problem.primary].sum()
    return f"{cost:,.0f}, {seconds:.1f} s, {_unsafe(axes, problem, withheld)} unsafe"


def _write(folder: Path, axes: tuple[Tree, ...], problem: Problem) -> None:
    """The table, its metadata and the batch, in tau-ARGUS's own formats; empty cells are left out."""
    lines = [
        ";".join((*code, f"{value:.0f}", f"{value:.0f}", "u" if small else "s", f"{down:.0f}", f"{up:.0f}"))
        for code, value, small, down, up in zip(
            _codes(axes), problem.values, problem.primary, problem.down, problem.up, strict=True
        )
        if value > 0
    ]
    (folder / "table.tab").write_text("\n".join(lines) + "\n")
    declared = "".join(f'{axis.name}\n  <RECODEABLE>\n  <TOTCODE> "Total"\n' for axis in axes)
    (folder / "table.rda").write_text(
        f'<SEPARATOR> ";"\n<SAFE> "S"\n<UNSAFE> "U"\n<PROTECT> "P"\n{declared}'
        "value\n  <NUMERIC>\n  <DECIMALS> 0\nfreq\n  <FREQUENCY>\nstatus\n  <STATUS>\n"
        "lower\n  <NUMERIC> <LOWERPL>\n  <DECIMALS> 0\nupper\n  <NUMERIC> <UPPERPL>\n  <DECIMALS> 0\n"
    )
    names = "".join(f'"{axis.name}"' for axis in axes)
    (folder / "batch.arb").write_text(
        f'<OPENTABLEDATA> "table.tab"\n<OPENMETADATA> "table.rda"\n<SPECIFYTABLE> {names}|"value"|\n<SAFETYRULE>\n'
        f'<READTABLE> 1\n<SUPPRESS> OPT(1,{_MINUTES})\n<WRITETABLE> (1,5,AS+,"out.tab")\n'
    )


if __name__ == "__main__":
    main()
