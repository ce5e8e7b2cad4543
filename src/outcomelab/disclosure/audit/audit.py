"""The audit: whether readers, or somebody alone in a cell, can work out more than they may. It is written apart
from what chooses the cells to withhold and knows the table as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.disclosure.audit.bridges import bridges
from outcomelab.disclosure.audit.possible import Possible
from outcomelab.disclosure.audit.published import Floats, Ints, Published

_CLOSE = 1e-5
NOBODY = -1


@dataclass(frozen=True)
class Demands:
    """What must stay possible. at_least: of every cell, how much readers must be able to think it holds (−∞: no
    demand). at_most: how little (∞: no demand). alone: the number of whoever is a cell's one contributor, or
    `NOBODY`; person: the same where that person knows the figure for it; true: what those figures are, no other
    entry is used."""

    at_least: Floats
    at_most: Floats
    person: Ints
    alone: Ints
    true: Floats


@dataclass(frozen=True)
class Verdict:
    """Cells that are not safe, by what readers can work out and by what a sole contributor can; programs: how many
    linear programs it took."""

    unsafe: tuple[int, ...]
    unsafe_to_contributors: tuple[int, ...]
    programs: int

    @property
    def safe(self) -> bool:
        """Whether no cell is unsafe."""
        return not self.unsafe and not self.unsafe_to_contributors


def audit(table: Published, demands: Demands) -> Verdict:
    """Look for withheld cells that are not as uncertain as demanded.

    A possible table found for one cell shows for others too that they may hold so much or so little: no program
    is solved for those.
    """
    watch = _Watch(table, demands)
    to_the_unit = bool((table.low == table.high)[~table.withheld].all())
    given_back = bridges(table) if to_the_unit else None
    sure = set() if given_back is None else set(given_back.tolist()) & set(watch.cells)
    unsafe = {cell for cell in watch.cells if cell in sure or not watch.uncertain(cell)}
    to_contributors = {cell for cell in watch.cells if cell not in unsafe and not watch.uncertain_to_all(cell)}
    return Verdict(tuple(sorted(unsafe)), tuple(sorted(to_contributors)), watch.programs)


class _Watch:
    """The possible tables of one audit, and how far cells went in those looked at so far."""

    def __init__(self, table: Published, demands: Demands) -> None:
        self._demands = demands
        self._possible = Possible(table)
        demanded = np.isfinite(demands.at_least) | np.isfinite(demands.at_most)
        self.cells = np.flatnonzero(table.withheld & demanded).tolist()
        self._alone = np.flatnonzero(table.withheld & (demands.person != NOBODY))
        self._least = np.full(len(table.low), np.inf)
        self._most = np.full(len(table.low), -np.inf)
        self._least_still, self._most_still = self._least.copy(), self._most.copy()
        self.programs = 0

    def uncertain(self, cell: int) -> bool:
        """Whether `cell` is as uncertain to any reader as it must be."""
        return self._high_enough(cell) and self._low_enough(cell)

    def uncertain_to_all(self, cell: int) -> bool:
        """Whether it is so to everybody who is alone in some other cell as well."""
        mine = self._demands.alone[cell]
        others = self._alone[self._demands.person[self._alone] != mine]
        if not len(others):
            return True
        return self._uncertain_to(cell, others, np.unique(self._demands.person[others]))

    def _uncertain_to(self, cell: int, others: Ints, persons: Ints) -> bool:
        """What is possible when all of them know their cells is possible when one does; if not, by halves."""
        if self._possible_with(cell, others[np.isin(self._demands.person[others], persons)]):
            return True
        return len(persons) > 1 and all(
            self._uncertain_to(cell, others, half) for half in np.array_split(persons, 2)
        )

    def _high_enough(self, cell: int) -> bool:
        wanted = self._demands.at_least[cell] - _CLOSE
        if self._most[cell] < wanted:
            self._look(self._possible.highest(cell))
        return bool(self._most[cell] >= wanted)

    def _low_enough(self, cell: int) -> bool:
        wanted = self._demands.at_most[cell] + _CLOSE
        if self._least[cell] > wanted:
            self._look(self._possible.lowest(cell))
        return bool(self._least[cell] <= wanted)

    def _possible_with(self, cell: int, still: Ints) -> bool:
        """Whether `cell` can go both ways with the cells `still` standing at what they hold. A table in which all
        such cells stand still serves every cell."""
        high, low = self._demands.at_least[cell] - _CLOSE, self._demands.at_most[cell] + _CLOSE
        if self._most_still[cell] >= high and self._least_still[cell] <= low:
            return True
        self.programs += 2
        most = self._possible.highest(cell, still, self._demands.true)
        least = self._possible.lowest(cell, still, self._demands.true)
        if len(still) == len(self._alone):
            self._most_still = np.maximum(self._most_still, np.maximum(most, least))
            self._least_still = np.minimum(self._least_still, np.minimum(most, least))
        return bool(most[cell] >= high and least[cell] <= low)

    def _look(self, found: Floats) -> None:
        self.programs += 1
        np.minimum(self._least, found, out=self._least)
        np.maximum(self._most, found, out=self._most)
