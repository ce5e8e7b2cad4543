"""What came of trying a protocol on made-up data: the report, or why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outcomelab.reports.language import Language
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.seeing import sees_errors
from outcomelab.service.domain.telling import goes_on
from outcomelab.service.queries.opened import opened
from outcomelab.service.store.models.work import JobState
from outcomelab.service.vault import trying
from outcomelab.service.vault.places import places


@dataclass(frozen=True)
class Tried:
    """The last try. protocol: its text. words: how far it is, while it is under way, or why it failed. report: a
    whole page of its own, marked as made up on top, once it is done; "" otherwise."""

    protocol: str
    asked: dt.datetime
    ended: dt.datetime | None
    state: JobState
    words: str
    code: str
    report: str


def tried(account: int, reference: str, language: Language = "en") -> Tried | None:
    """The last try of a protocol for a study, its report in that `language`; None where there was none, and for
    whoever is no analyst of the study's lab."""
    found = opened(account, reference)
    if found is None or not sees_errors(found.person, found.study):
        return None
    row = found.row.jobs.filter(command=Command.TRY.value).order_by("pk").last()
    if row is None:
        return None
    state, place = JobState(row.state), places()
    return Tried(
        protocol=trying.protocol(place, reference),
        asked=row.at,
        ended=row.ended,
        state=state,
        words=row.words if row.code else goes_on(row.stage) if row.stage else "",
        code=row.code,
        report=trying.report(place, reference, language) if state is JobState.DONE else "",
    )
