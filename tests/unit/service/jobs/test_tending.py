"""What the worker does by the clock: it ends what has to end, once, and tells people by e-mail."""

import datetime as dt
import os
import smtplib

import pytest
from django.core import mail
from django.test import override_settings
from tests.unit.service.placing import PROTOCOL

from outcomelab.service.actions import analysing, applying, lists
from outcomelab.service.configuration.choices import Choices
from outcomelab.service.domain.agreements import Retention
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Done, Thing
from outcomelab.service.jobs import tending
from outcomelab.service.jobs.notices import send_due
from outcomelab.service.jobs.queue import failed, take
from outcomelab.service.jobs.tending import tend
from outcomelab.service.store import log
from outcomelab.service.store.door import _Door, _opened
from outcomelab.service.store.models import AuditRow, CertificateRow, NoticeRow, StudyRow
from outcomelab.service.store.verifying import verified
from outcomelab.service.vault.places import places

REFERENCE, DAY = "2026-014", dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(tmp_path):
    with override_settings(CHOICES=Choices(data=tmp_path / "data", keys=None)):
        (tmp_path / "data.keys").mkdir(mode=0o700)
        yield tmp_path


def things():
    return list(CertificateRow.objects.order_by("pk").values_list("thing", "because", "by"))


def test_nothing_is_done_before_its_day(placed, world, noon):
    placed.place(world.study(state=State.LINKED))
    before = AuditRow.objects.count()
    tend(noon)
    assert AuditRow.objects.count() == before
    assert things() == []


def test_identifiers_and_key_are_destroyed_on_the_days_that_the_agreement_says(placed, world, noon):
    placed.place(world.study(state=State.LINKED))
    tend(noon + 30 * DAY)
    tend(noon + 31 * DAY)
    because = "the agreement keeps it so long after linkage"
    assert things() == [(Thing.IDENTIFIERS, because, 0)]
    tend(noon + 365 * DAY)
    assert things()[1:] == [(Thing.PROJECT_KEY, because, 0)]
    row = StudyRow.objects.get()
    assert (row.identifiers_held, row.project_key_held, row.state) == (False, False, State.LINKED)
    assert log.verify()[1] == ()


def test_the_log_is_verified_every_hour_and_what_is_wrong_with_it_is_logged(placed, noon, caplog):
    tend(noon)
    tend(noon + dt.timedelta(minutes=59))
    assert (verified().at, verified().end.number, verified().fault) == (noon, AuditRow.objects.count(), "")
    last = AuditRow.objects.order_by("number").last().event
    with _opened(_Door.OPEN):
        AuditRow.of(last.model_copy(update={"number": last.number + 2})).save(force_insert=True)
    tend(noon + dt.timedelta(minutes=60))
    assert "was altered" in verified().fault
    assert verified().fault in caplog.text


@pytest.mark.parametrize("changes", [{"ends": dt.date(2026, 11, 26)}, {"revoked": dt.date(2026, 11, 27)}])
def test_a_study_expires_with_its_agreement_and_its_identifiers_end_with_it(placed, world, noon, changes):
    held = frozenset({Thing.IDENTIFIERS})
    placed.place(world.study(state=State.APPROVED, held=held, history=(Done(Command.SUBMIT, 91, world.today),)))
    placed.agree(**changes)
    tend(noon)
    assert StudyRow.objects.get().state == State.EXPIRED
    assert Thing.IDENTIFIERS in [thing for thing, _, _ in things()]
    before = AuditRow.objects.count()
    tend(noon)
    assert AuditRow.objects.count() == before


def test_the_key_of_a_linkage_that_never_ended_is_destroyed_as_well(placed, cast, world, noon, folder):
    placed.place(world.study(state=State.COHORT_RECEIVED, held=frozenset()))
    analysing.link(cast["analyst"], REFERENCE, PROTOCOL)
    failed(take(noon), noon, "engine", "The disk is full.")
    key = folder / "data.keys" / f"{REFERENCE}.study.key"
    key.write_text("0" * 64)
    applying.withdraw(cast["provider"], REFERENCE)
    tend(noon)
    assert not key.exists()
    assert Thing.PROJECT_KEY in [thing for thing, _, _ in things()]


def test_terms_that_wait_for_signatures_move_no_day(placed, world, noon):
    placed.place(world.study(state=State.LINKED))
    placed.agree(ends=world.today + 400 * DAY)
    placed.agree(signatures=(), retention=Retention(identifiers_days=3_000), ends=world.today + 3_000 * DAY)
    tend(noon + 30 * DAY)
    assert [thing for thing, _, _ in things()] == [Thing.IDENTIFIERS]
    tend(noon + 500 * DAY)
    assert StudyRow.objects.get().state == State.EXPIRED
    placed.place(world.study(state=State.LINKED, reference="2026-015"))
    placed.agree(retention=Retention(identifiers_days=600), ends=world.today + 3_000 * DAY)
    tend(noon + 590 * DAY)
    row = StudyRow.objects.get(reference="2026-015")
    assert (row.state, row.identifiers_held) == (State.LINKED, True)


