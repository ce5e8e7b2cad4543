"""Rows of tables that others publish, as their own files have them: cells without parts, a column for every level
of wholes above their codes."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

_TAU_ARGUS = (
    *("Size", "Region", "Var2", "FreqVar", "shadow", "cost", "Top1", "Top2", "status", "lower", "upper"),
)
_R = (".rda", ".RData", ".rds")
# read by the package `rdata`, in an environment of its own
_TO_CSV = """
import pathlib, sys, warnings, rdata
warnings.simplefilter("ignore")
for file in map(pathlib.Path, sys.argv[2:]):
    found = {file.stem: rdata.read_rds(file)} if file.suffix == ".rds" else rdata.read_rda(file)
    for name, frame in found.items():
        frame.to_csv(pathlib.Path(sys.argv[1], name + ".csv"), index=False)
"""


def from_r(installed: Path, folder: Path, into: Path) -> None:
    """Every data frame in R's files of `folder` as a CSV file in `into`, by the environment `installed`."""
    into.mkdir()
    files = sorted(file for file in folder.iterdir() if file.suffix in _R)
    subprocess.run([installed / "bin/python", "-c", _TO_CSV, into, *files], check=True)  # noqa: S603


def frame(name: str, folder: Path, *, but: str | None = None) -> pa.Table:
    """A data frame, all of it as text; without rows that hold the code `but` (totals) in any column."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if but not in row.values()]
    return pa.Table.from_pylist(rows)


def tau_argus(folder: Path) -> pa.Table:
    """tau-ARGUS's example for reading tables: Var2 by Size and Region, with its contributors and two largest."""
    table = pa_csv.read_csv(
        folder / "pp.tab",
        read_options=pa_csv.ReadOptions(column_names=_TAU_ARGUS),
        parse_options=pa_csv.ParseOptions(delimiter=";"),
        convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(_TAU_ARGUS, pa.string())),
    )
    province, whole = dict[str, str](), ""
    for line in (folder / "region2.hrc").read_text().splitlines():
        if line.startswith("@"):
            province[line[1:].strip()] = whole
        else:
            whole = line.strip()
    table = pa.table(
        {
            name: pc.replace_substring(pc.utf8_trim_whitespace(table[name]), ",", ".")
            for name in ("Size", "Region", "Var2", "FreqVar", "Top1", "Top2")
        }
    )
    is_inner = pc.is_in(table["Region"], pa.array(list(province)))
    inner = table.filter(pc.and_(is_inner, pc.not_equal(table["Size"], "Total")))
    return inner.append_column("Province", pa.array([province[code] for code in inner["Region"].to_pylist()]))


def turnover(name: str, folder: Path) -> pa.Table:
    """A table of rtauargus by activity, by area or both, with the levels that its correspondences give."""
    levels = {
        "ACTIVITY": {row["A88"]: row for row in frame("activity_corr_table", folder).to_pylist()},
        "NUTS": {row["NUTS3"]: row for row in frame("nuts23_fr_corr_table", folder).to_pylist()},
    }
    rows = []
    for row in frame(name, folder, but="Total").to_pylist():
        above = [levels[column].get(row[column]) for column in levels if column in row]
        if None not in above:
            rows.append({key: value for each in (row, *above) for key, value in each.items()})
    return pa.Table.from_pylist(rows)
