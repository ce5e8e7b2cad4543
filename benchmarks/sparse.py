"""Tables most of which is small, by many columns: what is withheld, how long it takes, and what the audit says.

    python -m benchmarks.sparse [SIZE PERSONS]          # such as 11x10x6x3 6000

People of four kinds, each with its own skewed shares of the codes of every column, the same ones every time; empty
cells withheld and whoever is alone in a cell held against every other, as `outcomelab protect` has it. Seconds are
of CPU, for choosing, which is given a minute by the clock, and the audit together.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from outcomelab.disclosure.tables import protect_table
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cells import Cells, flat
from outcomelab.protocol.rules import DisclosureRules

_KINDS, _SKEW, _LIKE = 4, 1.2, 6.0
_TABLES = (
    ((5, 4, 3, 2), 600),
    ((6, 5, 4, 2), 600),
    ((15, 12, 8), 20_000),
)


def main(tables: tuple[tuple[tuple[int, ...], int], ...] = _TABLES) -> None:
    """Print two lines a table: what it is, and what became of it."""
    for size, persons in tables:
        cells = sparse(size, persons)
        small = (cells.persons < DisclosureRules().threshold).sum()
        print(f"  {'×'.join(map(str, size))}, {persons:,} persons: {cells.persons.size:,} cells, {small:,} small")
        began = time.process_time()
        try:
            figures = protect_table(cells).figures
            words = (
                f"{figures.primary:,} and {figures.secondary:,} withheld with margins ({figures.evidence.solver})"
            )
        except DisclosureRefused as refused:
            words = str(refused)
        print(f"    {words}, {time.process_time() - began:.1f} s", flush=True)


def sparse(size: tuple[int, ...], persons: int) -> Cells:
    """The inner cells of a table of `persons` by as many columns as `size` has numbers."""
    draw = np.random.default_rng(1)
    kind = draw.choice(_KINDS, persons, p=draw.dirichlet(np.full(_KINDS, 2.0)))
    codes = []
    for width in size:
        share = 1 / np.arange(1, width + 1) ** _SKEW
        shares = np.array([draw.dirichlet(_LIKE * width * share / share.sum()) for _ in range(_KINDS)])
        beyond = draw.random(persons)[:, None] > shares.cumsum(axis=1)[kind]
        codes.append(beyond.sum(axis=1).clip(0, width - 1))
    counts = np.bincount(np.ravel_multi_index(codes, size), minlength=int(np.prod(size))).reshape(size)
    names = [tuple(f"{code:03d}" for code in range(width)) for width in size]
    return Cells(tuple(flat(f"v{at}", each, "Total") for at, each in enumerate(names)), counts)


if __name__ == "__main__":
    asked = tuple(
        (tuple(map(int, size.split("x"))), int(persons))
        for size, persons in zip(sys.argv[1::2], sys.argv[2::2], strict=True)
    )
    main(asked or _TABLES)
