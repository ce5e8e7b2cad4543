"""Evidence on whether the setting is safe: stores apart, days of destruction, a log that is whole."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localdate, localtime

from outcomelab.errors import HoldingError
from outcomelab.holdings.content import CONTENT
from outcomelab.holdings.identifiers import IDENTIFIERS
from outcomelab.holdings.keys import content_key, identifiers_key, read_key
from outcomelab.holdings.opening import folder_of
from outcomelab.service.domain.retention import due
from outcomelab.service.domain.saying import Fact, Said, said
from outcomelab.service.queries.evidence.asked import Asked
from outcomelab.service.queries.evidence.project import NO_AGREEMENT
from outcomelab.service.store.models import AuditRow
from outcomelab.service.store.verifying import verified
from outcomelab.service.vault.places import places


def apart(asked: Asked) -> Iterator[Said]:
    """Whether identifiers and content lie apart now, each encrypted under a key of its own."""
    lab, name = places().lab, asked.study.holding
    try:
        folder = folder_of(lab.holdings, name)
        keys = {read_key(identifiers_key(lab.keys, name)), read_key(content_key(lab.keys, name))}
    except HoldingError:
        yield said("The lab cannot open the holding {holding} as it is registered.", holding=name)
        return
    if all((folder / store).is_file() for store in (IDENTIFIERS, CONTENT)) and len(keys) == 2:
        yield said(
            "Identifiers and content of {holding} lie in two encrypted stores, each under a key of its own; the "
            "keys lie elsewhere.",
            holding=name,
        )
        yield said("What opens identifiers opens no content, and what opens content no identifiers.")
        yield said("The participants' list is encrypted under a key of its own, the study's work under another.")
    else:
        yield said("Identifiers and content of {holding} do not lie apart as they should.", holding=name)


def destruction(asked: Asked) -> Iterator[Said]:
    """The days on which identifiers and project key are destroyed; what is destroyed already."""
    for row in asked.row.certificates.order_by("pk"):
        yield said("Destroyed on {day}: {thing}.", day=localdate(row.at), thing=said(row.thing))
    terms = asked.signed
    if terms is None:
        yield NO_AGREEMENT
        return
    yield said(
        "The participants' identifiers are destroyed {days} days after linkage.",
        days=terms.retention.identifiers_days,
    )
    yield said("The project's key is destroyed {days} days after linkage.", days=terms.retention.project_key_days)
    yield said("Both are destroyed at the latest when the study or the agreement ends, on {day}.", day=terms.ends)
    for one in due(asked.study, terms):
        yield said("Held now, and to be gone by {day}: {thing}.", day=one.on, thing=said(one.thing))


def audit(asked: Asked) -> Iterator[Said]:
    """Whether the audit log was whole when all of it was verified last."""
    found = verified()
    if found is None:
        yield said("The audit log has not been verified yet: the lab's worker does so every hour.")
        return
    local = localtime(found.at)
    when: dict[str, Fact] = {"day": local.date(), "time": f"{local:%H:%M}"}
    if found.fault:
        yield said("The audit log was not as it was left, on {day} at {time}: {fault}.", fault=found.fault, **when)
        return
    yield said(
        "The audit log was whole on {day} at {time}: {number} events, none altered, removed or moved.",
        number=found.end.number,
        **when,
    )
    yield said("Its end then, to be held against one that was noted down: {head}.", head=str(found.end))
    yield said("Events since then: {number}.", number=found.since)
    mine = AuditRow.objects.filter(study=asked.study.reference).count()
    yield said("Events about this study: {number}.", number=mine)
