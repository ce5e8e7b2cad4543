"""`outcomelab audit verify`."""

import datetime as dt

import pytest
from typer.testing import CliRunner

from outcomelab.cli.audit import audit_app
from outcomelab.errors import AuditError
from outcomelab.service.domain.audit import append, end, lines
from outcomelab.service.domain.events import Event


@pytest.fixture
def log(tmp_path):
    """An exported log of three events, and its head."""
    events = ()
    for who in (1, 2, 3):
        event = Event(at=dt.datetime(2026, 11, 27, tzinfo=dt.UTC), who=who, command="sign-in")
        events += (append(end(events), event),)
    file = tmp_path / "audit.jsonl"
    file.write_bytes(lines(events))
    return file, str(end(events))


def verified(*words):
    return CliRunner().invoke(audit_app, ["verify", *map(str, words)])


def test_a_log_as_it_was_left_is_told_to_be_so_and_its_head_printed(log):
    file, head = log
    done = verified(file, "--head", head)
    assert done.exit_code == 0
    assert (
        "3 events: none altered, removed, inserted or moved, and the head noted down is among them." in done.output
    )
    assert f"The head is {head}" in done.output


def test_a_log_that_was_cut_short_is_refused_with_the_place(log):
    file, head = log
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:2]))
    assert verified(file).exit_code == 0
    done = verified(file, "--head", head)
    assert isinstance(done.exception, AuditError)
    assert "events 3 to 3 are missing at the end" in str(done.exception)


def test_an_altered_log_is_refused_with_the_line(log):
    file, _ = log
    file.write_bytes(file.read_bytes().replace(b'"who": 2', b'"who": 7'))
    done = verified(file)
    assert "line 2: was altered" in str(done.exception)


def test_a_log_that_is_not_there_is_told_so(tmp_path):
    refused = verified(tmp_path / "none.jsonl").exception
    assert (refused.exit_status, "cannot be read" in str(refused)) == (14, True)
