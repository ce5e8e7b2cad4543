"""What was destroyed after a backup was made is destroyed again when it is restored."""

import datetime as dt

import pytest
from django.utils import timezone
from tests.unit.service import databases

from outcomelab.errors import AuditError
from outcomelab.service.actions import analysing, applying, lists
from outcomelab.service.backups.secret import Kind, Secret
from outcomelab.service.backups.taking import take
from outcomelab.service.domain.study import Thing
from outcomelab.service.jobs.tending import tend
from outcomelab.service.store import log
from outcomelab.service.store.models import AuditRow, CertificateRow, CohortFileRow, StudyRow

KEY = Secret(Kind.KEY, bytes(range(32)))
SQLITE = pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)


def left(data):
    """Files of lists and of studies' work, and their keys."""
    keys = data.with_name(f"{data.name}.keys").glob("2*.key")
    return sorted(path.name for path in [*data.rglob("*.list"), *data.rglob("*.step"), *keys])


@pytest.fixture
def backed_up(led):
    led.begin()
    led.work()
    take(led.folder / "backup", KEY)
    return led.folder / "backup"


@SQLITE
def test_identifiers_that_are_overdue_by_now_are_gone_before_anybody_could_ask(led, restored):
    led.begin()
    led.work()
    led.agree(ends=timezone.localdate() - dt.timedelta(1))
    take(led.folder / "backup", KEY)
    told, data = restored(led.folder / "backup", KEY)
    assert told.destroyed == (led.reference,)
    assert (left(data), StudyRow.objects.get().state) == ([], "expired")
    assert CertificateRow.objects.get().because
    assert log.verify()[1] == ()


@SQLITE
def test_identifiers_that_were_destroyed_since_are_gone_again_by_the_log_of_then(led, backed_up, restored):
    led.done(applying.withdraw, "provider")
    tend(timezone.now())
    assert left(led.folder / "data") == []
    told, data = restored(backed_up, KEY, later=log.exported())
    assert (told.destroyed, told.undone, left(data)) == ((led.reference,), 2, [])
    assert CohortFileRow.objects.get().destroyed is not None
    assert AuditRow.objects.order_by("number").last().event.command == "destroy-again"
    assert log.verify()[1] == ()


@SQLITE
def test_a_list_that_another_replaced_since_is_gone_again(led, backed_up, restored):
    led.done(lists.upload, "provider", led.list, "list.csv")
    told, data = restored(backed_up, KEY, later=log.exported())
    assert (told.destroyed, left(data)) == ((led.reference,), [])


@SQLITE
def test_a_project_key_that_was_destroyed_since_is_gone_again_with_its_certificate(led, restored):
    led.begin()
    led.work()
    led.receive()
    led.done(analysing.link, "linker", led.protocol)
    led.work()
    take(led.folder / "backup", KEY)
    led.done(applying.withdraw, "provider")
    tend(timezone.now())
    told, data = restored(led.folder / "backup", KEY, later=log.exported())
    assert (told.destroyed, left(data)) == ((led.reference,), [])
    assert set(CertificateRow.objects.values_list("thing", flat=True)) == set(Thing)


@SQLITE
def test_without_a_later_log_a_study_that_lives_keeps_its_list(led, backed_up, restored):
    told, data = restored(backed_up, KEY)
    assert (told.destroyed, len(left(data))) == ((), 2)


@SQLITE
def test_a_log_that_does_not_go_on_from_the_backup_s_is_refused_and_nothing_is_restored(
    led, backed_up, restored, tmp_path
):
    before = log.exported().splitlines(keepends=True)
    with pytest.raises(AuditError, match="does not go on"):
        restored(backed_up, KEY, later=b"".join(before[:-1]))
    altered = b"".join(before).replace(b'"who": 101', b'"who": 102', 1)
    with pytest.raises(AuditError, match="does not go on"):
        restored(backed_up, KEY, later=altered)
    assert not list(tmp_path.glob("*again*"))
