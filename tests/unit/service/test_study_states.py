"""The table of states: every way through it, and every decision it makes."""

import re
from pathlib import Path

import pytest

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.decisions import decide
from outcomelab.service.domain.drawing import DRAWINGS, redrawn
from outcomelab.service.domain.refusals import SENTENCES, Allowed, Code, Refused
from outcomelab.service.domain.states import FINAL, LIVING, ROWS, TABLE, Need, State, next_steps, whose_turn

PAGE = Path(__file__).parents[3] / "docs" / "study-states.md"


def reads_well(refused):
    """A sentence or two, all facts put in, that say why and what to do or who can."""
    sentence = refused.sentence
    return (
        isinstance(refused.code, Code)
        and sentence[0].isupper()
        and sentence.endswith(".")
        and ": " in sentence
        and not re.search(r"[{}]|\.\.|  ", sentence)
    )


@pytest.mark.parametrize("command", Command, ids=lambda command: command.value)
def test_a_command_is_allowed_exactly_where_the_table_says(command, world):
    row = ROWS[command]
    for state in State:
        study, agreement, reason = world.ready(command, state)
        for capacity in world.capacities:
            decision = decide(command, world.person(1, capacity), study, agreement, world.today, reason)
            if capacity in row.by and state in row.moves:
                assert decision == Allowed(capacity, world.parties[capacity.side], row.moves[state])
            else:
                assert isinstance(decision, Refused)
                assert decision.code in (Code.NOT_YOUR_ROLE, Code.NOT_IN_THIS_STATE, Code.FINAL_STATE)
                assert reads_well(decision), decision.sentence


@pytest.mark.parametrize("state", LIVING, ids=lambda state: state.value)
def test_who_leads_a_study_on_is_named_once_with_all_that_they_can_do(state, world):
    steps = next_steps(state)
    command = next(row for row in TABLE if state not in row.moves)
    person = world.person(1, *command.by)
    told = decide(command.command, person, world.study(state=state), None, world.today).sentence
    told = told.partition("Next: ")[2]
    assert told.count(" can ") == len({row.by for row in steps})
    assert all(row.command.words in told for row in steps)


@pytest.mark.parametrize("command", Command, ids=lambda command: command.value)
def test_roles_in_other_organisations_count_for_nothing(command, world):
    stranger = world.person(1, *world.capacities, elsewhere=True)
    told = set()
    for state in State:
        study, agreement, reason = world.ready(command, state)
        decision = decide(command, stranger, study, agreement, world.today, reason)
        assert decision.code is Code.NOT_YOUR_ROLE
        told.add(decision.sentence)
    assert len(told) == 1  # the same in each: a stranger is not told where the study stands


def test_there_is_one_row_for_each_command():
    assert [row.command for row in TABLE] == list(Command)


def test_every_state_is_reached_from_the_draft():
    reached, before = {State.DRAFT}, set()
    while reached != before:
        before = set(reached)
        reached |= {row.moves[state] for row in TABLE for state in before if state in row.moves}
    assert reached == set(State)


@pytest.mark.parametrize("state", State, ids=lambda state: state.value)
def test_a_state_has_a_way_out_unless_it_is_final(state):
    leads_to = {row.moves[state] for row in TABLE if state in row.moves} - {state}
    assert bool(leads_to) is (state not in FINAL)
    assert bool(next_steps(state)) is bool(whose_turn(state)) is (state not in FINAL)


@pytest.mark.parametrize("command", [Command.WITHDRAW, Command.EXPIRE, Command.REVOKE])
def test_a_study_can_be_withdrawn_expire_or_be_revoked_from_any_state_that_is_not_final(command):
    assert set(ROWS[command].moves) == set(LIVING)


def test_an_override_takes_a_study_back_and_never_forward():
    order = list(State)
    assert all(order.index(target) <= order.index(source) or target is State.RETURNED
               for source, target in ROWS[Command.OVERRIDE].moves.items())  # fmt: skip
    assert ROWS[Command.OVERRIDE].needs == (Need.REASON,)


def test_nothing_is_done_with_data_outside_an_agreement():
    free = {row.command for row in TABLE if row.act is None}
    assert free == {
        Command.SAVE, Command.SUBMIT, Command.JUDGE, Command.RETURN, Command.REFUSE, Command.RETURN_OUTPUTS,
        Command.CLOSE, Command.WITHDRAW, Command.EXPIRE, Command.REVOKE, Command.DESTROY_IDENTIFIERS,
        Command.DESTROY_KEY, Command.OVERRIDE, Command.TRY,
    }  # fmt: skip


def test_every_code_has_a_sentence():
    assert set(SENTENCES) == set(Code)


def test_the_printed_diagram_and_tables_are_those_of_the_table():
    page = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- drawn: ([a-z-]+) -->", page)) == set(DRAWINGS)
    assert page == redrawn(page), "docs/study-states.md is stale: run scripts/study-states"
