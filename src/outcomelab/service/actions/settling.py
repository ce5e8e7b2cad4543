"""How everything that is done to something else than a study is done: decided on, and written with its event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db import models, transaction

from outcomelab.service.actions.acting import By
from outcomelab.service.domain.events import ALLOWED, Event
from outcomelab.service.domain.matters import Matter, Permitted, permit
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.domain.roles import Side
from outcomelab.service.store import reading
from outcomelab.service.store.door import write
from outcomelab.service.store.models import OrganisationRow

Settled = Permitted | Refused
# What is written, given in which capacity it may be; or a refusal for a reason of the matter's own. Raises
# UsageError for what cannot be taken.
Bring = Callable[[Permitted], Iterable[models.Model] | Refused]


def settle(
    matter: Matter,
    by: By,
    concerned: Mapping[Side, str],
    bring: Bring,
    *,
    whom: int | Callable[[], int] | None = None,
    agreement: str | None = None,
    holding: str | None = None,
) -> Settled:
    """Do it, or be refused; either way it is in the audit log.

    concerned: the organisations it concerns, by side. whom: the account that it is about, as a function where that
    is new. Call it in a transaction when what is brought depends on what is there.
    """
    with transaction.atomic():
        known = None if callable(whom) else whom
        settled: Settled = permit(matter, reading.person(by.account), concerned, known)
        rows: list[models.Model] = []
        if isinstance(settled, Permitted):
            brought = bring(settled)
            if isinstance(brought, Refused):
                settled = brought
            else:
                rows = list(brought)
        permitted = settled if isinstance(settled, Permitted) else None

        def told() -> Event:
            return Event(
                at=by.at,
                who=by.account,
                role=permitted.capacity.role if permitted else None,
                organisation=permitted.organisation if permitted else None,
                command=matter.value,
                code=ALLOWED if isinstance(settled, Permitted) else settled.code.value,
                account=whom() if callable(whom) and permitted else known,
                agreement=agreement,
                holding=holding,
            )

        write(told, *rows)
        return settled


def the_lab() -> OrganisationRow:
    """The lab that runs the service. Raises OrganisationRow.DoesNotExist before it is set up."""
    return OrganisationRow.objects.get(side=Side.LAB.value)


def looked_after(organisation: OrganisationRow) -> dict[Side, str]:
    """Whose administrators look after an organisation: its own and the lab's."""
    return {Side(organisation.side): organisation.key, Side.LAB: the_lab().key}
