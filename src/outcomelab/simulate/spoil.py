"""People's identifiers as somebody wrote them down, with the errors that records have, at rates set by group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
    them: People,
    places: Ints,
    day: Ints | int,
    words: Names,
    world: Simulation,
    factor: float,
    rng: np.random.Generator,
) -> Written:
    """The identifiers of the persons at `places` as of a `day`, or of everyone's own (n), with `factor` times as
    many errors as the settings say."""
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
        _misdated(
            them.born[places],
            day if isinstance(day, int) else day[places],
            falls("swapped_date"),
            falls("wrong_date"),
            rng,
        ),
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
    # A letter changed into itself, or two alike swapped, is no slip: then one is put in.
    found[at] = np.where(mended == some, np.ascontiguousarray(put_in).view(f"U{width}").ravel(), mended)
    return found


def _misdated(born: Ints, today: Ints | int, swapped: Bools, wrong: Bools, rng: np.random.Generator) -> Ints:
    """Dates with day and month swapped where both readings are dates, and dates a year or ten years off; none
    after `today`."""
    day = born.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    year = day.astype("datetime64[Y]")
    in_month = (day - month.astype("datetime64[D]")).astype(np.int64) + 1
    in_year = (month - year.astype("datetime64[M]")).astype(np.int64) + 1
    turned = (year.astype("datetime64[M]") + (in_month - 1) % 12).astype("datetime64[D]") + (in_year - 1)
    turns = swapped & (in_month <= 12) & (turned.astype(np.int32) <= today)
    found = np.where(turns, turned, day)
    off = 12 * np.array([-10, -1, 1, 10])[rng.integers(0, 4, len(born))]
    moved = np.where(_later(found, off).astype(np.int32) <= today, _later(found, off), _later(found, -off))
    return np.asarray(np.where(wrong, moved, found).astype(np.int32))


def _later(day: npt.NDArray[np.datetime64], months: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    """The same day so many months later; of 29 February, where there is none, the first of March."""
    month = day.astype("datetime64[M]")
    return np.asarray((month + months).astype("datetime64[D]") + (day - month.astype("datetime64[D]")))
