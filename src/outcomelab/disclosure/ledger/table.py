"""A cleared table as the ledger takes it in: who it is about, what it tells of them, and the table itself.

An attacker is taken to know who has which values of some of the columns, and to seek the others. So every margin
is a population, of which each cell under it tells how many have the values that the margin leaves open.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from outcomelab.disclosure.beside import Out
from outcomelab.disclosure.contributors import people_of
from outcomelab.disclosure.joined import Code, Joined
from outcomelab.disclosure.ledger import implied
from outcomelab.disclosure.ledger.record import Interval, Population, StudyNames, Told
from outcomelab.disclosure.ledger.release import Release
from outcomelab.disclosure.ledger.vault import Arrays, Ints
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cells import Tree
from outcomelab.handovers.tables import TOTAL, TableFigures

TABLE = "table"  # the agreement under which tables stand in the ledger
MOST_BITS = 400_000_000  # persons × populations
MOST_TOLD = 100_000
_EVERYONE = "everyone in the table"


@dataclass(frozen=True)
class _Figure:
    """A cell as it was cleared: where it is, its figure (None: withheld), and what a reader can work out."""

    place: int
    shown: float | None
    low: float
    high: float


def table_release(
    table: Joined, figures: TableFigures, holding: str, title: str, sought: Sequence[str]
) -> Release:
    """Everything that `figures` tell of the people of the table, whose members have to be known.

    Raises DisclosureRefused when that is more than can be held against other releases.
    """
    members = _members(table)
    cleared = _figures(table, figures)
    told = _told(table, figures, cleared, sought)
    if sum(map(len, told.values())) > MOST_TOLD or len(told) * len(members) > MOST_BITS:
        raise DisclosureRefused(
            "The table is too large to be held against other releases. Count by fewer columns, or merge values."
        )
    everyone = (TOTAL,) * len(table.axes)
    chosen = [code for code, each in told.items() if each or code == everyone]
    sets = np.zeros((len(chosen), len(members)), dtype=np.bool_)
    for cells, cell in zip(table.tables, table.linked.cell, strict=True):
        own = {int(place): number for number, place in enumerate(cell)}
        mine = [at for at, code in enumerate(chosen) if cleared[code].place in own]
        wanted = np.array([own[cleared[chosen[at]].place] for at in mine], dtype=np.int64)
        sets[mine] = people_of(cells, members, wanted)
    populations = tuple(
        Population(
            role="whole" if code == everyone else "part",
            name=_known(code) or _EVERYONE,
            persons=_count(cleared[code], figures),
            told=tuple(told[code].values()),
        )
        for code in chosen
    )
    return Release(holding, table_names(title), populations, members, sets)


def people_in(table: Joined, holding: str, title: str) -> Release:
    """The people of a table of which nothing can be shown."""
    members = _members(table)
    everyone = Population(role="whole", name=_EVERYONE)
    return Release(holding, table_names(title), (everyone,), members, np.ones((1, len(members)), dtype=np.bool_))


def table_names(title: str) -> StudyNames:
    """What stands in the ledger where a study's names do."""
    return StudyNames(title=title, programme=title, provider="", agreement=TABLE, protocol_sha256="")


def kept(table: Joined, figures: TableFigures, prints: np.ndarray) -> Arrays:
    """The table for the vault: what `tables_in` reads again."""
    amounts = table.tables[0].amounts
    withheld = figures.cells["withheld"].to_numpy()
    arrays: dict[str, np.ndarray] = {}
    for number, (cells, cell) in enumerate(zip(table.tables, table.linked.cell, strict=True)):
        about = {
            "axes": [[axis.name, axis.codes, axis.whole] for axis in cells.axes],
            "measure": amounts.name if amounts else "",
            "base": figures.base,
        }
        arrays[f"{number}.about"] = np.frombuffer(json.dumps(about).encode("utf-8"), dtype=np.uint8)
        arrays[f"{number}.prints"] = prints[cell]
        arrays[f"{number}.values"] = table.whole.values[cell]
        arrays[f"{number}.up"] = table.whole.up[cell]
        arrays[f"{number}.down"] = table.whole.down[cell]
        arrays[f"{number}.withheld"] = withheld[cell]
        arrays[f"{number}.sole"] = table.whole.persons[cell] == 1
    return arrays


def telling(table: Arrays, figures: TableFigures) -> Arrays:
    """What tells a table, as it is `kept`, from another: who is in its cells, which are withheld, and the figures
    of the others. Not its values: the last digit of a sum hangs on the order of rows."""
    known = {name: array for name, array in table.items() if name.endswith((".about", ".prints", ".withheld"))}
    return {**known, "figures": figures.cells[figures.measure].fill_null(0).to_numpy()}


