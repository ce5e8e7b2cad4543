"""Agreements: made and amended by the custodian, signed by each party, revoked. New terms are signed anew."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models, transaction

from outcomelab.errors import UsageError
from outcomelab.service.actions.acting import By
from outcomelab.service.actions.settling import Settled, settle
from outcomelab.service.domain.agreements import Agreement, Signature
from outcomelab.service.domain.decisions import words
from outcomelab.service.domain.matters import BY, Matter, Permitted, hindrance
from outcomelab.service.domain.refusals import Code, Refused, refused
from outcomelab.service.domain.roles import Side
from outcomelab.service.domain.saying import said
from outcomelab.service.store import reading
from outcomelab.service.store.changing import locked_agreement, next_reference
from outcomelab.service.store.models import AgreementRow, HoldingRow, OrganisationRow, TermsRow


def make(by: By, terms: Agreement) -> tuple[Settled, str]:
    """Make an agreement, which nobody has signed yet. Returns the reference that it got, "" when refused.

    Raises UsageError when its parties or holdings are not known to the service.
    """
    with transaction.atomic():
        reference = next_reference(AgreementRow, by.today.year)

        def bring(_: Permitted) -> list[models.Model]:
            row = AgreementRow(reference=reference, **_parties(terms))
            return [row, _version(row, _unsigned(terms, reference), by)]

        concerned = {Side.CUSTODIAN: terms.custodian}
        settled = settle(Matter.MAKE_AGREEMENT, by, concerned, bring, agreement=reference)
    return settled, reference if isinstance(settled, Permitted) else ""


def amend(by: By, reference: str, terms: Agreement, version: int | None = None) -> Settled:
    """Other terms between the same parties, which hold once they have signed them, in place of those of a
    `version` where one is given. Raises UsageError for other parties, or holdings that are not known."""

    def changed(now: Agreement, _: Permitted) -> Agreement:
        if terms.parties != now.parties:
            raise UsageError("The parties of an agreement stay: make a new one for others.")
        _parties(terms)
        return _unsigned(terms, reference)

    return _changed(Matter.AMEND_AGREEMENT, by, reference, changed, version)


def sign(by: By, reference: str, version: int | None = None) -> Settled:
    """Sign an agreement for one's own organisation: as provider member, steward, or the lab's administrator; the
    terms of that `version` where one is given, for those were read."""

    def changed(now: Agreement, permitted: Permitted) -> Agreement:
        signature = Signature(party=permitted.organisation, on=by.today)
        return now.model_copy(update={"signatures": (*now.signatures, signature)})

    return _changed(Matter.SIGN_AGREEMENT, by, reference, changed, version)


def revoke(by: By, reference: str) -> Settled:
    """Revoke an agreement from today on: nothing is done under it any more."""

    def changed(now: Agreement, _: Permitted) -> Agreement:
        return now.model_copy(update={"revoked": by.today})

    return _changed(Matter.REVOKE_AGREEMENT, by, reference, changed)


def _changed(
    matter: Matter,
    by: By,
    reference: str,
    change: Callable[[Agreement, Permitted], Agreement],
    version: int | None = None,
) -> Settled:
    """An agreement's next version. One that is not there is refused as one that is somebody else's."""
    with transaction.atomic():
        row, now = locked_agreement(reference), reading.agreement(reference)
        if row is None or now is None:
            return refused(Code.NOT_YOUR_ROLE, command=said(matter.words), who=words(BY[matter]))

        def bring(permitted: Permitted) -> list[models.Model] | Refused:
            if (fault := hindrance(matter, permitted, now, by.today)) is not None:
                return fault
            if version is not None and version != row.version:
                return refused(Code.TERMS_CHANGED)
            changed = change(now, permitted)
            row.version += 1
            return [row, _version(row, changed, by)]

        concerned = {Side.PROVIDER: now.provider, Side.CUSTODIAN: now.custodian, Side.LAB: now.lab}
        return settle(matter, by, concerned, bring, agreement=reference)


def _unsigned(terms: Agreement, reference: str) -> Agreement:
    return terms.model_copy(update={"reference": reference, "signatures": (), "revoked": None})


def _version(row: AgreementRow, terms: Agreement, by: By) -> TermsRow:
    return TermsRow(agreement=row, version=row.version, terms=terms.model_dump_json(), at=by.at)


def _parties(terms: Agreement) -> dict[str, OrganisationRow]:
    """The rows of an agreement's parties. Raises UsageError when one is not known, or a holding is not theirs."""
    found: dict[str, OrganisationRow] = {}
    for side, key in zip((Side.PROVIDER, Side.CUSTODIAN, Side.LAB), terms.parties, strict=True):
        party = OrganisationRow.objects.filter(key=key, side=side.value).first()
        if party is None:
            raise UsageError(f"There is no {side} {key}: the lab's administrator adds it first.")
        found[side.value] = party
    theirs = set(
        HoldingRow.objects.filter(custodian=found["custodian"], until=None).values_list("name", flat=True)
    )
    if strange := sorted({grant.holding for grant in terms.grants} - theirs):
        raise UsageError(f"The custodian has registered no holding {', '.join(strange)}: register it first.")
    return found
