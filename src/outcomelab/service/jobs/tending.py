"""What comes due by the clock: agreements end, identifiers and keys are to be gone, files nobody knows;
and the log is verified."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator

from django.db.models import Q

from outcomelab.service.actions.acting import By, may
from outcomelab.service.actions.destroying import destroy_identifiers, destroy_key
from outcomelab.service.actions.ending import expire
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.retention import overdue
from outcomelab.service.domain.states import LIVING
from outcomelab.service.domain.study import Thing
from outcomelab.service.jobs.sessions import forget_ended
from outcomelab.service.store import reading
from outcomelab.service.store.models import CohortFileRow, StudyRow
from outcomelab.service.store.verifying import verified, verify
from outcomelab.service.vault import lists
from outcomelab.service.vault.places import places

_VERIFIED = dt.timedelta(hours=1)  # how old a look at the whole log may be
_CUT_OFF = dt.timedelta(hours=1)  # an upload that has not ended by then never will
_ACTS = {
    Command.EXPIRE: expire,
    Command.DESTROY_IDENTIFIERS: destroy_identifiers,
    Command.DESTROY_KEY: destroy_key,
}
_ENDS = {Thing.IDENTIFIERS: Command.DESTROY_IDENTIFIERS, Thing.PROJECT_KEY: Command.DESTROY_KEY}
_log = logging.getLogger("outcomelab.service.jobs")


def tend(now: dt.datetime) -> None:
    """Do for every study what its agreement asks for by today. What fails is logged, and tried the next time."""
    by = By(reading.WORKER, now)
    living = Q(state__in=[state.value for state in LIVING])
    rows = StudyRow.objects.filter(living | Q(identifiers_held=True) | Q(project_key_held=True))
    for reference in list(rows.order_by("pk").values_list("reference", flat=True)):
        try:
            for command in _due(reference, by):
                if isinstance(may(command, by, reference), Allowed):
                    _ACTS[command](by, reference)
        except OSError:
            _log.exception("study %s could not be tended", reference)
    _sweep(now)
    forget_ended(now)
    _verify(now)


def _due(reference: str, by: By) -> Iterator[Command]:
    """Expiry, which is allowed only when it is due; then what is overdue, after the study expired if it did."""
    yield Command.EXPIRE
    row = StudyRow.objects.get(reference=reference)
    agreement = reading.signed_agreement(row.agreement.reference, by.today)
    if agreement is not None:
        yield from (_ENDS[one.thing] for one in overdue(reading.study(row), agreement, by.today))


def _verify(now: dt.datetime) -> None:
    """Verify the log when that was last done an hour ago; what is wrong with it is also logged each time."""
    last = verified()
    if last is not None and now - last.at < _VERIFIED:
        return
    found = verify(now)
    if found.fault:
        _log.error("the audit log is not as it was left: %s", found.fault)


def _sweep(now: dt.datetime) -> None:
    """Destroy lists of any study, in any state, that no row knows as there: left by an upload that was cut off."""
    known = frozenset(CohortFileRow.objects.filter(destroyed=None).values_list("place", flat=True))
    for place in lists.strays(places(), known, (now - _CUT_OFF).timestamp()):
        try:
            lists.destroy(places(), place)
        except OSError:
            _log.exception("a list that was left could not be destroyed")
