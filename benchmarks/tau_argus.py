"""tau-ARGUS, asked which cells to withhold of a table that is a problem of ours: what it chooses, in what time.

`pytauargus` (tau-ARGUS with HiGHS, optimal method) is installed into an environment of its own, which is thrown
away. It is given the same cells, statuses and protection levels, to two decimals, under codes that are numbers;
empty cells are left out, as it has them.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from outcomelab.disclosure.suppress.problem import Bools, Problem
from outcomelab.handovers.cells import Tree

_PATIENCE = 300  # seconds, where it does not keep to its minutes
_TOTAL = "Total"


@dataclass(frozen=True)
class Chosen:
    """`withheld`: primary and other cells, None where it gave no answer; `seconds` of CPU, of the whole process;
    `words`: what came of it instead."""

    withheld: Bools | None
    seconds: float
    words: str = ""


def environment(folder: Path, *beside: str) -> Path | None:
    """An environment in `folder` with pytauargus, and what else is named; None where it cannot be made."""
    for command in (
        [sys.executable, "-m", "venv", folder],
        [folder / "bin/pip", "install", "--quiet", "pytauargus", *beside],
    ):
        if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603
            return None
    return folder


def choice(installed: Path | None, axes: Sequence[Tree], problem: Problem, folder: Path, minutes: int) -> Chosen:
    """What tau-ARGUS withholds of `problem`, a table by `axes`, when it is given so many minutes."""
    if installed is None:
        return Chosen(None, 0.0, "not measured: pytauargus could not be installed")
    folder.mkdir(parents=True, exist_ok=True)
    codes = _codes(axes)
    _write(folder, axes, codes, problem, minutes)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        ran = subprocess.run(  # noqa: S603
            [installed / "bin/tauargus", "run", "batch.arb"],
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_PATIENCE * minutes,
        )
    except subprocess.TimeoutExpired:
        return Chosen(None, 0.0, f"no answer in {_PATIENCE * minutes} seconds, having been given {60 * minutes}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answer = folder / "out.tab"
    if ran.returncode or not answer.exists():
        return Chosen(None, seconds, f"no answer: {ran.stderr.decode(errors='replace').strip()[-100:]}")
    place = {code: number for number, code in enumerate(codes)}
    withheld = problem.primary.copy()
    for line in answer.read_text().splitlines():
        fields = [field.strip('"') for field in line.split(";")]
        if fields[len(axes) + 4] in ("M", "D"):
            withheld[place[tuple(fields[: len(axes)])]] = True
    answer.unlink()
    return Chosen(withheld, seconds)


def _codes(axes: Sequence[Tree]) -> list[tuple[str, ...]]:
    return list(product(*(_names(axis) for axis in axes)))


def _names(axis: Tree) -> list[str]:
    return [*(f"{number:05d}" for number in range(len(axis.codes) - 1)), _TOTAL]


def _write(
    folder: Path, axes: Sequence[Tree], codes: list[tuple[str, ...]], problem: Problem, minutes: int
) -> None:
    """The table, its hierarchies, its metadata and the batch, in tau-ARGUS's own formats."""
    lines = [
        ";".join((*code, f"{value:.0f}", f"{value:.0f}", "u" if unsafe else "s", f"{down:.2f}", f"{up:.2f}"))
        for code, value, unsafe, down, up in zip(
            codes, problem.values, problem.primary, problem.down, problem.up, strict=True
        )
        if value > 0
    ]
    (folder / "table.tab").write_text("\n".join(lines) + "\n")
    declared = ""
    for number, axis in enumerate(axes):
        declared += f'v{number}\n  <RECODEABLE>\n  <TOTCODE> "{_TOTAL}"\n'
        if len(axis.inner) < len(axis.codes) - 1:
            (folder / f"v{number}.hrc").write_text(_hierarchy(axis))
            declared += f'  <HIERARCHICAL>\n  <HIERCODELIST> "v{number}.hrc"\n  <HIERLEADSTRING> "@"\n'
    (folder / "table.rda").write_text(
        f'<SEPARATOR> ";"\n<SAFE> "S"\n<UNSAFE> "U"\n<PROTECT> "P"\n{declared}'
        "value\n  <NUMERIC>\n  <DECIMALS> 0\nfreq\n  <FREQUENCY>\nstatus\n  <STATUS>\n"
        "lower\n  <NUMERIC> <LOWERPL>\n  <DECIMALS> 2\nupper\n  <NUMERIC> <UPPERPL>\n  <DECIMALS> 2\n"
    )
    names = "".join(f'"v{number}"' for number in range(len(axes)))
    (folder / "batch.arb").write_text(
        f'<OPENTABLEDATA> "table.tab"\n<OPENMETADATA> "table.rda"\n<SPECIFYTABLE> {names}|"value"|\n<SAFETYRULE>\n'
        f'<READTABLE> 1\n<SUPPRESS> OPT(1,{minutes})\n<WRITETABLE> (1,5,AS+,"out.tab")\n'
    )


def _hierarchy(axis: Tree) -> str:
    """Every code below its whole, one @ more than that."""
    names, parts = _names(axis), list[list[int]]([] for _ in axis.codes)
    for part, whole in enumerate(axis.whole[:-1]):
        parts[whole].append(part)
    lines, stack = [], [(part, 0) for part in reversed(parts[-1])]
    while stack:
        code, depth = stack.pop()
        lines.append("@" * depth + names[code])
        stack += [(part, depth + 1) for part in reversed(parts[code])]
    return "\n".join(lines) + "\n"


def cost(problem: Problem, withheld: Bools) -> float:
    """What the cells cost that are withheld beside the primary ones."""
    return float(np.sum(problem.cost[withheld & ~problem.primary]))
