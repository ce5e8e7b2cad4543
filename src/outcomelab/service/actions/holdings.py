"""Holdings in the service's catalogue: their metadata, as the lab has registered them."""

from __future__ import annotations

from pathlib import Path

from django.db import models

from outcomelab.errors import UsageError
from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Dictionary
from outcomelab.holdings.opening import read
from outcomelab.service.actions.acting import By
from outcomelab.service.actions.settling import Settled, settle
from outcomelab.service.domain.matters import Matter, Permitted
from outcomelab.service.domain.roles import Side
from outcomelab.service.store.catalogue import names_as_custodian
from outcomelab.service.store.models import HoldingRow, OrganisationRow


def register(by: By, custodian: str, name: str, folder: Path) -> Settled:
    """Put a holding into the catalogue, from the folder where the lab registered it (`outcomelab holdings add`);
    again after its dictionary was changed.

    Raises HoldingError when it is not there, UsageError when it is another custodian's: by its dictionary, or
    because another one has registered it.
    """

    def bring(_: Permitted) -> list[models.Model]:
        dictionary = read(folder, name)
        owner = OrganisationRow.objects.get(key=custodian)
        if not names_as_custodian(dictionary, owner):
            raise UsageError(
                "The holding's dictionary names another custodian: have the lab register it anew with yours."
            )
        row = HoldingRow.objects.filter(name=name).first() or HoldingRow(name=name, custodian=owner, since=by.at)
        if row.custodian_id != owner.pk:
            raise UsageError("Another custodian has registered a holding of this name: give yours another.")
        row.title, row.dictionary, row.until = dictionary.title, as_json(Dictionary, dictionary), None
        return [row]

    return settle(Matter.REGISTER_HOLDING, by, {Side.CUSTODIAN: custodian}, bring, holding=name)


def withdraw(by: By, custodian: str, name: str) -> Settled:
    """Take a holding out of the catalogue: no new study begins on it. Raises UsageError when it is not in it."""

    def bring(_: Permitted) -> list[models.Model]:
        row = HoldingRow.objects.filter(name=name, custodian__key=custodian, until=None).first()
        if row is None:
            raise UsageError("There is no such holding of yours in the catalogue.")
        row.until = by.at
        return [row]

    return settle(Matter.WITHDRAW_HOLDING, by, {Side.CUSTODIAN: custodian}, bring, holding=name)