def test_what_cannot_be_destroyed_today_is_tried_again_and_holds_nothing_else_up(placed, world, noon, monkeypatch):
    placed.place(world.study(state=State.LINKED))
    placed.place(world.study(state=State.LINKED, reference="2026-015"))
    tried = []

    def fails(by, reference):
        tried.append(reference)
        raise OSError

    with monkeypatch.context() as broken:
        broken.setitem(tending._ACTS, Command.DESTROY_IDENTIFIERS, fails)
        tend(noon + 40 * DAY)
    assert tried == [REFERENCE, "2026-015"]
    tend(noon + 40 * DAY)
    assert len(things()) == 2


def test_a_list_whose_earlier_one_cannot_be_destroyed_at_once_is_there_all_the_same(
    placed, cast, world, noon, folder, monkeypatch
):
    placed.place(world.study(state=State.DRAFT))
    lists.upload(cast["provider"], REFERENCE, b"Surname\n", "list.csv")
    failed(take(noon), noon, "engine", "The disk is full.")
    before = next((folder / "data").rglob("*.list"))

    def fails(*_):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(lists.lists, "destroy", fails)
        lists.upload(cast["provider"], REFERENCE, b"Surname\n", "list.csv")
    assert len(list(before.parent.glob("*.list"))) == 2
    os.utime(before, times=((noon - DAY).timestamp(),) * 2)
    tend(noon)
    assert not before.exists()
    there = lists.last(StudyRow.objects.get().lists.all())
    assert lists.lists.content(places(), there.place) == b"Surname\n"


def test_a_list_left_by_an_upload_ends_with_the_others_or_within_the_hour_of_a_study_that_ended(
    placed, cast, world, noon, folder
):
    placed.place(world.study(state=State.DRAFT, held=frozenset()))
    kept = [lists.lists.keep(places(), reference, b"Surname", ".csv") for reference in (REFERENCE, "2026-015")]
    files = [folder / "data" / one.place for one in kept]
    lists.upload(cast["provider"], REFERENCE, b"Surname\n", "list.csv")
    failed(take(noon), noon, "engine", "The disk is full.")
    applying.withdraw(cast["provider"], REFERENCE)
    os.utime(files[1], times=(noon.timestamp(),) * 2)
    tend(noon)
    assert CertificateRow.objects.get().hashes[kept[0].place] == kept[0].sha256
    assert [file.exists() for file in files] == [False, True]
    os.utime(files[1], times=((noon - DAY).timestamp(),) * 2)
    tend(noon)
    assert not files[1].exists()
    assert not list((folder / "data.keys").glob("*.list.key"))


def test_what_a_cut_off_upload_left_is_destroyed_and_a_list_that_is_there_stays(placed, cast, world, noon, folder):
    placed.place(world.study(state=State.DRAFT))
    lists.upload(cast["provider"], REFERENCE, b"Surname\n", "list.csv")
    there = next((folder / "data").rglob("*.list"))
    stray = there.with_name("left.csv.list")
    stray.write_bytes(b"sealed")
    new = there.with_name("new.csv.list")
    new.write_bytes(b"sealed")
    for file, age in ((there, 2 * DAY), (stray, 2 * DAY), (new, DAY / 48)):
        os.utime(file, times=((noon - age).timestamp(),) * 2)
    tend(noon)
    assert [file.exists() for file in (there, stray, new)] == [True, False, True]


@pytest.fixture
def submitted(placed, cast, world):
    """A study whose steward is to be told."""
    placed.place(world.study(state=State.DRAFT))
    applying.submit(cast["provider"], REFERENCE)
    with override_settings(EMAIL_HOST="mail", ADDRESS="https://lab.example.org/"):
        mail.outbox = []
        yield


@pytest.fixture(autouse=True)
def mailbox():
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


def test_a_notice_is_sent_once_to_whose_turn_it_is(submitted, placed, cast, noon):
    assert (send_due(noon), send_due(noon)) == (1, 0)
    (message,) = mail.outbox
    assert message.subject == "Study 2026-014 is now: submitted"
    assert "https://lab.example.org/" in message.body
    assert message.to == [f"{cast['steward'].account}@example.org"]
    assert NoticeRow.objects.get().sent == noon


def test_a_notice_that_cannot_be_sent_is_tried_again_later(submitted, noon, monkeypatch):
    def down(*_, **__):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as without:
        without.setattr("django.core.mail.EmailMessage.send", down)
        assert send_due(noon) == 0
    assert send_due(noon + dt.timedelta(minutes=1)) == 0
    assert send_due(noon + dt.timedelta(minutes=3)) == 1
    assert NoticeRow.objects.get().tries == 2


def test_without_a_mail_server_nothing_is_sent_and_nothing_lost(submitted, noon):
    with override_settings(EMAIL_HOST=""):
        assert send_due(noon) == 0
    assert send_due(noon + 8 * DAY) == 0
    assert send_due(noon) == 1
