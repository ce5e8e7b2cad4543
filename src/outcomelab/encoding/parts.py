"""What is encoded of each person: the texts behind every column (docs/encoding.md, “Standard form”)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from outcomelab.encoding.names import sound
from outcomelab.encoding.values import Texts, texts
from outcomelab.people.called import called
from outcomelab.people.standardise import RULES, first_word, second_initial

_AREA = 3
_MONTHS = 12


@dataclass(frozen=True)
class Parts:
    """`surname`, `forename`: the whole names. `kinds`: for each text that is hashed, its kind and its column."""

    surname: Texts
    forename: Texts
    kinds: dict[str, tuple[str, Texts]] = field(repr=False)


def parts(table: pa.Table) -> Parts:
    """The parts of identifiers in the columns of `COHORT_IDENTIFIERS`, `born_also` among them or not."""
    standard = {name: texts(table[name]).ruled(rule) for name, rule in RULES.items()}
    surname, forename = standard["surname"], standard["forename"]
    middle = standard["middle"].or_else(forename.ruled(second_initial))
    surname_1, forename_1 = surname.ruled(first_word), forename.ruled(first_word)
    born = _dates(table["date_of_birth"])
    kinds = {
        "surname": ("name", surname_1),
        "forename": ("name", forename_1),
        "called_surname": ("called", surname_1.ruled(called)),
        "called_forename": ("called", forename_1.ruled(called)),
        "sound_surname": ("sound", surname_1.ruled(sound)),
        "sound_forename": ("sound", forename_1.ruled(sound)),
        "initial": ("initial", forename_1.ruled(_first_letter)),
        "middle": ("initial", middle),
        "born": ("born", born),
        "born_swapped": ("born", born.ruled(swapped)),
        "born_year": ("year", born.ruled(lambda date: date[:4])),
        "born_year_month": ("year-month", born.ruled(lambda date: date[:6])),
        "born_year_day": ("year-day", born.ruled(lambda date: date[:4] + date[6:])),
        "born_month_day": ("month-day", born.ruled(lambda date: date[4:])),
        "postcode": ("postcode", standard["postcode"]),
        "area": ("area", standard["postcode"].ruled(lambda code: code[:_AREA])),
        "sex": ("sex", standard["sex"]),
        "service_number": ("service", standard["service_number"]),
    }
    if "born_also" in table.column_names:
        kinds["born_also"] = ("born", _dates(table["born_also"]))
    return Parts(surname, forename, kinds)


def swapped(date: str) -> str | None:
    """A date of birth, YYYYMMDD, with day and month exchanged; None where that is no date."""
    return date[:4] + date[6:] + date[4:6] if int(date[6:]) <= _MONTHS else None


def _first_letter(name: str) -> str:
    return name[0]


def _dates(column: pa.ChunkedArray) -> Texts:
    """Days of the calendar as YYYYMMDD; those outside the years 1 to 9999 are none."""
    encoded = column.combine_chunks().dictionary_encode()
    days = encoded.dictionary.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    written = tuple(str(day).replace("-", "") for day in days)
    places = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    whole = Texts(written, places.astype(np.int32, copy=False))
    return whole.ruled(lambda date: date if len(date) == 8 and date.isdigit() else None)
