"""A service at work is backed up, destroyed and restored into either database; its study ends in equal figures."""

import shutil

import pytest
from django.db import DatabaseError, connection
from tests.unit.service import databases

from outcomelab.service.actions import analysing, checking
from outcomelab.service.domain.states import State
from outcomelab.service.queries import agreements, people, public, study, turns
from outcomelab.service.store import log
from outcomelab.service.store.door import _Door, _opened
from outcomelab.service.store.models import Account, AuditRow, JobRow, ReleaseRow

OTHER = dict(zip(databases.ENGINES, reversed(databases.ENGINES), strict=True))


def seen(led):
    """What everybody sees on their pages."""
    today = led.by("analyst").today
    of_accounts = {
        account: (
            turns.turns(account, today), study.page(account, led.reference, today),
            agreements.agreements(account, today), agreements.versions(account, "2026-001"),
            people.members(account),
        )
        for account in Account.objects.order_by("pk").values_list("pk", flat=True)
    }  # fmt: skip
    return of_accounts, public.register(), public.catalogue(), people.organisations()


def finish(led):
    """The study's way from an evaluation that waits to its release; what was released, and the draft's hash."""
    assert led.work().state == "done", JobRow.objects.last().words
    led.check()
    led.done(checking.release, "our checker")
    assert led.work().state == "done", JobRow.objects.last().words
    assert led.row.state == State.RELEASED
    release = ReleaseRow.objects.get()
    return (led.folder / "data" / release.place / "results.json").read_bytes(), led.row.outputs.get().sha256


@pytest.mark.parametrize("address", databases.ENGINES, indirect=True)
def test_a_live_service_is_destroyed_and_restored_into_the_other_kind_of_database(led, address, empty, typed):
    kind = address.partition(":")[0]
    led.begin()
    led.work()
    led.receive()
    led.done(analysing.link, "linker", led.protocol)
    led.work()
    led.done(analysing.fix, "analyst", led.protocol)
    led.done(analysing.evaluate, "analyst")
    status, said = typed("backup", "backup", "--data", "data", OUTCOMELAB_DATABASE_URL=address)
    assert (status, "encrypted" in said) == (0, True), said
    before, told = seen(led), log.exported()
    undisturbed = finish(led)

    shutil.rmtree(led.folder / "data")
    shutil.rmtree(led.folder / "data.keys")
    new = empty(OTHER[kind])
    status, said = typed("restore", "backup", "--data", "data", OUTCOMELAB_DATABASE_URL=new)
    assert (status, f"log of {len(told.splitlines())} events" in said) == (0, True), said
    assert (led.folder / "data").stat().st_mode & 0o077 == 0
    assert (led.folder / "data.keys").stat().st_mode & 0o077 == 0

    databases.use(new)
    assert log.exported().startswith(told)
    assert AuditRow.objects.order_by("number").last().command == "restore"
    assert log.verify()[1] == ()
    assert seen(led) == before
    with pytest.raises(DatabaseError, match="never changed"), _opened(_Door.OPEN), connection.cursor() as cursor:
        cursor.execute("UPDATE store_auditrow SET command = 'nothing'")
    assert finish(led) == undisturbed
    assert log.verify()[1] == ()
