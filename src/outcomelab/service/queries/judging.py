"""What was judged of a study, in the words of whoever judged, for the custodian's stewards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outcomelab.service.domain.five_safes import Safe, Verdict
from outcomelab.service.domain.roles import Role
from outcomelab.service.queries.opened import opened


@dataclass(frozen=True)
class Judged:
    """A judgement. `counts`: it is of the submission as it is, and nothing was recorded of the same since."""

    safe: Safe
    verdict: Verdict
    words: str
    by: int
    at: dt.datetime
    counts: bool


def judged(account: int, reference: str) -> tuple[Judged, ...]:
    """Every judgement of a study, in order; none for whoever is no steward of its custodian."""
    found = opened(account, reference)
    if found is None or not found.person.holds(Role.STEWARD, found.study.custodian):
        return ()
    rows = list(found.row.judgements.order_by("pk"))
    last = {row.safe: row.pk for row in rows if row.submission == found.study.submission}
    return tuple(
        Judged(Safe(row.safe), Verdict(row.verdict), row.words, row.by, row.at, last.get(row.safe) == row.pk)
        for row in rows
    )
