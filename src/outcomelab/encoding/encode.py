"""The front door: identifiers in, numbers out, by docs/encoding.md. Runs where the identifiers are at home."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.encoding.filters import diffused, filters, set_bits
from outcomelab.encoding.keys import ProjectKey
from outcomelab.encoding.names import sound, standard
from outcomelab.encoding.rarity import FEWEST_PEOPLE, rarity
from outcomelab.encoding.values import Digests, each, either_way, together
from outcomelab.handovers.encoded import ENCODED, FILTER, FORMAT, HARDENINGS, Encoded, Encoding
from outcomelab.handovers.progress import Progress, silent
from outcomelab.people.called import called
from outcomelab.people.standardise import each_value, first_word, records

STAGE = "encode"
PLAIN, DIFFUSED = HARDENINGS


def encode(
    identifiers: pa.Table,
    key: ProjectKey,
    hardening: str = PLAIN,
    *,
    register: bool = False,
    progress: Progress = silent,
) -> Encoded:
    """Encode people, one row a record, in the order given.

    identifiers: by `COHORT_IDENTIFIERS` or `PERSONS_IDENTIFIERS`, in any written form; the first column numbers
    the records and fits 32 bits. hardening: one of `HARDENINGS`. register: tell, for a plain register of at
    least 100,000, how common names are in it. Raises ValueError for another hardening. Nothing is written.
    """
    if hardening not in HARDENINGS:
        raise ValueError(f"no hardening is called {hardening}")
    progress(STAGE, f"standardising {identifiers.num_rows:,} people")
    people = records(identifiers)
    progress(STAGE, f"encoding {identifiers.num_rows:,} people")
    columns = _numbers(people, key)
    columns |= _filter(people, key, hardening)
    told: dict[str, tuple[float, ...]] = {"surname": (), "forename": ()}
    for name in ("surname", "forename"):
        column = pa.nulls(people.num_rows, pa.int16())
        if register and hardening == PLAIN and people.num_rows >= FEWEST_PEOPLE:
            column, told[name] = rarity(each_value(people[name], first_word))
        columns[f"{name}_rarity"] = column
    columns["row"] = people.column(0).cast(pa.int32())
    table = pa.table([columns[name] for name in ENCODED.names], schema=ENCODED)
    encoding = Encoding(
        format=FORMAT,
        records=people.num_rows,
        project=key.project,
        key=key.mark,
        hardening=hardening,
        standard=standard(),
        surname_rarity=told["surname"],
        forename_rarity=told["forename"],
    )
    return Encoded(encoding, table)


def _numbers(people: pa.Table, key: ProjectKey) -> dict[str, pa.Array]:
    """The columns of numbers, by name."""
    secret, pairs = key.derived("values"), key.derived("pairs", 16)

    def one(kind: str, column: pa.Array) -> Digests:
        return each(secret, kind, column)

    surname, forename = (each_value(people[name], first_word) for name in ("surname", "forename"))
    born = _dates(people["date_of_birth"], "%Y%m%d")
    also = people["born_also"] if "born_also" in people.column_names else pa.nulls(people.num_rows, pa.date32())
    names = one("name", surname), one("name", forename)
    full = each(secret, "called", surname, called), each(secret, "called", forename, called)
    sounds = each(secret, "sound", surname, sound), each(secret, "sound", forename, sound)
    day, place = one("born", born), one("postcode", _whole(people["postcode"]))
    middle, pair = one("initial", _whole(people["middle"])), either_way(pairs, *names)
    numbers = {
        "pair": pair,
        "called_pair": either_way(pairs, *full),
        "sound_pair": either_way(pairs, *sounds),
        "initialled": together(pairs, names[0], each(secret, "initial", forename, _first_letter)),
        "surname_born": together(pairs, names[0], day),
        "forename_born": together(pairs, names[1], day),
        "called_born": together(pairs, full[1], day),
        "surname_postcode": together(pairs, names[0], place),
        "forename_postcode": together(pairs, names[1], place),
        "middle_born": together(pairs, middle, day),
        "middle_pair": together(pairs, middle, pair),
        "born": day,
        "born_also": one("born", _dates(also, "%Y%m%d")),
        "born_swapped": each(secret, "born", born, _swapped),
        "born_year": each(secret, "year", born, lambda text: text[:4]),
        "born_year_month": each(secret, "year-month", born, lambda text: text[:6]),
        "born_year_day": each(secret, "year-day", born, lambda text: text[:4] + text[6:]),
        "born_month_day": each(secret, "month-day", born, lambda text: text[4:]),
        "postcode": place,
        "area": each(secret, "area", _whole(people["postcode"]), lambda text: text[:3]),
        "sex": one("sex", _whole(people["sex"])),
        "service_number": one("service", _whole(people["service_number"])),
    }
    return {name: number.signed() for name, number in numbers.items()}


def _filter(people: pa.Table, key: ProjectKey, hardening: str) -> dict[str, pa.Array]:
    columns = _whole(people["surname"]), _whole(people["forename"])
    whole = filters(key.derived("filter"), columns)
    if hardening == DIFFUSED:
        whole = diffused(key.derived("diffusion"), whole)
    nameless = pc.and_(*(column.is_null() for column in columns)).to_numpy(zero_copy_only=False)
    out = {
        name: pa.array(np.ascontiguousarray(whole[:, i]).view(np.int64), mask=nameless)
        for i, name in enumerate(FILTER)
    }
    return out | {"ones": pa.array(set_bits(whole), mask=nameless)}


def _dates(column: pa.ChunkedArray, form: str) -> pa.Array:
    encoded = _whole(column).dictionary_encode()
    return pc.strftime(encoded.dictionary, form).take(encoded.indices)


def _swapped(text: str) -> str | None:
    """Day and month exchanged in YYYYMMDD, where that is a date."""
    month = text[6:]
    return text[:4] + month + text[4:6] if "01" <= month <= "12" else None


def _first_letter(name: str) -> str:
    return name[0]


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
