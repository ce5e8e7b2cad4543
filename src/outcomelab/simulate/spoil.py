"""People's identifiers as somebody wrote them down, with the errors that records have, at rates set by group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.simulate.names import GROUPS, Names, Strings
from outcomelab.simulate.people import Bools, Ints, People
from outcomelab.simulate.settings import Simulation

_LETTERS = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz", np.uint8).astype(np.uint32)
_STALE = 3 * 365  # old surnames and addresses are those of so many days ago


@dataclass(frozen=True)
class Written:
    """Identifiers as written, k rows; empty text where one is missing. `born` in days."""

    surname: Strings
    forename: Strings
    middle: Strings
    born: Ints
    sex: Strings
    postcode: Strings


def written(
    them: People, places: Ints, day: int, words: Names, world: Simulation, factor: float, rng: np.random.Generator
) -> Written:
    """The identifiers of the persons at `places` as of a day, with `factor` times as many errors as the settings
    say."""
    group = them.group[places]
    rates = [world.spoiled(name).times(factor) for name, _, _ in GROUPS]

    def falls(kind: str) -> Bools:
        rate = np.array([getattr(each, kind) for each in rates])[group]
        return np.asarray(rng.random(len(places)) < rate)

    old = falls("old_surname")
    surname = np.where(old, them.surname_on(day - _STALE)[places], them.surname_on(day)[places])
    short = words.short[them.forename[places]]
    forename = np.where(falls("nickname"), short, them.forename[places])
    postcode = np.where(
        falls("old_postcode"), them.postcode_on(day - _STALE)[places], them.postcode_on(day)[places]
    ).astype("U5")
    postcode[falls("missing_postcode")] = ""
    sex = np.where(them.woman[places], "F", "M")
    sex[falls("missing_sex")] = ""
    return Written(
        _mistyped(words.words[surname], falls("typo"), rng),
        _mistyped(words.words[forename], falls("typo"), rng),
        words.words[them.middle[places]],
        _misdated(them.born[places], falls("swapped_date"), falls("wrong_date"), rng),
        sex,
        postcode,
    )


def _mistyped(words: Strings, which: Bools, rng: np.random.Generator) -> Strings:
    """`words` with one slip of the pen in those of `which`: a letter left out, put in, changed, or two swapped."""
    at = np.flatnonzero(which)
    if not len(at):
        return words
    some = words[at]
    length = np.char.str_len(some)
    width = int(length.max()) + 1
    letters = some.astype(f"U{width}").view(np.uint32).reshape(len(at), width)
    column = np.arange(width)
    place = 1 + (rng.random(len(at)) * np.maximum(length - 1, 1)).astype(np.int64)[:, None]
    letter = rng.choice(_LETTERS, len(at))[:, None]
    kind = rng.integers(0, 4, len(at))[:, None]
    right = np.take_along_axis(letters, np.minimum(column + 1, width - 1) + 0 * place, 1)
    right[:, -1] = 0
    left = np.take_along_axis(letters, np.maximum(column - 1, 0) + 0 * place, 1)
    here = column == place
    out = np.where(column >= place, right, letters)
    put_in = np.where(here, letter, np.where(column > place, left, letters))
    changed = np.where(here, letter, letters)
    can_swap = place + 1 < length[:, None]
    swapped = np.where(here & can_swap, right, np.where((column == place + 1) & can_swap, left, letters))
    chosen = np.where(kind == 0, out, np.where(kind == 1, put_in, np.where(kind == 2, changed, swapped)))
    mended = np.ascontiguousarray(chosen.astype(np.uint32)).view(f"U{width}").ravel()
    found = words.astype(f"U{max(width, words.dtype.itemsize // 4)}")
    found[at] = mended
    return found


def _misdated(born: Ints, swapped: Bools, wrong: Bools, rng: np.random.Generator) -> Ints:
    """Dates with day and month swapped where both readings are dates, and dates a year or ten years off."""
    day = born.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    year = day.astype("datetime64[Y]")
    in_month = (day - month.astype("datetime64[D]")).astype(np.int64) + 1
    in_year = (month - year.astype("datetime64[M]")).astype(np.int64) + 1
    turned = (year.astype("datetime64[M]") + (in_month - 1) % 12).astype("datetime64[D]") + (in_year - 1)
    found = np.where(swapped & (in_month <= 12), turned.astype(np.int32), born)
    off = np.array([-3653, -365, 365, 3653])[rng.integers(0, 4, len(born))]
    return np.where(wrong, found + off, found).astype(np.int32)
