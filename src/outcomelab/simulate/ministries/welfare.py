"""What the employment ministry pays to some of those out of work, month by month.

A programme changes how much is paid after the index date, and by work for how many months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.ministries.work import Chain, Months
from outcomelab.simulate.people import Bools, Floats, Ints, People

_AMOUNTS = np.array([420.0, 610.5, 850.0], np.float32)  # crowns a month
_COMMON = (0.6, 0.3, 0.1)


@dataclass(frozen=True)
class Benefits:
    """Who `claims` when out of work (n), and what they are paid, before anything that a programme does to it."""

    claims: Bools
    paid: Months


def benefits(them: People, chained: Chain, works: npt.NDArray[np.bool_], rng: np.random.Generator) -> Benefits:
    """Monthly payments to some of those out of work."""
    claims = them.deprivation + 0.5 * rng.standard_normal(len(them), np.float32) > 0.9
    person, month = np.nonzero(_out_of_work(chained, works, claims))
    amount = rng.choice(_AMOUNTS, len(person), p=_COMMON)
    return Benefits(claims, Months(person.astype(np.int32), chained.starts[month], amount))


def raised(paid: Months, index: Ints, ratio: Floats) -> Months:
    """Payments when they are `ratio` times as much after each person's day `index`."""
    after = np.where(paid.day > index[paid.person], ratio[paid.person], 1)
    return Months(paid.person, paid.day, np.round(paid.amount * after, 2).astype(np.float32))


def may_be_paid(known: Benefits, starts: Ints, places: Ints, rng: np.random.Generator) -> Floats:
    """What the persons at `places` (k, sorted) are paid in each month (k × m), or would be if out of work."""
    amounts = rng.choice(_AMOUNTS, (len(places), len(starts)), p=_COMMON)
    theirs = np.isin(known.paid.person, places)
    rows = np.searchsorted(places, known.paid.person[theirs])
    amounts[rows, np.searchsorted(starts, known.paid.day[theirs])] = known.paid.amount[theirs]
    return amounts


def payments(chained: Chain, works: npt.NDArray[np.bool_], claims: Bools, places: Ints, amounts: Floats) -> Months:
    """What those at `places` are paid when they work as `works` says (k × m) and `amounts` is what may be paid."""
    person, month = np.nonzero(_out_of_work(chained, works, claims, places))
    return Months(person.astype(np.int32), chained.starts[month], amounts[person, month])


def _out_of_work(
    chained: Chain, works: npt.NDArray[np.bool_], claims: Bools, among: Ints | slice = slice(None)
) -> npt.NDArray[np.bool_]:
    return np.asarray(~works & (chained.able & claims)[among][:, None] & chained.living[among])
