"""The front door: made-up data that has a registered holding's dictionary, to write and try protocols on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from outcomelab.dummy.asked import NOTHING, Asked, asked_by, with_asked
from outcomelab.dummy.columns import days_of, values
from outcomelab.errors import UsageError
from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.holding import Column, ColumnType, Dictionary, IdentifierKind, Table
from outcomelab.handovers.profile import Profile, TableProfile
from outcomelab.handovers.progress import Progress, silent
from outcomelab.holdings.record import described
from outcomelab.on_disk import whole_folder
from outcomelab.protocol.model import IndexEvent, Protocol

STAGE = "dummy"
OWNER, INDEX = "_owner", "index_date"
_A_PERSON = 2.0  # rows of a table of events a person, where nothing else is known
_HEADINGS = {
    "surname": "last_name",
    "forename": "first_name",
    "middle": "middle_name",
    "date_of_birth": "date_of_birth",
    "sex": "sex",
    "postcode": "postcode",
    "service_number": "service_number",
}
# What every provider's list says of a person, whether or not the ministry knows it.
_ALWAYS: dict[IdentifierKind, ColumnType] = {
    "surname": "string",
    "forename": "string",
    "date_of_birth": "date",
    "sex": "string",
}


def dummy(
    dictionary: Dictionary,
    profile: Cleared[Profile] | None,
    folder: Path,
    *,
    persons: int = 10_000,
    participants: int = 200,
    protocol: Protocol | None = None,
    seed: int = 1,
    progress: Progress = silent,
) -> int:
    """Write made-up tables with this `dictionary` and a list of participants below `folder`, which must be new.

    Types, codes and coverage are the dictionary's; ranges, missing shares and rows a person are the cleared
    `profile`'s, or plain guesses without one. Columns are made independently of one another: nothing that is
    computed from them says anything of anybody. With a `protocol` the list's dates are those of its index event,
    and half the rows have values that it asks for; without one they are of the first table with events. The same
    seed gives the same files. Returns how many are on the list: fewer than `participants` where fewer have such an
    event, none where the holding has no identifiers. Raises UsageError when the folder has something in it or
    cannot be written.
    """
    if profile is not None:
        require_cleared(profile)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} has something in it already. Choose a new folder.")
    rng = np.random.default_rng(seed)
    known = {table.name: table for table in profile.figures.tables} if profile is not None else {}
    asked, made = asked_by(protocol) if protocol else NOTHING, {}
    for table in dictionary.tables:
        progress(STAGE, f"making the table {table.name}")
        made[table.name] = _table(table, known.get(table.name), dictionary, persons, asked, rng)
    listed = _list(dictionary, made, participants, protocol.index if protocol else None, rng)
    try:
        with whole_folder(folder) as stage:
            _write(dictionary, made, listed, stage)
    except OSError:
        raise UsageError(f"{folder} cannot be written. Check the folder and the space left on the disk.") from None
    return 0 if listed is None else listed.num_rows


def _table(
    table: Table,
    known: TableProfile | None,
    dictionary: Dictionary,
    persons: int,
    asked: Asked,
    rng: np.random.Generator,
) -> pa.Table:
    if table.one_row_a_person:
        owners = np.arange(persons)
    else:
        rate = known.rows_a_person if known is not None and known.rows_a_person else _A_PERSON
        owners = np.repeat(np.arange(persons), rng.poisson(rate, persons))
    columns = {each.name: each for each in known.columns} if known is not None else {}
    return pa.table(
        {
            column.name: _numbered(column, owners)
            if column.role == "person"
            else days_of(dictionary, len(owners), rng)
            if column.role == "event-date"
            else with_asked(
                values(column, columns.get(column.name), len(owners), dictionary, rng),
                column,
                asked.get((table.name, column.name), ()),
                rng,
            )
            for column in table.columns
        }
    )


def _numbered(column: Column, owners: np.ndarray) -> pa.Array:
    """Each row's person number; `owners` are places in the order of persons."""
    if column.type == "integer":
        return pa.array(owners + 1)
    numbers = pa.array(np.arange(owners[-1] + 1 if len(owners) else 0) + 1)
    words = pc.binary_join_element_wise("D", pc.cast(numbers, pa.string()), "")
    return pa.DictionaryArray.from_arrays(pa.array(owners.astype(np.int32)), words).cast(pa.string())


def _list(
    dictionary: Dictionary,
    made: dict[str, pa.Table],
    participants: int,
    index: IndexEvent | None,
    rng: np.random.Generator,
) -> pa.Table | None:
    """Some people as a provider would list them, each with the day of one of their events, if there are any."""
    register = next((t for t in dictionary.tables if any(c.role == "identifier" for c in t.columns)), None)
    if register is None:
        return None
    people, headings = made[register.name], {c.name: c.identifier for c in register.columns if c.identifier}
    dated = _index_days(dictionary, made, index)
    if dated is not None:
        people = people.join(dated, _owner(register), right_keys=OWNER, join_type="inner")
    people = people.sort_by(_owner(register))
    places = np.sort(rng.choice(people.num_rows, min(participants, people.num_rows), replace=False))
    chosen = people.take(pa.array(places))
    columns = {_HEADINGS[kind]: chosen[name] for name, kind in headings.items()}
    columns |= {
        _HEADINGS[kind]: values(
            Column(kind, type_, "identifier", identifier=kind), None, len(places), dictionary, rng
        )
        for kind, type_ in _ALWAYS.items()
        if kind not in headings.values()
    }
    return pa.table(columns | ({INDEX: chosen[INDEX]} if dated is not None else {}))


def _index_days(dictionary: Dictionary, made: dict[str, pa.Table], index: IndexEvent | None) -> pa.Table | None:
    """By person number, the day of their first event: of the index event in its period, else of any events."""
    asked = dictionary.table(index.table) if index is not None and index.table else None
    events = asked or next((t for t in dictionary.tables if t.with_role("event-date")), None)
    if events is None:
        return None
    date = (index.date if asked and index is not None else None) or events.with_role("event-date")[0].name
    rows = made[events.name].select([_owner(events), date]).rename_columns([OWNER, INDEX]).drop_null()
    if asked and index is not None:
        since, until = index.from_ or dictionary.covers_from, index.to or dictionary.covers_to
        days = rows[INDEX]
        rows = rows.filter(pc.and_(pc.greater_equal(days, since), pc.less_equal(days, until)))
    return rows.group_by(OWNER).aggregate([(INDEX, "min")]).rename_columns([OWNER, INDEX])


def _owner(table: Table) -> str:
    return next(column.name for column in table.columns if column.role == "person")


def _write(dictionary: Dictionary, made: dict[str, pa.Table], listed: pa.Table | None, folder: Path) -> None:
    for name, table in made.items():
        pq.write_table(table, folder / f"{name}.parquet")
    thing = described(dictionary, path="{name}.parquet")
    thing |= {"title": f"{dictionary.title} (made up)", "legal_basis": "Made-up data: nobody in it exists"}
    (folder / f"{dictionary.name}.json").write_text(json.dumps(thing, indent=2, ensure_ascii=False) + "\n")
    if listed is not None:
        pa_csv.write_csv(listed, folder / "participants.csv")
