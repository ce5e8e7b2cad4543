"""Evidence on whether a project is safe: what it is for, on what basis, what it could show."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.service.domain.purposes import PURPOSES, covers
from outcomelab.service.domain.saying import Said, said
from outcomelab.service.queries.evidence.asked import Asked
from outcomelab.service.queries.power import Expected, previewed

NO_AGREEMENT = said("There is no agreement for this study.")
_RATES = (0.2, 0.5)  # of an outcome that is rare or as even as can be


def purpose(asked: Asked) -> Iterator[Said]:
    """The purpose asked for, and those of the agreement."""
    yield said("Asked for: {purpose}.", purpose=said(PURPOSES[asked.study.purpose].words))
    if asked.agreement is None:
        yield NO_AGREEMENT
        return
    for one in asked.agreement.purposes:
        yield said("The agreement is for: {purpose}.", purpose=said(PURPOSES[one].words))
    if covers(asked.agreement.purposes, asked.study.purpose):
        yield said("The agreement covers the purpose asked for.")
    else:
        yield said("The agreement does not cover the purpose asked for.")


def legal_basis(asked: Asked) -> Iterator[Said]:
    """The agreement's legal basis, and its documents as they were approved."""
    terms = asked.agreement
    if terms is None:
        yield NO_AGREEMENT
        return
    yield said("Legal basis: {basis}", basis=terms.legal_basis)
    for kind in terms.required:
        if not any(document.kind is kind for document in terms.documents):
            yield said("The {document} is missing.", document=said(kind))
    for document in terms.documents:
        if document.valid(asked.today):
            words = said("The {document} was approved by {approver} on {approved}, and is valid until {expires}.")
        else:
            words = said(
                "The {document} is not valid today: {approver} approved it on {approved}, until {expires}."
            )
        yield words.put(
            document=said(document.kind),
            approver=document.approver,
            approved=document.approved,
            expires=document.expires,
        )


def power(asked: Asked) -> Iterator[Said]:
    """The smallest effects that so many participants can show, on a rare outcome and on an even one."""
    people = asked.people
    if people is None:
        yield said("How many participants there are is not known: no list has passed its checks.")
        return
    if asked.study.persons is None:
        yield said("The application says that there are about {people} participants.", people=people)
    told = [previewed(people, Expected(rate=rate), asked.rules, asked.minimum) for rate in _RATES]
    if not told[0].anything:
        yield said("{people} participants are too few for any result.", people=people)
        return
    yield from (one.seen[0].fall for one in told)
    yield told[0].allowed_for
