"""Releases of a real ledger attacked: what follows from the last of them for the persons it is about."""

from __future__ import annotations

from outcomelab.attacks.releases.invented import Bools
from outcomelab.attacks.releases.published import attempts
from outcomelab.disclosure.ledger.store import Ledger, opened
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.selftest import Attempt


def last_release(figures: Figures, ledger: Ledger, holding: str) -> tuple[Attempt, ...]:
    """The last release of a holding, which `figures` are of, under every attack that one release can be put to.
    Who is in which population is taken from the ledger's vault.

    Raises LedgerError when the ledger or its vault does not open.
    """
    with opened(ledger) as book:
        entry = book.released(holding)[-1]
        sets = dict(zip((one.name for one in entry.populations), book.members(entry).sets, strict=True))
    by: dict[str, dict[str, Bools]] = {}
    for one in figures.subgroups:
        if (name := f"{one.subgroup}: {one.level}") in sets:
            by.setdefault(one.subgroup, {})[one.level] = sets[name]
    return tuple(attempts(figures, sets["everyone compared"], by))
