"""From what is staged to values, in SQL: one expression a column, null where a text is no such value."""

from __future__ import annotations

from outcomelab.handovers.holding import Column, ColumnType
from outcomelab.holdings.datafile import DataFile
from outcomelab.holdings.names import quoted

SQL_TYPES: dict[ColumnType, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
ISO = "%Y-%m-%d"

# DuckDB's own casts are too kind: 1.5 becomes 2, 1_000 and inf are numbers. So texts are held to a form.
_INTEGER = r"[+-]?[0-9]+(\.0*)?"
_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
# Years before 1000 are years written short; year 0 would become one before Christ.
_YEARS = "{day} BETWEEN DATE '1000-01-01' AND DATE '9999-12-31'"

MEND = {
    "string": "Write a text.",
    "integer": "Write a whole number in digits, without separators, or leave the cell empty.",
    "number": "Write a number such as 1234.5, without separators, signs of money or units, or leave it empty.",
    "boolean": "Write true or false, or leave the cell empty.",
}


def value_of(column: Column, file: DataFile) -> str:
    """The value of a column of a staged file, of the SQL type `SQL_TYPES` says; null for what is none."""
    return _within(column) if column.name in file.typed else value(column, file.formats.get(column.name, ""))


def _within(column: Column) -> str:
    """A value that was staged as it was, held to what a text may say."""
    typed = quoted(column.name)
    condition = {"date": _YEARS.format(day=typed), "number": f"isfinite({typed})"}.get(column.type)
    return f"CASE WHEN {condition} THEN {typed} END" if condition else typed


def value(column: Column, format_: str = "") -> str:
    """The value of a column of texts, of the SQL type `SQL_TYPES` says; null for text that is none.

    `format_`: the date pattern of a date, ISO 8601 if empty; it holds no quotation mark (see `fields`).
    """
    text = quoted(column.name)
    match column.type:
        case "string":
            return text
        case "integer":
            whole = f"TRY_CAST(regexp_replace({text}, '[.]0*$', '') AS BIGINT)"
            return f"CASE WHEN regexp_full_match({text}, '{_INTEGER}') THEN {whole} END"
        case "number":
            number = f"TRY_CAST({text} AS DOUBLE)"
            return f"CASE WHEN regexp_full_match({text}, '{_NUMBER}') AND isfinite({number}) THEN {number} END"
        case "boolean":
            yes, no = f"lower({text}) IN ('true', '1')", f"lower({text}) IN ('false', '0')"
            return f"CASE WHEN {yes} THEN true WHEN {no} THEN false END"
        case "date":
            day = f"CAST(try_strptime({text}, '{format_ or ISO}') AS DATE)"
            return f"CASE WHEN {_YEARS.format(day=day)} THEN {day} END"


def person(column: Column) -> str:
    """The person number as text, the same for 7 and 7.0 where the dictionary calls it an integer."""
    return f"CAST({value(column)} AS VARCHAR)"


def content(column: Column, file: DataFile) -> str:
    """The value as content keeps it: a date of birth as the first of its month, all else as it is."""
    plain = value_of(column, file)
    return f"CAST(date_trunc('month', {plain}) AS DATE)" if column.identifier == "date_of_birth" else plain


def mend(column: Column, format_: str = "") -> str:
    """What to write instead of a text that is no such value."""
    if column.type != "date":
        return MEND[column.type]
    form, then = (format_, "correct") if format_ else ("2019-01-31", "add")
    return f'Write a day that exists as {form}, {then} its "format" in the dictionary, or leave the cell empty.'
