"""The files stages leave for one another when each is run by hand. They stay in the lab's folder, and
only who wrote them can open them, wherever they are."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from io import BufferedRandom
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeVar

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from pydantic import ValidationError

from outcomelab.errors import UsageError
from outcomelab.handovers.as_json import as_json, from_json
from outcomelab.handovers.linkage import Clerical
from outcomelab.on_disk import whole

T = TypeVar("T")
_LARGEST_BLOCK = 2**31 - 1  # bytes
_OTHER_ENCODING = "{} is not written in UTF-8. Save it as CSV in UTF-8, or as Parquet."


def lab_folder(folder: Path) -> Path:
    """`folder`; where it has to be made, it is closed to others. Raises UsageError when it cannot be made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise UsageError(f"The folder {folder} cannot be made. Name another.") from None
    return folder


def refuse_unwritable(folder: Path) -> None:
    """Raise UsageError, before long work is begun, when no file can be made in `folder`, or not the folder itself.

    That is tried, and what was made for it removed: whoever may do anything is not told by permissions what the
    disk, or a system's own folder, refuses.
    """
    made: list[Path] = []
    refused = False
    try:
        for place in (*reversed(folder.absolute().parents), folder.absolute()):
            if not place.is_dir():
                place.mkdir(mode=0o700)
                made.append(place)
        with TemporaryFile(dir=folder):  # of no name, so that whoever is killed here leaves none
            pass
    except (OSError, ValueError):  # ValueError: a NUL in the path
        refused = True
    finally:
        for place in reversed(made):
            with suppress(OSError):
                place.rmdir()
    if refused:
        raise UsageError(f"The folder {folder} cannot be written. Name another.")


def refuse_unwritable_file(file: Path) -> None:
    """The same for a file to be: raise UsageError when it is a folder, or its folder cannot be written."""
    if file.is_dir():
        raise UsageError(f"{file} is a folder. Name the file to write.")
    refuse_unwritable(file.parent)


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table whole or not at all; its folder is made if need be."""
    with _written(path), whole(path) as file:
        pq.write_table(table, file)


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all; its folder is made if need be."""
    with _written(path), whole(path) as file:
        file.write(text.encode())


def write_together(
    folder: Path,
    tables: Mapping[str, pa.Table],
    texts: Mapping[str, str],
    last: tuple[str, Callable[[dict[str, str]], str]] | None = None,
) -> dict[str, str]:
    """Write several files into the lab's `folder`, by name: all of them or none.

    `last`: the name of one more text, made of what this returns, that takes its place after the others; of several
    who write one of that name at once, each waits for the one before. Returns the SHA-256 of each as it was
    written: what is read there later, somebody else may have written.
    """
    new = not folder.exists()
    lab_folder(folder)
    wrote: dict[str, str] = {}
    try:
        with _written(folder), ExitStack() as files:  # which takes them in their places from the last to the first
            note = files.enter_context(_to_write(folder, last[0])) if last else None
            for name in (*tables, *texts):
                file = files.enter_context(_to_write(folder, name))
                if name in tables:
                    pq.write_table(tables[name], file)
                else:
                    file.write(texts[name].encode())
                file.flush()  # for want of room it fails now, before any takes its place
                file.seek(0)
                wrote[name] = hashlib.file_digest(file, "sha256").hexdigest()
            if note and last:
                note.write(last[1](wrote).encode())
                note.flush()
    except UsageError:
        if new:
            folder.rmdir()
        raise
    return wrote


def _to_write(folder: Path, name: str) -> AbstractContextManager[BufferedRandom]:
    if (folder / name).is_dir():
        raise IsADirectoryError(errno.EISDIR, "", name)
    return whole(folder / name)


@contextmanager
def _written(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        raise UsageError(f"{place} cannot be written. Check the folder and the space left on the disk.") from None


def write_value(path: Path, kind: type[T], value: T) -> None:
    """Write a result as JSON."""
    write_text(path, as_json(kind, value))


def read_table(path: Path, made_by: str) -> pa.Table:
    """A table a stage left. Raises UsageError naming the command that makes it."""
    try:
        return pq.read_table(path)
    except (OSError, pa.ArrowInvalid):
        raise UsageError(f"{path} is missing or no Parquet file. Make it with `outcomelab {made_by}`.") from None


def read_any_table(path: Path, as_text: Iterable[str | None] = ()) -> pa.Table:
    """A table from anywhere, CSV (comma-separated, UTF-8) or Parquet; of CSV, the columns `as_text` as they are
    written, so that 01 is not 1. Raises UsageError when it cannot be read."""
    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        whole = min(max(path.stat().st_size, 1), _LARGEST_BLOCK)  # kinds of columns are told from the first block
        table = pa_csv.read_csv(
            path,
            read_options=pa_csv.ReadOptions(block_size=whole),
            parse_options=pa_csv.ParseOptions(newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                strings_can_be_null=True, column_types={name: pa.string() for name in as_text if name is not None}
            ),
        )
    except (OSError, pa.ArrowInvalid) as error:
        # the library's message could quote a cell
        if "invalid UTF8" in str(error):
            raise UsageError(_OTHER_ENCODING.format(path)) from None
        raise UsageError(f"{path} is missing, or no comma-separated or Parquet table.") from None
    if any(pa.types.is_binary(kind) for kind in table.schema.types):
        raise UsageError(_OTHER_ENCODING.format(path))
    return table


def read_value(path: Path, kind: type[T], made_by: str) -> T:
    """A result a stage left. Raises UsageError naming the command that makes it."""
    try:
        return from_json(kind, path.read_bytes())
    except (OSError, ValidationError):
        raise UsageError(f"{path} is missing or damaged. Make it with `outcomelab {made_by}`.") from None


def read_clerical(path: Path | None) -> Clerical | None:
    """What reviewers found of a study's links, where a file is named. Raises UsageError as `read_value` does."""
    return None if path is None else read_value(path, Clerical, "review agree")
