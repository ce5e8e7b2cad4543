"""The end of identifiers and of the project key: destroyed first, then written, with a certificate."""

from __future__ import annotations

from django.db import models

from outcomelab.service.actions.acting import Acting, By, act
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.domain.retention import DECIDED, overdue
from outcomelab.service.domain.study import Thing
from outcomelab.service.store import reading
from outcomelab.service.store.models import CertificateRow
from outcomelab.service.vault import lists, work
from outcomelab.service.vault.places import places


def destroy_identifiers(by: By, reference: str) -> Decision:
    """Destroy the cohort's identifiers: each list's key, then its file; also of a list that no row knows, left by
    an upload that was cut off. What is written is true whenever it is written: cut off before, this is done
    again."""

    def bring(acting: Acting) -> list[models.Model]:
        rows = list(acting.row.lists.filter(destroyed=None).order_by("pk"))
        hashes = lists.there(places(), reference)
        for place in {*hashes, *(row.place for row in rows)}:
            lists.destroy(places(), place)
        for row in rows:
            row.destroyed = by.at
            hashes |= {row.place: row.sha256, f"key of {row.place}": row.key_sha256}
        return [*rows, _certificate(acting, Thing.IDENTIFIERS, hashes)]

    return act(Command.DESTROY_IDENTIFIERS, by, reference, bring)


def destroy_key(by: By, reference: str) -> Decision:
    """Destroy the project's key and all that was kept under it: links, analysis, drafts. Releases stay."""

    def bring(acting: Acting) -> list[models.Model]:
        return [_certificate(acting, Thing.PROJECT_KEY, work.destroy(places(), reference))]

    return act(Command.DESTROY_KEY, by, reference, bring)


def _certificate(acting: Acting, thing: Thing, hashes: dict[str, str]) -> CertificateRow:
    agreement = reading.signed_agreement(acting.study.agreement, acting.by.today)
    due = overdue(acting.study, agreement, acting.by.today) if agreement else ()
    because = next((one.because for one in due if one.thing is thing), DECIDED)
    return CertificateRow(
        study=acting.row, thing=thing.value, by=acting.by.account, because=because, hashes=hashes, at=acting.by.at
    )
