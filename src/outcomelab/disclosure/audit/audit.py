"""The audit: whether readers, or somebody alone in a cell, can work out more than they may. It is written apart
from what chooses the cells to withhold and knows the table as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from outcomelab.disclosure.audit.bounds import by_sums
from outcomelab.disclosure.audit.bridges import bridges
from outcomelab.disclosure.audit.possible import Possible, Wanted
from outcomelab.disclosure.audit.published import Bools, Floats, Ints, Published

_CLOSE = 1e-6  # of the audit's unit
_FEWEST = 4  # cells for which one program for all of them is worth it
_FEWER = 4  # where one settled hardly any, the next is asked of so many times fewer cells
_SEED = 7
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
    sure = np.zeros(len(table.low), dtype=bool)
    sure[[] if given_back is None else given_back] = True
    uncertain = watch.uncertain() & ~sure[watch.cells]
    kept = uncertain.copy()
    kept[uncertain] = watch.uncertain_to_all(watch.cells[uncertain])
    unsafe, to_contributors = watch.cells[~uncertain], watch.cells[uncertain & ~kept]
    return Verdict(tuple(unsafe.tolist()), tuple(to_contributors.tolist()), watch.programs)


class _Watch:
    """The possible tables of one audit, looked for whatever cell still lacks one."""

    def __init__(self, table: Published, demands: Demands) -> None:
        self._table, self._demands = table, demands
        wanted = demands.at_least[np.isfinite(demands.at_least)]
        self._possible = Possible(table, float(wanted.max(initial=0.0)))
        self._high = demands.at_least - _CLOSE * self._possible.unit
        self._low = demands.at_most + _CLOSE * self._possible.unit
        demanded = np.isfinite(demands.at_least) | np.isfinite(demands.at_most)
        self.cells = np.flatnonzero(table.withheld & demanded)
        self._alone = np.flatnonzero(table.withheld & (demands.person != NOBODY))
        self._draw = np.random.default_rng(_SEED)
        self.programs = 0

    def uncertain(self) -> Bools:
        """Of each of `cells`, whether it is as uncertain to any reader as it must be."""
        return self._each_way(self.cells, self._alone[:0])

    def uncertain_to_all(self, cells: Ints) -> Bools:
        """Whether they are so to everybody who is alone in some other cell as well.

        A table in which the cells of many persons stand still serves every one of them. For cells that are
        nobody's alone it is all of them, or those with a 0 at some binary digit of their number, and then those
        with a 1; for the others, all those whose number differs at a digit from that of whoever is alone in the
        cell, digit after digit. Who is not served so is looked at singly.
        """
        safe = np.ones(len(cells), dtype=bool)
        if not len(self._alone):
            return safe
        holders, number = np.unique(self._demands.person[self._alone], return_inverse=True)
        digits = np.arange(len(holders))[:, None] >> np.arange(len(holders).bit_length()) & 1
        mine = np.searchsorted(holders, self._demands.alone[cells])
        mine[np.isin(self._demands.alone[cells], holders, invert=True)] = NOBODY
        nobodys = np.flatnonzero(mine == NOBODY)
        nobodys = nobodys[~self._each_way(cells[nobodys], self._alone)]
        for digit in digits.T:
            still = [self._alone[digit[number] == value] for value in (0, 1)]
            if len(still[0]) and len(still[1]) and len(nobodys) >= _FEWEST:
                zero, one = (self._each_way(cells[nobodys], some) for some in still)
                nobodys = nobodys[~(zero & one)]
        for place in nobodys:
            safe[place] = self._uncertain_to(int(cells[place]), holders)
        own = np.flatnonzero(mine != NOBODY)
        open_to = np.zeros((len(own), digits.shape[1]), dtype=bool)
        for digit, value in product(range(digits.shape[1]), (0, 1)):
            here = np.flatnonzero(digits[mine[own], digit] != value)
            still = self._alone[digits[number, digit] == value]
            open_to[here, digit] = ~self._each_way(cells[own[here]], still) if len(still) else False
        for place, to in zip(own, open_to, strict=True):
            if to.any():
                others = (digits[:, to] != digits[mine[place], to]).any(axis=1)
                safe[place] = self._uncertain_to(int(cells[place]), holders[others])
        return safe

    def _each_way(self, cells: Ints, still: Ints) -> Bools:
        """Of each of `cells`, whether it can go both ways with the cells `still` standing at what they hold. Exact
        when nothing stands still; otherwise false only says that no table was found that serves many."""
        high, low = self._high[cells], self._low[cells]
        up, down = ~np.isfinite(high), ~np.isfinite(low)
        most = 2 * len(cells)
        while (left := int((~up).sum() + (~down).sum())) >= _FEWEST and most >= _FEWEST:
            wanted = self._wanted(cells, *_some(up, down, most, self._draw))
            self.programs += 1
            found = self._possible.reaching(wanted, still, self._demands.true)
            if found is not None:
                up, down = up | (found[cells] >= high), down | (found[cells] <= low)
            if left - (~up).sum() - (~down).sum() < _FEWEST:
                most = min(most, left) // _FEWER
        if len(still):
            return np.asarray(up & down)
        for upwards, reached in ((True, up), (False, down)):
            for place in np.flatnonzero(~reached):
                if not reached[place]:
                    found = self._extreme(int(cells[place]), self._alone[:0], upwards=upwards)
                    up |= found[cells] >= high
                    down |= found[cells] <= low
        return np.asarray(up & down)

    def _wanted(self, cells: Ints, more: Ints, less: Ints) -> Wanted:
        more, less = cells[more], cells[less]
        return Wanted(more, self._demands.at_least[more], less, self._demands.at_most[less])

    def _uncertain_to(self, cell: int, persons: Ints) -> bool:
        """What is possible when all of them know their cells is possible when one does. If it is not, it is not
        for those who hold the cell back, whatever the others know: so these by halves, and the others."""
        holders = self._demands.person[self._alone]
        still = self._alone[np.isin(holders, persons)]
        for upwards in (True, False):
            found = self._extreme(cell, still, upwards=upwards)[cell]
            if found >= self._high[cell] if upwards else found <= self._low[cell]:
                continue
            if len(persons) == 1:
                if upwards or found > self._own(still)[cell] + _CLOSE * self._possible.unit:
                    return False
                continue
            held_by = np.isin(persons, self._demands.person[still[self._possible.holding[still]]])
            parts = [*np.array_split(persons[held_by], 2), persons[~held_by]] if held_by.any() else []
            parts = parts or np.array_split(persons, 2)
            return all(self._uncertain_to(cell, part) for part in parts if len(part))
        return True

    def _own(self, still: Ints) -> Floats:
        """The least that every cell holds to somebody who knows the cells `still` and nothing that is shown."""
        nothing = np.zeros(len(self._table.low))
        nothing[still] = self._demands.true[still]
        open_ended = np.full(len(nothing), np.inf)
        return by_sums(Published(nothing, open_ended, self._table.withheld, self._table.equations)).low

    def _extreme(self, cell: int, still: Ints, *, upwards: bool) -> Floats:
        """The table that has most in `cell`, as far as is demanded, or least, with the cells `still` standing."""
        self.programs += 1
        stands, at = (still, self._demands.true) if len(still) else (None, None)
        if not upwards:
            return self._possible.lowest(cell, stands, at)
        demanded = float(self._demands.at_least[cell])
        return self._possible.highest(cell, stands, at, demanded if np.isfinite(demanded) else None)


def _some(up: Bools, down: Bools, most: int, draw: np.random.Generator) -> tuple[Ints, Ints]:
    """Cells to go up and cells to go down, of those not `up` and not `down` yet, no more than `most` in all; no
    cell can go both ways in one table."""
    more, less = np.flatnonzero(~up), np.flatnonzero(~down)
    asked = np.sort(draw.permutation(len(more) + len(less))[:most])
    more, less = more[asked[asked < len(more)]], less[asked[asked >= len(more)] - len(more)]
    return more, np.setdiff1d(less, more)
