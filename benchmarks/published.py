"""Tables that others publish with their own tools, with hierarchies and amounts, protected here and by tau-ARGUS.

    python -m benchmarks.published FOLDER

FOLDER/tables holds the files as they come: tau-ARGUS's example of a table (`pp.tab`, `region2.hrc`), and the data
of rtauargus (.rda), sdcTable (.rda, and the .rds of its vignette), SSBtools (.RData) and GaussSuppression's tests
(`d53.rds`). A table whose file is not there is named and left out; nothing else needs them.

Rules are the defaults: ten contributors, (2, 90%), p% 10; cells that hold nobody are known to be empty. Amounts
are rounded to whole numbers first. Both are given the same problem, what anybody may work out, and a minute; the
last line is what `outcomelab protect` makes of the table, which also holds against whoever is alone in a cell.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.published_files import from_r, tau_argus
from benchmarks.published_tables import TABLES, Table, cells
from benchmarks.suppression import unsafe
from benchmarks.tau_argus import choice, environment
from outcomelab.disclosure.beside import beside
from outcomelab.disclosure.joined import joined
from outcomelab.disclosure.suppress.problem import NOBODY, Bools, Problem
from outcomelab.disclosure.suppress.suppress import suppress
from outcomelab.disclosure.tables import costs, protect_table
from outcomelab.disclosure.units import in_even_units
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cells import Cells
from outcomelab.protocol.rules import DisclosureRules

_MINUTES = 1
_RULES = DisclosureRules()


def main(folder: Path) -> None:
    """Print every table of FOLDER/tables: the cells, and a line for each way to protect it."""
    if not (folder / "tables").is_dir():
        print("  left out: no folder of tables")
        return
    with tempfile.TemporaryDirectory() as scratch:
        files = Path(scratch) / "files"
        installed = environment(Path(scratch) / "environment", "rdata")
        if installed is None:
            print("  not measured: pytauargus and rdata could not be installed")
            return
        from_r(installed, folder / "tables", files)
        for number, table in enumerate(TABLES):
            try:
                rows = table.read(folder / "tables" if table.read is tau_argus else files)
            except FileNotFoundError:
                print(f"  {table}: not there")
                continue
            compare(installed, table, cells(table, rows), Path(scratch) / str(number))


def compare(installed: Path, table: Table, made: Cells, folder: Path) -> None:
    """Protect a table in three ways, and print what each withholds."""
    whole = joined((made,), _RULES)
    system = beside(whole, costs(whole))
    nobody = np.full(len(system.problem.values), NOBODY)
    up, down = (np.ceil(level * 100) / 100 for level in (system.problem.up, system.problem.down))
    problem = replace(system.problem, up=up, down=down, person=nobody, alone=nobody)
    print(f"  {table}: {len(problem.values):,} cells, {int(problem.primary.sum()):,} unsafe", flush=True)
    asked = problem if made.amounts is None else in_even_units(problem)
    began = time.process_time()
    try:
        ours = suppress(asked, system.tables, system.linked, 60.0 * _MINUTES)
        words = f"{_said(problem, made, ours.withheld, time.process_time() - began)} ({ours.solver})"
    except DisclosureRefused as refused:
        words = str(refused)
    print(f"    ours       {words}", flush=True)
    theirs = choice(installed, made.axes, problem, folder, _MINUTES)
    words = theirs.words if theirs.withheld is None else _said(problem, made, theirs.withheld, theirs.seconds)
    print(f"    tau-ARGUS  {words}", flush=True)
    began = time.process_time()
    try:
        figures = protect_table(made).figures
        withheld = np.array(figures.cells["withheld"].to_pylist())
        seconds = time.process_time() - began
        words = f"{_said(problem, made, withheld, seconds)} ({figures.evidence.solver})"
    except DisclosureRefused as refused:
        words = str(refused)
    print(f"    protect    {words}", flush=True)


def _said(problem: Problem, made: Cells, withheld: Bools, seconds: float) -> str:
    others = withheld & ~problem.primary
    return (
        f"{problem.values[others].sum():,.0f} in {int(others.sum()):,} cells, {seconds:.1f} s, "
        f"{unsafe(made.axes, problem, withheld)} unsafe"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
