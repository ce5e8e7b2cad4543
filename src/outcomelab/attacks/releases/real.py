"""Releases of a real ledger attacked: what follows from all of them for the persons they are about."""

from __future__ import annotations

import numpy as np

from outcomelab.attacks.releases.asking import Answer
from outcomelab.attacks.releases.decoding import ATTACK
from outcomelab.attacks.releases.programs import fixed_persons, system
from outcomelab.attacks.releases.reading import told
from outcomelab.disclosure.ledger.store import Ledger, opened
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.selftest import Attempt


def last_release(figures: Figures, ledger: Ledger, holding: str) -> tuple[Attempt, ...]:
    """The last release of a holding, which `figures` are of: persons whose outcome they fix, for each outcome
    that one has or has not. Who is in which population is taken from the ledger's vault.

    Raises LedgerError when the ledger or its vault does not open.
    """
    with opened(ledger) as book:
        entry = book.released(holding)[-1]
        sets = dict(zip((one.name for one in entry.populations), book.members(entry).sets, strict=True))
    everyone = sets["everyone compared"]
    shown = [one for one in figures.subgroups if f"{one.subgroup}: {one.level}" in sets]
    by: dict[str, dict[str, np.ndarray]] = {}
    for one in shown:
        by.setdefault(one.subgroup, {})[one.level] = sets[f"{one.subgroup}: {one.level}"]
    attempts = []
    for outcome in (one for one in figures.outcomes if one.kind == "any"):
        parts = tuple(one for one in shown if one.name == outcome.name)
        only = figures.model_copy(update={"outcomes": (outcome,), "subgroups": parts})
        found = told(Answer(everyone, by, only))
        fixed = fixed_persons(system(found), np.random.default_rng(0)).sum() if found else 0
        attempts.append(
            Attempt(
                attack=ATTACK,
                released=f"{figures.study.title}: {outcome.label}, {len(found)} counts",
                measure="persons whose outcome is fixed",
                success=100 * float(fixed) / int(everyone.sum()),
                guess=0.0,
                limit=0.0,
                tries=int(everyone.sum()),
            )
        )
    return tuple(attempts)
