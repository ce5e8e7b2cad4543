"""Columns to identifiers, once per distinct value: tidy text, whole numbers, codes of sex, dates of birth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.errors import CohortError
from outcomelab.handovers.people import PEOPLE_IDENTIFIERS
from outcomelab.people.cells import sex_codes, tidied, whole_numbers, without
from outcomelab.people.date_order import Order, settle
from outcomelab.people.dates import NO_DAY, Parts, either_birth, read_parts
from outcomelab.people.fields import BIRTH_PARTS
from outcomelab.people.headings import compact
from outcomelab.people.masks import Days, Ints
from outcomelab.people.names import split_names
from outcomelab.people.wording import counted

CODES = frozenset(("sex", "postcode", "service_number", "date_of_birth", *BIRTH_PARTS))
_TEXTS = ("surname", "forename", "middle", "postcode", "service_number", "sex", "place", "email")
SHORT_ZIP = r"^\d{3,4}$"


def read_identifiers(
    cells: Mapping[str, pa.ChunkedArray], headings: Mapping[str, str], rows: Ints, today: dt.date
) -> tuple[pa.Table, list[str]]:
    """A table by `PEOPLE_IDENTIFIERS`, and what is to be said about its dates.

    `cells`: by field, its column, text or typed; `rows`: their numbers in the file. A cell that cannot be what
    its column holds becomes null. Raises CohortError for a column whose type cannot be read.
    """
    count = len(rows)
    columns: dict[str, pa.Array] = {}
    for name in _TEXTS:
        if name in cells:
            columns[name] = _by_value(_as_text(cells[name], headings[name]), _rule(name, headings[name]))
    if "name" in cells:
        columns |= _halves(cells["name"], headings["name"], "middle" in columns)
    born, also, notes = _born(cells, headings, count, today)
    columns |= {"row": pa.array(rows, pa.int32()), "date_of_birth": _days(born), "born_also": _days(also)}
    nothing = pa.nulls(count, pa.string())
    table = [columns.get(name, nothing) for name in PEOPLE_IDENTIFIERS.names]
    return pa.table(table, schema=PEOPLE_IDENTIFIERS), notes


def _rule(name: str, heading: str) -> Callable[[pa.Array], pa.Array]:
    def rule(values: pa.Array) -> pa.Array:
        tidy = tidied(values, code=name in CODES)
        text = without(tidy.text, tidy.formula | tidy.long)
        if name in ("postcode", "service_number"):
            text, _ = whole_numbers(text)
        if name == "postcode" and "zip" in compact(heading):
            # Five digits, of which programs that take them for a number drop the zeros in front.
            short = pc.match_substring_regex(text, SHORT_ZIP)
            text = pc.if_else(short, pc.utf8_lpad(text, 5, "0"), text)
        return sex_codes(text) if name == "sex" else text

    return rule


def _halves(column: pa.ChunkedArray, heading: str, has_middle: bool) -> dict[str, pa.Array]:
    values, places = _distinct(_as_text(column, heading))
    halves = split_names(_rule("name", heading)(values))
    names = ("surname", "forename") if has_middle else ("surname", "forename", "middle")
    return {name: half.take(places) for name, half in zip(names, halves, strict=False)}


def _born(
    cells: Mapping[str, pa.ChunkedArray], headings: Mapping[str, str], count: int, today: dt.date
) -> tuple[Days, Days, list[str]]:
    """Dates of birth, the other readings of those in doubt, and what is to be said of them."""
    none = np.full(count, NO_DAY)
    latest = np.datetime64(today, "D")
    if "date_of_birth" in cells:
        column, heading = cells["date_of_birth"], headings["date_of_birth"]
        kind = column.type
        if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
            days = _calendar(column)
            return _said(days, none, ~np.isnat(days), latest, heading, None)
        values, places = _distinct(_as_text(column, heading))
        tidy = _rule("date_of_birth", heading)(values)
        at = np.asarray(places.fill_null(len(values)))
        parts = _taken(read_parts(pa.concat_arrays([tidy, pa.nulls(1, pa.string())])), at)
        order = settle({"date_of_birth": parts}, None)["date_of_birth"]
        born, also = either_birth(parts, day_first=order.day_first, settled=order.settled, latest=latest)
        return _said(born, also, parts.written, latest, heading, order)
    if all(name in cells for name in BIRTH_PARTS):
        year, month, day = (_numbers(_as_text(cells[name], headings[name])) for name in BIRTH_PARTS)
        written = (year > 0) & (month > 0) & (day > 0)
        no = np.zeros(count, dtype=bool)
        parts = Parts(year, month, day, no, written & (year < 100), written, written)
        born, _ = either_birth(parts, day_first=True, settled=True, latest=latest)
        return _said(born, none, written, latest, headings["birth_year"], None)
    return none, none, []


def _said(
    born: Days, also: Days, written: np.ndarray, latest: np.datetime64, heading: str, order: Order | None
) -> tuple[Days, Days, list[str]]:
    future = int((born > latest).sum())
    unread = int((written & np.isnat(born)).sum())
    notes = []
    if order is not None and (order.doubtful or order.mixed):
        way = "day first" if order.day_first else "month first"
        if order.settled:
            notes.append(f"Dates in “{heading}” are written {way}, as the column itself shows.")
        else:
            why = "has dates of both kinds" if order.mixed else "does not show whether day or month comes first"
            doubt = int((~np.isnat(also)).sum())
            notes.append(
                f"“{heading}” {why}: they were read {way}, and of {counted(doubt, 'date', 'dates')} that could be "
                "either both readings are tried."
            )
    if unread:
        words = counted(unread, "date", "dates")
        notes.append(f"{words} in “{heading}” cannot be read as a day of the calendar: used without.")
    if future:
        words = counted(future, "date is still to come, and is", "dates are still to come, and are")
        notes.append(f"In “{heading}” {words} used as written.")
    return born, also, notes


def _as_text(column: pa.ChunkedArray, heading: str) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_floating(kind):
        # Whole numbers with gaps in them become fractions in many programs.
        column = pc.if_else(pc.is_finite(column), column, pa.scalar(None, kind))
        whole = pc.all(pc.equal(pc.floor(column), column)).as_py() is not False
        column = column.cast(pa.int64()) if whole else column
    readable = (
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
        or pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        or pa.types.is_null(kind)
    )  # fmt: skip
    if not readable:
        raise CohortError(
            f"The column “{heading}” holds {kind}, not text or numbers. Name another, or change its type."
        )
    return column.cast(pa.string())


def _distinct(column: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """A column's different values, and the place among them of each row's."""
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.dictionary, encoded.indices


def _by_value(column: pa.ChunkedArray, rule: Callable[[pa.Array], pa.Array]) -> pa.Array:
    values, places = _distinct(column)
    return rule(values).take(places)


def _taken(parts: Parts, places: Ints) -> Parts:
    return Parts(**{each.name: getattr(parts, each.name)[places] for each in fields(Parts)})


def _numbers(column: pa.ChunkedArray) -> Ints:
    def rule(values: pa.Array) -> pa.Array:
        digits = pc.struct_field(
            pc.extract_regex(pc.utf8_trim_whitespace(values), r"^(?P<n>\d{1,4})(?:\.0+)?$"), "n"
        )
        return pc.fill_null(digits, "0").cast(pa.int64())

    return np.asarray(_by_value(column, rule).fill_null(0))


def _calendar(column: pa.ChunkedArray) -> Days:
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz:
        column = pc.local_timestamp(column)
    days = column.cast(pa.date32(), safe=False).combine_chunks()
    return np.asarray(days.to_numpy(zero_copy_only=False)).astype("datetime64[D]")


def _days(days: Days) -> pa.Array:
    return pa.array(days, pa.date32())
