"""From data files to two encrypted stores: staged, checked, given person keys, split."""

from __future__ import annotations

import duckdb

from outcomelab.engines import duck
from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import ContentStore, Dictionary, IdentifierStore, Store
from outcomelab.handovers.progress import Progress
from outcomelab.holdings.check import check_persons, check_values
from outcomelab.holdings.datafile import DataFile, find
from outcomelab.holdings.entries import Mistakes
from outcomelab.holdings.keys import new_key
from outcomelab.holdings.members import write_members
from outcomelab.holdings.mistakes import refusal
from outcomelab.holdings.person_keys import give_person_keys
from outcomelab.holdings.sources import Descriptor
from outcomelab.holdings.split import (
    CONTENT_CATALOGUE,
    IDENTIFIERS_CATALOGUE,
    write_content,
    write_identifiers,
)
from outcomelab.holdings.staging import stage

_STAGING = "staging.duckdb"


def build(
    descriptor: Descriptor,
    identifiers: IdentifierStore,
    content: ContentStore,
    members: str,
    progress: Progress,
) -> None:
    """Fill both stores from the files the descriptor names; `members` is the key of its member numbers. Raises
    HoldingError with every mistake.

    The tables as they came are held meanwhile in a third encrypted store beside the two, whose key is
    never written down; it is gone in the end.
    """
    files = _files(descriptor)
    staging = Store(content.path.with_name(_STAGING), new_key())
    try:
        with duck.opened(staging, write=True) as connection:
            duck.attach(connection, identifiers, IDENTIFIERS_CATALOGUE, write=True)
            duck.attach(connection, content, CONTENT_CATALOGUE, write=True)
            duck.lock(connection)
            _stage(connection, files, descriptor.dictionary, progress)
            _check(connection, files, descriptor.dictionary, progress)
            _split(connection, files, members, progress)
    except duckdb.Error:  # whose words could quote a cell
        raise HoldingError("The stores cannot be written. Check that memory and disk have room.") from None
    staging.path.unlink()


def _files(descriptor: Descriptor) -> tuple[DataFile, ...]:
    """The file of every table, the persons' first."""
    mistakes: Mistakes = []
    found = tuple(find(source, mistakes) for source in descriptor.sources)
    if mistakes:
        raise refusal("The data of the holding", mistakes)
    files = tuple(file for file in found if file)
    return tuple(sorted(files, key=lambda file: not file.source.table.one_row_a_person))


def _stage(
    connection: duckdb.DuckDBPyConnection,
    files: tuple[DataFile, ...],
    dictionary: Dictionary,
    progress: Progress,
) -> None:
    mistakes: Mistakes = []
    for file in files:
        progress("holdings", f"reading {file.source.path.name} into the table {file.source.table.name}")
        mistakes.extend(stage(connection, file))
    if mistakes:
        raise refusal(f"The data of the holding {dictionary.name}", mistakes)


def _check(
    connection: duckdb.DuckDBPyConnection,
    files: tuple[DataFile, ...],
    dictionary: Dictionary,
    progress: Progress,
) -> None:
    progress("holdings", "checking every cell against the dictionary")
    mistakes: Mistakes = []
    for file in files:
        mistakes.extend(check_values(connection, file, dictionary))
    mistakes.extend(check_persons(connection, files[0], files[1:]))
    if mistakes:
        raise refusal(f"The data of the holding {dictionary.name}", mistakes)


def _split(
    connection: duckdb.DuckDBPyConnection, files: tuple[DataFile, ...], members: str, progress: Progress
) -> None:
    persons = give_person_keys(connection, files[0])
    progress("holdings", f"giving {persons:,} persons a random key, and splitting identifiers from content")
    write_identifiers(connection, files[0])
    write_members(connection, members)
    for file in files:
        rows, undated = write_content(connection, file)
        words = f"table {file.source.table.name}: {rows:,} rows"
        if undated:
            words += f", {undated:,} of them without any date, which no study will count"
        progress("holdings", words)
    for catalogue in (IDENTIFIERS_CATALOGUE, CONTENT_CATALOGUE):
        connection.execute(f"CHECKPOINT {catalogue}")
