"""Every command by every role in every state, through the actions: as the table says, and as it is written."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.unit.service.answering import whole
from tests.unit.service.placing import PROTOCOL, last_event, undone

from outcomelab.service.actions import analysing, applying, approving, checking, destroying, drafts, ending, lists
from outcomelab.service.domain.checking import Says
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.decisions import decide
from outcomelab.service.domain.five_safes import Safe, Verdict
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.states import ROWS, State
from outcomelab.service.store import log, reading
from outcomelab.service.store.models import ReleaseRow, StudyRow

C, REFERENCE = Command, "2026-014"
ASKED = (C.TRY, C.LINK, C.EVALUATE, C.RELEASE)  # the worker does them
VERBS = {
    C.SAVE: lambda by, _: applying.save_draft(by, REFERENCE, "Mentoring", whole()),
    C.UPLOAD: lambda by, _: lists.upload(by, REFERENCE, b"Surname", "list.csv"),
    C.SUBMIT: lambda by, _: applying.submit(by, REFERENCE),
    C.JUDGE: lambda by, _: approving.judge(by, REFERENCE, Safe.DATA, Verdict.SAFE, "As agreed."),
    C.RETURN: lambda by, _: approving.return_with_comments(by, REFERENCE, {"title": "Longer."}),
    C.APPROVE: lambda by, _: approving.approve(by, REFERENCE),
    C.APPROVE_WITH_CONDITIONS: lambda by, _: approving.approve_with_conditions(by, REFERENCE, {"list": "More."}),
    C.CONFIRM_CONDITIONS: lambda by, _: approving.confirm_conditions(by, REFERENCE),
    C.REFUSE: lambda by, _: approving.refuse(by, REFERENCE, {"purpose": "It is not what the data are for."}),
    C.RECEIVE: lambda by, _: applying.receive(by, REFERENCE),
    C.TRY: lambda by, _: analysing.try_out(by, REFERENCE, PROTOCOL),
    C.LINK: lambda by, _: analysing.link(by, REFERENCE, PROTOCOL),
    C.FIX: lambda by, _: analysing.fix(by, REFERENCE, PROTOCOL),
    C.AMEND: lambda by, _: analysing.amend(by, REFERENCE, PROTOCOL),
    C.EVALUATE: lambda by, _: analysing.evaluate(by, REFERENCE),
    C.READ: lambda by, _: drafts.read(by, REFERENCE)[0],
    C.SEND: lambda by, _: analysing.send(by, REFERENCE),
    C.VOTE: lambda by, _: checking.vote(by, REFERENCE, {"a" * 64: Says.APPROVE, "b" * 64: Says.APPROVE}, {}),
    C.CLEAR: lambda by, _: checking.clear(by, REFERENCE),
    C.RETURN_OUTPUTS: lambda by, _: checking.return_outputs(by, REFERENCE),
    C.RELEASE: lambda by, _: checking.release(by, REFERENCE),
    C.PUBLISH: lambda by, _: approving.publish(by, REFERENCE),
    C.CLOSE: lambda by, _: ending.close(by, REFERENCE),
    C.WITHDRAW: lambda by, _: applying.withdraw(by, REFERENCE),
    C.EXPIRE: lambda by, _: ending.expire(by, REFERENCE),
    C.REVOKE: lambda by, _: approving.revoke(by, REFERENCE),
    C.DESTROY_IDENTIFIERS: lambda by, _: destroying.destroy_identifiers(by, REFERENCE),
    C.DESTROY_KEY: lambda by, _: destroying.destroy_key(by, REFERENCE),
    C.OVERRIDE: lambda by, reason: ending.override(by, REFERENCE, reason),
}


@pytest.fixture(autouse=True)
def drafts_are_there(monkeypatch):
    monkeypatch.setattr(drafts, "_draft", lambda _, output: output)


def set_up(placed, world, command, **changes):
    """A study and an agreement to which nothing stands in the way of the command."""
    study, agreement, reason = world.ready(command, State.DRAFT)
    terms = placed.agree(**({"ends": agreement.ends} if command is C.EXPIRE else {}) | changes)
    row = placed.place(study)
    if command is C.PUBLISH:
        with_release = ReleaseRow(study=row, place="report", sha256="e" * 64)
        placed.add(with_release)
    return row, terms, reason


def cells(command, placed):
    """Every state and capacity that the table allows, and in each state one capacity more: over the commands these
    are all of them. (That `decide` refuses every other cell is tested without a database.) On PostgreSQL, where an
    act is locked and written otherwise, two states in which it may be allowed."""
    row, everybody = ROWS[command], list(placed.accounts)
    two = list(row.moves)[:2]
    for number, state in enumerate(State):
        also = everybody[(number + list(Command).index(command)) % len(everybody)]
        if connection.vendor == "postgresql" and state not in two:
            continue
        yield state, {*(row.by if state in row.moves else ()), also}


def test_there_is_an_action_for_every_command():
    assert set(VERBS) == set(Command)


@pytest.mark.parametrize("command", VERBS, ids=lambda command: command.value)
def test_an_act_is_done_or_refused_and_written_as_the_table_says(command, placed, world):
    row, terms, reason = set_up(placed, world, command)
    for state, capacities in cells(command, placed):
        placed.move(row, state)
        study = reading.study(StudyRow.objects.get())
        for capacity in capacities:
            account = placed.accounts[capacity]
            expected = decide(command, reading.person(account.pk), study, terms, world.today, reason)
            if isinstance(expected, Allowed) and command in ASKED:
                expected = replace(expected, to=state)
            with undone():
                decision = VERBS[command](placed.by(capacity), reason)
                event, after = last_event(), StudyRow.objects.get().state
            assert decision == expected
            assert (event.who, event.before) == (account.pk, state)
            if isinstance(expected, Allowed) and command not in ASKED:
                assert (event.command, event.code, event.after, after) == (
                    command,
                    "allowed",
                    expected.to,
                    expected.to,
                )
            else:
                assert (event.after, after) == (state, state)
                assert event.code == ("allowed" if isinstance(expected, Allowed) else expected.code)
                assert event.command == (f"{command}-asked" if isinstance(expected, Allowed) else command)
    assert log.verify()[1] == ()
