"""Encoded files, CSV or Parquet, with their metadata: written whole or not at all, read only when whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from outcomelab.errors import EncodingError
from outcomelab.handovers.encoded import ENCODED, FORMAT, HARDENINGS, METADATA, RARITIES, Encoded, Encoding
from outcomelab.on_disk import whole

CSV, PARQUET = ".csv", ".parquet"
_LONGEST_HEAD = 1_000_000  # bytes
_TEXTS = ("project", "key", "hardening", "standard")
_BITS = 1024


def write(encoded: Encoded, path: Path) -> None:
    """Write an encoded list as `path` ends: .csv or .parquet; its folder is made if need be. Only
    its owner can open it.

    Raises EncodingError when that cannot be done.
    """
    check_kind(path)
    try:
        with whole(path) as file:
            (_write_csv if path.suffix == CSV else _write_parquet)(encoded, file)
    except OSError:
        raise EncodingError(
            f"{path} cannot be written. Check the folder and the space left on the disk."
        ) from None


def check_kind(path: Path) -> None:
    """Raise EncodingError unless the name says which kind of file it is to be."""
    if path.suffix not in (CSV, PARQUET):
        raise EncodingError(f"An encoded file's name ends in {CSV} or {PARQUET}. Name it so: {path.name}{CSV}.")


def read(path: Path) -> Encoded:
    """The encoded list in a file that `write`, or another program by docs/encoding.md, wrote.

    Raises EncodingError, which quotes nothing of the file, when it is no encoded list, is of another version,
    lacks columns or has others, has a cell that is no number, or is not whole.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError:
        raise EncodingError(f"{path} is not there or cannot be opened. Check its name and its folder.") from None
    encoding, records = (_read_parquet if start == b"PAR1" else _read_csv)(path)
    if records.num_rows != encoding.records:
        raise EncodingError(
            f"{path} should have {encoding.records:,} records and has {records.num_rows:,}: it was cut off or "
            "changed. Ask for the file again."
        )
    _refuse_impossible(records, path)
    return Encoded(encoding, records)


def _metadata(encoding: Encoding) -> str:
    return json.dumps(encoding.told(), ensure_ascii=False)


def _write_csv(encoded: Encoded, file: BinaryIO) -> None:
    options = pa_csv.WriteOptions(include_header=False)
    file.write(f"#{_metadata(encoded.encoding)}\n{','.join(ENCODED.names)}\n".encode())
    pa_csv.write_csv(encoded.records, file, options)


def _write_parquet(encoded: Encoded, file: BinaryIO) -> None:
    metadata = {METADATA: _metadata(encoded.encoding).encode()}
    # Numbers like these are as good as random: neither dictionaries nor statistics are of use.
    pq.write_table(
        encoded.records.replace_schema_metadata(metadata), file, use_dictionary=False, write_statistics=False
    )


def _read_csv(path: Path) -> tuple[Encoding, pa.Table]:
    with path.open("rb") as file:
        first, second = file.readline(_LONGEST_HEAD), file.readline(_LONGEST_HEAD)
    if not first.startswith(b"#"):
        raise _no_encoding(path)
    encoding = _encoding(first[1:], path)
    _refuse_other_columns(second.decode("utf-8", "replace").rstrip("\r\n").split(","), path)
    read_options = pa_csv.ReadOptions(skip_rows=2, column_names=ENCODED.names)
    convert = pa_csv.ConvertOptions(
        column_types=ENCODED, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
    )
    table = _or_none(lambda: pa_csv.read_csv(path, read_options, convert_options=convert))
    if table is None and encoding.records == 0 and path.stat().st_size == len(first) + len(second):
        table = ENCODED.empty_table()
    if table is None:
        raise _damaged(path)
    return encoding, table


def _read_parquet(path: Path) -> tuple[Encoding, pa.Table]:
    schema = _or_none(lambda: pq.read_schema(path))
    if schema is None:
        raise _damaged(path)
    if METADATA not in (schema.metadata or {}):
        raise _no_encoding(path)
    encoding = _encoding(schema.metadata[METADATA], path)
    _refuse_other_columns(schema.names, path)
    table = _or_none(lambda: pq.ParquetFile(path).read().cast(ENCODED))
    if table is None:
        raise _damaged(path)
    return encoding, table


def _encoding(text: bytes, path: Path) -> Encoding:
    told = None
    with suppress(ValueError):
        told = json.loads(text)
    if not isinstance(told, dict) or not isinstance(told.get("format"), str):
        raise _no_encoding(path)
    if told["format"] != FORMAT:
        raise EncodingError(f"{path} is in another version of the encoding than {FORMAT}. Encode the list again.")
    texts = [told.get(name) for name in _TEXTS]
    rarities = [told.get(name, []) for name in RARITIES]
    if (
        not all(isinstance(text, str) and text for text in texts)
        or told["hardening"] not in HARDENINGS
        or type(told.get("records")) is not int
        or not all(isinstance(shares, list) and all(map(_is_share, shares)) for shares in rarities)
    ):
        raise _damaged(path)
    project, key, hardening, standard = map(str, texts)
    surnames, forenames = (tuple(map(float, shares)) for shares in rarities)
    return Encoding(FORMAT, project, key, hardening, standard, told["records"], surnames, forenames)


def _is_share(value: object) -> bool:
    return isinstance(value, float | int) and 0 < value <= 1


def _refuse_other_columns(names: list[str], path: Path) -> None:
    missing = [name for name in ENCODED.names if name not in names]
    if missing:
        raise EncodingError(f"{path} lacks columns of the encoding: {', '.join(missing)}. Ask for the file again.")
    if names != ENCODED.names:
        raise EncodingError(
            f"{path} has columns that are none of the encoding's, or not in its order. Nothing else may travel "
            "with an encoding: encode the list again."
        )


def _refuse_impossible(records: pa.Table, path: Path) -> None:
    rows, ones = records["row"], records["ones"]
    if rows.null_count or len(pc.unique(rows)) < len(rows):
        raise EncodingError(f"In {path} a row has no number, or another's. Encode the list again.")
    extremes = pc.min_max(ones).as_py()
    if extremes["min"] is not None and not 0 <= extremes["min"] <= extremes["max"] <= _BITS:
        raise _damaged(path)


def _or_none(load: Callable[[], pa.Table]) -> pa.Table | None:
    with suppress(pa.ArrowException, OSError):  # whose messages quote cells
        return load()
    return None


def _no_encoding(path: Path) -> EncodingError:
    return EncodingError(f"{path} is not an encoded list. Make one with `outcomelab encode`.")


def _damaged(path: Path) -> EncodingError:
    return EncodingError(f"{path} is damaged: it does not read as an encoded list throughout. Ask for it again.")
