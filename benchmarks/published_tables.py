"""Which tables of others are compared, and their inner cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.published_files import frame, tau_argus, turnover
from outcomelab.handovers.cells import Amounts, Cells
from outcomelab.handovers.counting import Counting
from outcomelab.handovers.tables import TOTAL
from outcomelab.tabulate.count import tabulated

Levels = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """A table `of` somebody's by some columns; above: of a column those that hold its wholes, the lowest first.

    Rows are persons; or stand for so many, by the column `count`; or have an `amount` each; or, where the columns
    of the `largest` contributors are named, are cells of a table of an amount of `count` contributors.
    """

    of: str
    read: Callable[[Path], pa.Table]
    by: tuple[str, ...]
    above: Levels = field(default_factory=dict)
    count: str | None = None
    amount: str | None = None
    largest: tuple[str, ...] = ()

    def __str__(self) -> str:
        levels = (
            f"{name} ({len(self.above[name]) + 2} levels)" if name in self.above else name for name in self.by
        )
        return f"{self.of}: {self.amount or 'persons'} by {' × '.join(levels)}"


def _turnover(name: str, by: tuple[str, ...], above: Levels) -> Table:
    return Table(f"rtauargus {name}", partial(turnover, name), by, above, "N_OBS", "TOT", ("MAX",))


def _r(of: str, name: str, *by: str, above: Levels | None = None, **counted: str) -> Table:
    return Table(f"{of} {name}", partial(frame, name), by, above or {}, **counted)


_ACTIVITY, _AREA = ("A21", "A10"), ("NUTS2", "NUTS1")
TABLES = (
    Table(
        "tau-ARGUS pp",
        tau_argus,
        ("Size", "Region"),
        {"Region": ("Province",)},
        "FreqVar",
        "Var2",
        ("Top1", "Top2"),
    ),
    _r("sdcTable", "microdata1", "region", "gender"),
    _r("sdcTable", "microdata1", "region", "gender", amount="val"),
    _r("sdcTable", "microdata2", "region", "gender", "ecoNew", amount="numVal"),
    _r("sdcTable", "microdat", "V1", "V2", "V3"),
    _r("sdcTable", "microdat", "V1", "V2", "V3", amount="numVal1"),
    _r("SSBtools", "z1", "region", "hovedint", count="ant"),
    _r("SSBtools", "z2", "region", "hovedint", above={"region": ("fylke",)}, count="ant"),
    _r("SSBtools", "z3", "region", "hovedint", "mnd", above={"region": ("fylke",), "mnd": ("mnd2",)}, count="ant"),
    _r("SSBtools", "sosialFiktiv", "region", "hovedint", above={"region": ("fylke",)}, count="ant"),
    _r(
        "SSBtools",
        "sosialFiktiv",
        "region",
        "hovedint",
        "mnd",
        above={"region": ("fylke",), "mnd": ("mnd2",)},
        count="ant",
    ),
    _r("GaussSuppression", "d53", "sex", "age_m", "lms_h", above={"age_m": ("age_l",)}, count="freq"),
    _r(
        "GaussSuppression",
        "d53",
        "age_h",
        "hst_h",
        above={"age_h": ("age_m", "age_l"), "hst_h": ("hst_m", "hst_l")},
        count="freq",
    ),
    _turnover("turnover_act_size", ("ACTIVITY", "SIZE"), {"ACTIVITY": _ACTIVITY}),
    _turnover("turnover_act_cj", ("ACTIVITY", "CJ"), {"ACTIVITY": _ACTIVITY}),
    _turnover("turnover_nuts_cj", ("NUTS", "CJ"), {"NUTS": ("NUTS2",)}),
    _turnover("turnover_nuts_size", ("NUTS", "SIZE"), {"NUTS": ("NUTS2",)}),
    _turnover("turnover_act_nuts_size", ("ACTIVITY", "NUTS", "SIZE"), {"ACTIVITY": _ACTIVITY, "NUTS": ("NUTS2",)}),
    Table(
        "rtauargus datatest1",
        partial(frame, "datatest1", but="Total"),
        ("treff", "cj", "type_distrib", "A10"),
        {},
        "nb_obs_rnd",
        "pizzas_tot_abs",
        ("pizzas_max",),
    ),
    _r("rtauargus", "indiv_dt", "A88", "SIZE", above={"A88": _ACTIVITY}),
    _r("rtauargus", "indiv_dt", "A88", "SIZE", above={"A88": _ACTIVITY}, amount="TURNOVER"),
    _r("rtauargus", "indiv_dt", "A88", "NUTS2", above={"A88": _ACTIVITY, "NUTS2": ("NUTS1",)}, amount="TURNOVER"),
    _r("rtauargus", "indiv_dt", "A21", "NUTS3", "CJ", above={"A21": ("A10",), "NUTS3": _AREA}),
    _r(
        "rtauargus",
        "indiv_dt",
        "A21",
        "NUTS2",
        "SIZE",
        above={"A21": ("A10",), "NUTS2": ("NUTS1",)},
        amount="PRODUCTION",
    ),
)


def cells(table: Table, rows: pa.Table) -> Cells:
    """The inner cells of a table, those that hold nobody known to be empty."""
    found = _known(table, rows) if table.largest else _counted(table, rows)
    return replace(found, empty=found.persons == 0)


def _counted(table: Table, rows: pa.Table) -> Cells:
    columns = {name: rows[name] for name in table.by}
    for name in (table.count, table.amount):
        if name is not None:
            columns[name] = pc.round(rows[name].cast(pa.float64()))
    asked = Counting((table.by,), table.count, table.amount, hierarchies=_hierarchies(table, rows))
    counted = pa.table(columns)
    if table.count is not None:  # one row a combination
        counted = counted.group_by(list(table.by)).aggregate([(table.count, "sum")])
        counted = counted.rename_columns([*table.by, table.count])
    (found,) = tabulated(counted, asked)
    return found


def _known(table: Table, rows: pa.Table) -> Cells:
    """Cells of an amount, from a row for each."""
    if table.count is None or table.amount is None:
        raise ValueError(f"{table}: an amount and its contributors are needed")
    one = pa.table({name: rows[name] for name in table.by}).append_column("n", pa.array([1.0] * len(rows)))
    (found,) = tabulated(one, Counting((table.by,), "n", hierarchies=_hierarchies(table, rows)))
    inner = [[axis.codes[place] for place in axis.inner] for axis in found.axes]
    places = tuple(
        np.array([codes.index(code) for code in rows[axis.name].to_pylist()])
        for axis, codes in zip(found.axes, inner, strict=True)
    )
    held = {}
    for name in (table.count, table.amount, *table.largest):
        held[name] = np.zeros(found.persons.shape)
        held[name][places] = np.round(rows[name].cast(pa.float64()).to_numpy())
    total = held[table.amount]
    largest = np.minimum(held[table.largest[0]], total)
    second = (
        np.minimum(held[table.largest[1]], total - largest) if len(table.largest) > 1 else np.zeros_like(total)
    )
    persons = np.maximum(held[table.count], total > 0).astype(np.int64)
    return replace(found, persons=persons, amounts=Amounts(table.amount, total, largest, second))


def _hierarchies(table: Table, rows: pa.Table) -> dict[str, pa.Table]:
    """Child and parent of every code, wholes named by their column, since some have their part's code."""
    found = {}
    for name, levels in table.above.items():
        pairs = dict[str, str]()
        for codes in zip(*(rows[column].to_pylist() for column in (name, *levels)), strict=True):
            named = [codes[0], *(f"{level} {code}" for level, code in zip(levels, codes[1:], strict=True)), TOTAL]
            pairs |= pairwise(named)
        found[name] = pa.table({"child": list(pairs), "parent": list(pairs.values())})
    return found
