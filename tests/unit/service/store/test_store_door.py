"""Nothing is written to the store but by its door, and everything that is leaves its event."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

import outcomelab
from outcomelab.service.store import door, log
from outcomelab.service.store.door import DoorShutError, working, write
from outcomelab.service.store.models import (
    Account,
    AuditRow,
    JobRow,
    NoticeRow,
    OrganisationRow,
    PostRow,
    StudyRow,
    VerifiedRow,
)

SERVICE = Path(outcomelab.__file__).parent / "service"
MODELS = list(apps.get_app_config("store").get_models())
WORK = {JobRow, NoticeRow, VerifiedRow}


def commands():
    return list(AuditRow.objects.order_by("number").values_list("command", flat=True))


def ways_in(model):
    """Every way in which a program could change a table of the store."""
    table = connection.ops.quote_name(model._meta.db_table)
    key = model._meta.pk.column  # the name of its field as well
    yield from (
        lambda: model.objects.create(pk=7),
        lambda: model.objects.bulk_create([model(pk=7)]),
        lambda: model.objects.update(**{key: 7}),
        lambda: model.objects.filter(pk=7)._raw_delete("default"),
        lambda: connection.cursor().execute(f"DELETE FROM {table}"),
        lambda: connection.cursor().execute(f"  insert  into {table} ({key}) values (7)"),
        lambda: connection.cursor().execute(f"WITH one AS (SELECT 1) UPDATE {table} SET {key} = 7"),
    )


def test_no_table_of_the_store_can_be_changed_past_the_door(address):
    for model in MODELS:
        if model is Account:
            continue
        for change in ways_in(model):
            with pytest.raises(DoorShutError, match="written by the store's door alone"), transaction.atomic():
                change()
        assert model.objects.count() == 0


def test_every_table_that_the_door_knows_by_name_is_one_of_the_stores():
    assert {model._meta.db_table for model in MODELS} >= door.WORK | door.NOT_IN_A_HASH


@pytest.mark.parametrize(
    "beginning",
    [
        "INSERT OR IGNORE INTO", "insert or replace into", "REPLACE INTO", "UPDATE ONLY", "UPDATE OR FAIL",
        "DELETE FROM ONLY", "MERGE INTO", "COPY", "TRUNCATE TABLE ONLY",
    ],
)  # fmt: skip
@pytest.mark.parametrize("schema", ["", "public.", "main . "])
def test_no_way_of_writing_a_statement_leads_past_the_door(address, beginning, schema):
    with pytest.raises(DoorShutError):
        connection.cursor().execute(f'{beginning} {schema}"store_studyrow"')


def test_what_is_no_act_changes_without_an_event_and_nothing_else_does(study, tell):
    write(tell(), JobRow(study=study, command="link", by=1))
    before = commands()
    with working():
        assert JobRow.objects.update(stage="link") == 1
        for model in WORK:
            model.objects.filter(pk=-1)._raw_delete("default")
        for model in set(MODELS) - WORK:
            with pytest.raises(DoorShutError):
                model.objects.update(**{model._meta.pk.name: 7})
    assert commands() == before


def test_rows_and_event_are_written_together(study, tell):
    study.title = "Mentoring on release"
    event = write(tell("save-draft", study="2026-014"), study)
    assert (event.number, len(event.content)) == (2, 64)
    assert commands() == ["set-up", "save-draft"]
    assert StudyRow.objects.get().title == "Mentoring on release"


def test_what_fails_half_way_leaves_neither_rows_nor_event(study, tell):
    twice = OrganisationRow(key=study.lab.key, name="The same again", side="lab")
    study.title = "Changed"
    with pytest.raises(IntegrityError):
        write(tell(), study, twice)
    with pytest.raises(ZeroDivisionError):
        write(lambda: 1 / 0, study)
    assert commands() == ["set-up"]
    assert StudyRow.objects.get().title == "Mentoring"
    with pytest.raises(DoorShutError):
        study.save()


def test_an_act_that_is_called_off_leaves_nothing(study, tell):
    study.title = "Changed"
    with transaction.atomic():
        write(tell(), study)
        transaction.set_rollback(True)
    assert commands() == ["set-up"]


def test_an_account_leaves_an_event_whatever_program_saves_it(account):
    account.set_password("a long enough sentence")
    account.save(update_fields=["password"])
    added, changed = (row.event for row in AuditRow.objects.order_by("number"))
    assert (added.command, changed.command) == ("add-account", "change-account")
    assert {added.who, added.account, changed.account} == {account.pk}
    with pytest.raises(DoorShutError):
        Account.objects.update(is_active=False)


def test_an_account_that_was_closed_meanwhile_stays_closed_whatever_else_is_saved_of_it(account, tell):
    seen_before = Account.objects.get(pk=account.pk)
    account.is_active = False
    write(tell(), account)
    seen_before.language = "fr-ca"
    seen_before.save()
    account.refresh_from_db()
    assert (account.is_active, account.language) == (False, "fr-ca")


def test_nothing_of_a_person_is_in_an_event_nor_a_hash_of_it(account, study, tell):
    write(tell(), PostRow(account=account, organisation=study.lab, role="analyst"), account)
    text = log.exported().decode()
    assert "Smith" not in text
    assert "example.org" not in text
    assert [row.event.content for row in AuditRow.objects.filter(account=account.pk)] == [None]


def test_the_door_is_opened_in_one_place(address):
    for file in SERVICE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        names |= {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        assert file.name == "door.py" or not names & {"_opened", "_door", "_watching", "execute_wrappers"}, file