def tables_in(arrays: Arrays) -> Iterator[Out]:
    """The tables that `kept` wrote."""
    for number in sorted({name.partition(".")[0] for name in arrays}, key=int):
        about = json.loads(arrays[f"{number}.about"].tobytes())
        parts = [arrays[f"{number}.{name}"] for name in ("prints", "values", "up", "down", "withheld")]
        axes = tuple(Tree(name, tuple(codes), tuple(whole)) for name, codes, whole in about["axes"])
        # An earlier version did not write who was alone; of counts the figure says it.
        counted = (arrays[f"{number}.values"] == 1) & (not about["measure"])
        parts.append(arrays.get(f"{number}.sole", counted))
        yield Out(axes, about["measure"], about["base"], *parts)


def _members(table: Joined) -> Ints:
    return np.unique(np.concatenate([cells.held.member for cells in table.tables if cells.held is not None]))


def _figures(table: Joined, figures: TableFigures) -> dict[Code, _Figure]:
    made = figures.evidence.withheld
    bounds = {
        tuple(row[name] for name in figures.by): (row["low"], math.inf if row["high"] is None else row["high"])
        for row in made.to_pylist()
    }
    shown = figures.cells[figures.measure].to_pylist()
    return {
        code: _Figure(place, shown[place], *bounds.get(code, (0.0, math.inf)))
        for place, code in enumerate(table.codes)
    }


def _told(
    table: Joined, figures: TableFigures, cleared: Mapping[Code, _Figure], sought: Sequence[str]
) -> dict[Code, dict[str, Told]]:
    """Of each population (by its code) what is told, by definition. The whole comes first."""
    everyone = (TOTAL,) * len(table.axes)
    told: dict[Code, dict[str, Told]] = {everyone: {}}
    additive = all(
        cells.held is not None and len(np.unique(cells.held.member)) == len(cells.held.member)
        for cells in table.tables
    )
    for code, figure in cleared.items():
        if table.whole.empty[figure.place] or code == everyone:
            continue
        if figures.measure == "sum":
            if figure.shown is not None:
                told.setdefault(code, {})[""] = _amount(code, figure, figures)
            continue
        for known in _known_parts(table, code, sought, additive=additive):
            if known not in cleared:
                continue
            open_ = {
                axis.name: value
                for axis, value, there in zip(table.axes, code, known, strict=True)
                if value != there
            }
            counted = _counted(open_, figure, cleared[known], table, figures)
            if counted.with_outcome is not None:
                told.setdefault(known, {})[counted.definition] = counted
    return told


def definition(values: Mapping[str, str]) -> str:
    """The same for the same values of the same columns, in whatever table."""
    return json.dumps({"table": dict(sorted(values.items()))}, ensure_ascii=False)


def _known_parts(table: Joined, code: Code, sought: Sequence[str], *, additive: bool) -> Iterator[Code]:
    """The margins over a cell of which it tells something: by the columns that are not sought; where none is
    named, by any of its columns but all. Where people are in several cells, they are told of by all columns at
    once: one value and another are then not of the same row."""
    counted = [place for place, value in enumerate(code) if value != TOTAL]
    if not additive:
        yield (TOTAL,) * len(code)
        return
    if sought:
        left = [place for place in counted if table.axes[place].name not in sought]
        if len(left) < len(counted):
            yield _margin(code, left)
        return
    for number in range(len(counted)):
        for left_ in combinations(counted, number):
            yield _margin(code, left_)


def _margin(code: Code, left: Sequence[int]) -> Code:
    return tuple(value if place in left else TOTAL for place, value in enumerate(code))


def _known(code: Code) -> str:
    return ", ".join(value for value in code if value != TOTAL)


def _counted(
    values: Mapping[str, str], figure: _Figure, known: _Figure, table: Joined, figures: TableFigures
) -> Told:
    """How many of a population can have these values: by the figure shown, else by what a reader can work out."""
    label = ", ".join(values.values())
    interval = _count(figure, figures)
    if interval is None:
        most = float(table.whole.persons[known.place])
        low, high = math.ceil(figure.low - 1e-6), math.floor(min(figure.high, most) + 1e-6)
        interval = Interval(low=low, high=high) if high >= low and (low > 0 or high < most) else None
    value = Interval(low=interval.low, high=interval.high) if figure.shown is not None and interval else None
    return Told(name=label, label=label, definition=definition(values), with_outcome=interval, value=value)


def _count(figure: _Figure, figures: TableFigures) -> Interval | None:
    """What a count that is shown can stand for: never fewer than the threshold."""
    if figures.measure == "sum" or figure.shown is None:
        return None
    rounded = implied.count(int(figure.shown), int(figures.base))
    if rounded is None or not figure.shown:
        return rounded
    return Interval(low=max(rounded.low, figures.threshold), high=max(rounded.high, figures.threshold))


def _amount(code: Code, figure: _Figure, figures: TableFigures) -> Told:
    shown = figure.shown or 0.0
    value = Interval(low=shown - figures.base / 2, high=shown + figures.base / 2)
    return Told(name=figures.measure, label=_known(code) or _EVERYONE, definition=figures.measure, value=value)
