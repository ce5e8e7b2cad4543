"""A protocol as an act takes it: checked whole, against its holding, its agreement and what was linked."""

from __future__ import annotations

from collections.abc import Iterable

from outcomelab.errors import ProtocolError
from outcomelab.protocol.read import mistakes_at, read_text
from outcomelab.protocol.reading.slips import Slip
from outcomelab.service.actions.acting import Acting, By
from outcomelab.service.domain.fitting import other_list, unfit
from outcomelab.service.domain.seeing import sees
from outcomelab.service.store import planning, reading
from outcomelab.service.store.models import StudyRow
from outcomelab.service.store.planning import Plan


def plan(by: By, text: str, reference: str) -> Plan:
    """A protocol checked against the dictionary of the study's holding; for whoever has no part in the study as if
    it were not there. Raises ProtocolError with every mistake, UsageError for a text that is too long."""
    parties = StudyRow.objects.select_related("provider", "custodian", "lab", "agreement", "holding")
    row = parties.filter(reference=reference).first()
    theirs = row is not None and sees(reading.person(by.account), reading.study(row))
    return planning.plan(text, planning.dictionary_of(row.holding) if row and theirs else None)


def refuse_unfit(made: Plan, acting: Acting) -> None:
    """Raise ProtocolError when a protocol names another agreement, has laxer rules than agreed, or takes a smaller
    cohort."""
    agreement = reading.agreement(acting.study.agreement)
    _refuse(made, unfit(made.protocol, acting.study, agreement))


def refuse_other_list(made: Plan, acting: Acting) -> None:
    """Raise ProtocolError when by this protocol other people would have been linked, or otherwise."""
    _refuse(made, other_list(made.protocol, read_text(acting.row.protocol, "the protocol")))


def _refuse(made: Plan, slips: Iterable[Slip]) -> None:
    if found := mistakes_at(made.text, slips):
        raise ProtocolError("the protocol", found)
