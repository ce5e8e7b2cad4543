"""Who has paid how much this year, and which questions have been answered already."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outcomelab.disclosure.ledger.record import Spent
from outcomelab.disclosure.ledger.store import Book
from outcomelab.disclosure.ledger.vault import mark

_CLOSE = 1e-9
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def spent(book: Book, holding: str, year: int, persons: int) -> Floats:
    """What each person of the ledger's numbering (the first `persons` of it) has paid in a year: the sum over the
    headlines that were about them. Headlines about others cost them nothing (parallel composition), and zCDP adds
    up (Bun & Steinke 2016, lemma 2.3)."""
    paid = np.zeros(persons)
    for entry in book.headlines(holding):
        if entry.spent is not None and entry.spent.year == year:
            sets = book.members(entry).sets
            paid[: sets.shape[1]] += entry.spent.rho * np.any(sets, axis=0)
    return paid


def affordable(paid: Floats, rho: float, budget: float) -> bool:
    """Whether `rho` more exceeds nobody's `budget`."""
    return bool((paid + rho <= budget * (1 + _CLOSE)).all())


def question(key: bytes, holding: str, definition: str, members: Ints) -> str:
    """A keyed fingerprint of what is asked: the same outcome of the same persons."""
    return mark(key, b"headline", holding.encode(), definition.encode(), np.sort(members).tobytes())


def answered(book: Book, holding: str, asked: str, rho: float) -> Spent | None:
    """The stored answer to a question, the most exact one, when it was paid for with `rho` or more."""
    found = [one.spent for one in book.headlines(holding) if one.mark == asked and one.spent is not None]
    best = max(found, key=lambda one: one.rho, default=None)
    return best if best is not None and best.rho >= rho * (1 - _CLOSE) else None
