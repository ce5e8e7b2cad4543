"""When identifiers and the project key must be gone."""

import datetime as dt
from dataclasses import replace

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.retention import due, overdue
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Done, Thing

LINKED = dt.date(2026, 6, 1)


def linked(world, **changes):
    history = (Done(Command.RECEIVE, 1, dt.date(2026, 5, 1)), Done(Command.LINK, 2, LINKED))
    return world.study(history=history, state=State.LINKED, **changes)


def test_each_is_due_so_many_days_after_linkage_as_the_agreement_says(world):
    found = {one.thing: one.on for one in due(linked(world), world.agreement())}
    assert found == {Thing.IDENTIFIERS: dt.date(2026, 7, 1), Thing.PROJECT_KEY: dt.date(2027, 6, 1)}


def test_a_list_that_was_never_linked_is_due_the_day_after_the_agreement_ends(world):
    study = world.study(history=(), state=State.COHORT_RECEIVED, held=frozenset({Thing.IDENTIFIERS}))
    (one,) = due(study, world.agreement(ends=dt.date(2027, 12, 31)))
    assert (one.thing, one.on) == (Thing.IDENTIFIERS, dt.date(2028, 1, 1))


def test_an_agreement_s_end_or_revocation_comes_first_when_it_is_earlier(world):
    ends = {one.on for one in due(linked(world), world.agreement(ends=dt.date(2026, 6, 10)))}
    revoked = {one.on for one in due(linked(world), world.agreement(revoked=dt.date(2026, 6, 5)))}
    assert (ends, revoked) == ({dt.date(2026, 6, 11)}, {dt.date(2026, 6, 5)})


def test_when_a_study_ends_everything_is_due_that_day_whatever_is_destroyed_later(world):
    study = linked(world)
    ended, later = dt.date(2026, 6, 3), dt.date(2026, 6, 9)
    done = (Done(Command.WITHDRAW, 1, ended), Done(Command.DESTROY_IDENTIFIERS, 0, later))
    study = replace(
        study, state=State.WITHDRAWN, history=study.history + done, held=frozenset({Thing.PROJECT_KEY})
    )
    (one,) = due(study, world.agreement())
    assert (one.on, one.because) == (ended, "the study is withdrawn")


def test_what_was_destroyed_is_due_no_more(world):
    assert due(linked(world, held=frozenset()), world.agreement()) == ()


def test_what_should_be_gone_is_overdue_from_that_day_on(world):
    study, agreement = linked(world), world.agreement()
    assert overdue(study, agreement, dt.date(2026, 6, 30)) == ()
    assert [one.thing for one in overdue(study, agreement, dt.date(2026, 7, 1))] == [Thing.IDENTIFIERS]
