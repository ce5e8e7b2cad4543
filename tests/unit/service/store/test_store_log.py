"""The audit log in the store: whole whoever writes, and told where it is not."""

import threading

import pytest
from django.db import Error, connection, connections
from typer.testing import CliRunner

from outcomelab.cli.audit import audit_app
from outcomelab.errors import AuditError
from outcomelab.service import starting
from outcomelab.service.domain import audit
from outcomelab.service.domain.audit import head
from outcomelab.service.store import log
from outcomelab.service.store.door import _Door, _opened, write
from outcomelab.service.store.models import (
    AuditRow,
    CertificateRow,
    CommentRow,
    JudgementRow,
    ProtocolRow,
    TermsRow,
    VoteRow,
)

OTHER_WHO = "replace(line, '\"who\": 1', '\"who\": 8')"
NEVER_CHANGED = (AuditRow, CertificateRow, CommentRow, JudgementRow, ProtocolRow, TermsRow, VoteRow)


@pytest.fixture
def five(address, tell):
    for number in range(5):
        write(tell("sign-in", study="2026-014" if number % 2 else None))


def quoted(model):
    return connection.ops.quote_name(model._meta.db_table)


def tamper(sql, *values):
    """As somebody would who has the database to themselves: no door, no trigger."""
    with connection.cursor() as cursor, _opened(_Door.OPEN):
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE store_auditrow DISABLE TRIGGER ALL")
        else:
            for when in ("UPDATE", "DELETE"):
                cursor.execute(f"DROP TRIGGER store_auditrow_{when}")
        cursor.execute(sql, values)


def test_a_log_as_it_was_written_has_no_fault_and_is_exported_as_the_command_reads_it(five):
    events, faults = log.verify()
    assert (len(events), faults) == (5, ())
    assert audit.verify(log.exported()) == (events, ())
    assert log.head() == audit.end(events)
    assert log.verify(head(str(log.head())))[1] == ()


def test_exporting_the_log_tells_of_a_column_that_was_altered(five, tmp_path, monkeypatch):
    monkeypatch.setattr(starting, "start", lambda _: None)
    monkeypatch.setattr(starting, "refuse_unprepared", lambda: None)
    tamper("UPDATE store_auditrow SET who = 8 WHERE number = 3")
    told = CliRunner().invoke(audit_app, ["export", str(tmp_path / "log.jsonl")]).exception
    assert isinstance(told, AuditError)
    assert "line 3: is looked up by other words" in str(told)


def test_events_that_are_written_at_once_make_one_chain(address, tell):
    wrong = []

    def written():
        try:
            for _ in range(6):
                write(tell("sign-in"))
        except Exception as error:  # noqa: BLE001 told to the test
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=written) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events, faults = log.verify()
    assert (wrong, len(events), faults) == ([], 24, ())


def a_row_each(study, tell):
    said = {"study": study, "at": tell().at}
    write(
        tell(),
        CertificateRow(thing="the project's key", by=1, because="", hashes={}, **said),
        CommentRow(item="title", words="Longer.", by=1, command="return", **said),
        JudgementRow(safe="safe data", verdict="safe", by=1, submission=1, **said),
        ProtocolRow(text="[study]", by=1, command="fix-protocol", **said),
        VoteRow(round=1, output="a" * 64, says="ask", checker=1, custodian=True, **said),
    )


def test_the_database_itself_refuses_to_change_or_remove_what_is_never_changed(study, tell):
    a_row_each(study, tell)
    for model in NEVER_CHANGED:
        key = model._meta.pk.column
        statements = [f"UPDATE {quoted(model)} SET {key} = {key} + 7", f"DELETE FROM {quoted(model)}"]
        statements += [f"TRUNCATE {quoted(model)} CASCADE"] * (connection.vendor == "postgresql")
        for statement in statements:
            with (
                pytest.raises(Error, match="never changed or removed"),
                _opened(_Door.OPEN),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
        assert model.objects.exists()


@pytest.mark.parametrize(
    ("sql", "values", "line", "wrong"),
    [
        (f"UPDATE store_auditrow SET line = {OTHER_WHO} WHERE number = 3", (), 3, "altered"),
        ("UPDATE store_auditrow SET who = 8 WHERE number = 3", (), 3, "a column was altered"),
        ("DELETE FROM store_auditrow WHERE number = 3", (), 3, "removed before"),
        ("UPDATE store_auditrow SET line = %s WHERE number = 4", ("{}",), 4, "is no event"),
        ("DELETE FROM store_auditrow WHERE number = 5", (), 0, "missing at the end"),
    ],
)  # fmt: skip
def test_what_was_done_to_the_log_is_told_with_its_place(five, sql, values, line, wrong):
    noted = log.head()
    tamper(sql, *values)
    fault = log.verify(noted)[1][0]
    assert (fault.line, wrong in fault.wrong) == (line, True), fault
