"""What both demo studies write to disk: a ministry's tables and a provider's list."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import astuple, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from outcomelab.demo.invent import births, identifiers
from outcomelab.demo.spoil import Entry, again, clean, spoiled

STRANGERS = 14  # people on the provider's list whom the ministry never met


@dataclass(frozen=True)
class Files:
    """Where a demo study's files are. `truth` is the service number of each line of the list (by row of the
    spreadsheet), which no stage reads."""

    dictionary: Path
    study: Path
    cohort: Path
    truth: dict[int, str]


def write_table(folder: Path, name: str, table: pa.Table) -> None:
    """A ministry's table as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    pa_csv.write_csv(table, folder / f"{name}.csv")


def packaged(name: str, folder: Path) -> Path:
    """A copy in `folder` of a file that comes with the demo."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(files("outcomelab.demo").joinpath("files", name).read_bytes())
    return path


def write_list(
    path: Path,
    people: pa.Table,
    dates: list[dt.date],
    heading: str,
    rng: np.random.Generator,
    *,
    spoil: bool,
) -> dict[int, str]:
    """The provider's list of `people`, with `heading` over their dates: clean, or spoiled with people entered
    twice, people the ministry never met, and a total at the bottom. Returns the truth by row."""
    entries = spoiled(people, dates, rng) if spoil else clean(people, dates)
    owners = [str(number) for number in people["service_no"].to_pylist()]
    if spoil:
        of = {_as_typed(entry): owner for entry, owner in zip(entries, owners, strict=True)}
        strangers = clean(_strangers(dates, rng), dates[:STRANGERS])
        twice = again(entries, rng)
        everyone = [*entries, *strangers, *twice]
        owners = [*owners, *[""] * STRANGERS, *(of[_as_typed(entry)] for entry in twice)]
        order = rng.permutation(len(everyone))
        entries, owners = [everyone[i] for i in order], [owners[i] for i in order]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig" if spoil else "utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Last Name", "First Name", "Date of Birth", "Gender", "ZIP", "Client no.", heading))
        writer.writerows(astuple(entry) for entry in entries)
        if spoil:
            writer.writerow(("TOTAL", "", "", "", "", len(entries), ""))
    return dict(enumerate(owners, start=2))


def _as_typed(entry: Entry) -> tuple[str, str, str]:
    """What stays the same when a person is entered again."""
    return entry.surname.upper(), entry.born, entry.date


def _strangers(dates: list[dt.date], rng: np.random.Generator) -> pa.Table:
    """Invented people of 18 to 45 years; the ministry's number is theirs alone, so they have none."""
    born = births(rng.integers(216, 540, STRANGERS), dates[:STRANGERS], rng)
    people = identifiers(born, rng)
    place = people.column_names.index("service_no")
    return people.set_column(place, "service_no", pa.array([""] * STRANGERS))
