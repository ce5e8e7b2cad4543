"""The encoding's front door: identifiers become numbers that only holders of the same key can compare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.encoding.filters import diffused, name_filters, sources
from outcomelab.encoding.keys import ProjectKey
from outcomelab.encoding.names import standard
from outcomelab.encoding.parts import Parts, parts
from outcomelab.encoding.rarity import FEWEST_PEOPLE, Rarity, rarity
from outcomelab.encoding.values import Bools, Numbers, Together, Values, values
from outcomelab.errors import EncodingError
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.encoded import ENCODED, FILTER, FORMAT, HARDENINGS, RARITIES, SINGLES, Encoded, Encoding
from outcomelab.handovers.progress import Progress, silent
from outcomelab.people.wording import counted

STAGE = "encode"
AT_ONCE = 65_536  # records; 64 a lane of the diffusion
PLAIN, DIFFUSED = HARDENINGS
# Column, first part, second part, whether the two may stand in either order.
_TOGETHER = (
    ("pair", "surname", "forename", True),
    ("called_pair", "called_surname", "called_forename", True),
    ("sound_pair", "sound_surname", "sound_forename", True),
    ("initialled", "surname", "initial", False),
    ("surname_born", "surname", "born", False),
    ("forename_born", "forename", "born", False),
    ("called_born", "called_forename", "born", False),
    ("surname_postcode", "surname", "postcode", False),
    ("forename_postcode", "forename", "postcode", False),
    ("middle_born", "middle", "born", False),
)


def encode(
    identifiers: pa.Table,
    key: ProjectKey,
    hardening: str = PLAIN,
    rarity: bool = False,
    progress: Progress = silent,
) -> Encoded:
    """Encode people: by `docs/encoding.md`, all columns, one row a record in the same order.

    identifiers: by `COHORT_IDENTIFIERS`, or persons with `person_key` (numbers that an int32 holds) for `row` and
    without `born_also`. hardening: one of `HARDENINGS`. rarity: tell how common names are; registers of at least
    100,000 people only, not in `diffused-5`. Nobody is left out; where a part is missing a column is empty.

    The same person has the same numbers whatever the order of rows; nothing depends on other people but the
    rarities. Raises EncodingError for another hardening, columns that are missing or not of their type, rows
    without a number or with another's.
    """
    check_hardening(hardening)
    people = _fitting(identifiers)
    progress(STAGE, "bringing names, dates and codes into their standard form")
    of = parts(people)
    told = _rarities(of, people.num_rows) if rarity and hardening == PLAIN else {}
    if rarity and not told:
        few = f"there are fewer than {FEWEST_PEOPLE:,} people"
        reason = few if hardening == PLAIN else f"{hardening} leaves that out"
        progress(STAGE, f"How common names are is not told, because {reason}.")
    progress(STAGE, "keying every different value")
    batches = list(_batches(people["row"], of, _Filters(of, key, hardening), key, told, progress))
    encoding = Encoding(
        FORMAT,
        key.project,
        key.mark,
        hardening,
        standard(),
        people.num_rows,
        *(told[name].frequencies if name in told else () for name in RARITIES),
    )
    progress(STAGE, f"{counted(people.num_rows, 'record is', 'records are')} encoded")
    return Encoded(encoding, pa.Table.from_batches(batches, ENCODED))


def check_hardening(hardening: str) -> None:
    """Raise EncodingError when there is no such hardening."""
    if hardening not in HARDENINGS:
        raise EncodingError(f"There is no such hardening. Choose one of: {', '.join(HARDENINGS)}.")


def _fitting(table: pa.Table) -> pa.Table:
    names = [name for name in COHORT_IDENTIFIERS.names if name != "born_also" or "born_also" in table.column_names]
    if "row" not in table.column_names and "person_key" in table.column_names:
        table = table.rename_columns(["row" if name == "person_key" else name for name in table.column_names])
    missing = [name for name in names if name not in table.column_names]
    if missing:
        raise EncodingError(f"Encoding needs these columns, which the list lacks: {', '.join(missing)}.")
    schema = pa.schema([COHORT_IDENTIFIERS.field(name) for name in names])
    fitted = None
    with suppress(pa.ArrowException):  # whose messages quote values: not even the error's context
        fitted = table.select(names).cast(schema)
    if fitted is None:
        raise EncodingError("A column of the list is not of the type that encoding needs.")
    rows = fitted["row"]
    if rows.null_count or len(rows.unique()) < len(rows):
        raise EncodingError("Every row of the list needs a number of its own.")
    return fitted


def _rarities(of: Parts, people: int) -> dict[str, Rarity]:
    if people < FEWEST_PEOPLE:
        return {}
    return {name: rarity(of.kinds[name.removesuffix("_rarity")][1]) for name in RARITIES}


def _batches(
    rows: pa.ChunkedArray,
    of: Parts,
    filters: _Filters,
    key: ProjectKey,
    told: dict[str, Rarity],
    progress: Progress,
) -> Iterator[pa.RecordBatch]:
    secret = key.derived("values")
    keyed = {name: values(secret, kind, column) for name, (kind, column) in of.kinds.items()}
    together = Together(key.derived("pairs"))
    row = rows.to_numpy()
    for start in range(0, len(row), AT_ONCE):
        if len(row) > AT_ONCE:
            progress(STAGE, f"{start:,} of {len(row):,} records")
        part = slice(start, start + AT_ONCE)
        columns = {"row": pa.array(row[part])}
        columns |= _numbers(keyed, together, part)
        columns |= filters.columns(part)
        columns |= {name: _small(one.classes[part], one.classes[part] >= 0) for name, one in told.items()}
        nothing = pa.nulls(len(row[part]))
        yield pa.RecordBatch.from_arrays(
            [columns.get(field.name, nothing).cast(field.type) for field in ENCODED], schema=ENCODED
        )


def _numbers(keyed: dict[str, Values], together: Together, part: slice) -> dict[str, pa.Array]:
    have = {name: one.of(part) for name, one in keyed.items()}
    pairs: dict[str, tuple[Numbers, Bools]] = {}
    for column, one, other, either in _TOGETHER:
        (a, has_a), (b, has_b) = have[one], have[other]
        pairs[column] = (together.in_either_order if either else together)(a, b), has_a & has_b
    (middle, has_middle), (pair, has_pair) = have["middle"], pairs["pair"]
    pairs["middle_pair"] = together(middle, pair), has_middle & has_pair
    singles = {name: have[name] for name in SINGLES if name in have}
    return {name: _signed(*numbers) for name, numbers in (pairs | singles).items()}


class _Filters:
    """The name filters of a list, some records at a time; every different name's is made once."""

    def __init__(self, of: Parts, key: ProjectKey, hardening: str) -> None:
        secret = key.derived("filter")
        self._names = [(name_filters(secret, name.distinct), name.places) for name in (of.surname, of.forename)]
        self._five = None if hardening == PLAIN else sources(key.derived("diffusion"))

    def columns(self, part: slice) -> dict[str, pa.Array]:
        """`f0` … `f15` and `ones` of some records."""
        (surnames, surname), (forenames, forename) = self._names
        words = surnames[surname[part]] | forenames[forename[part]]
        if self._five is not None:
            words = diffused(words, self._five)
        named = (surname[part] >= 0) | (forename[part] >= 0)
        ones = np.bitwise_count(words).sum(axis=1, dtype=np.int16)
        each = np.ascontiguousarray(words.T)
        numbers = {name: _signed(each[place], named) for place, name in enumerate(FILTER)}
        return {**numbers, "ones": _small(ones, named)}


def _signed(numbers: Numbers, there: Bools) -> pa.Array:
    # What a mask hides is still in memory: a number made of one part alone must not be.
    return pa.array(np.where(there, numbers, 0).view(np.int64), mask=~there)


def _small(numbers: npt.NDArray[np.int16], there: Bools) -> pa.Array:
    return pa.array(numbers, mask=~there)
