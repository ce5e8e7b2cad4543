"""While the demo is made its pages answer: somebody may act on a study before it is where it was to come."""

import datetime as dt

import pytest
from tests.unit.service.demo.fresh import empty

from outcomelab.errors import SettingsError, UsageError
from outcomelab.service.actions import applying
from outcomelab.service.actions.acting import By
from outcomelab.service.demo import fill as filling
from outcomelab.service.demo import given, setting_up
from outcomelab.service.demo.cast import account
from outcomelab.service.demo.stories import STORIES
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.states import State
from outcomelab.service.store import log
from outcomelab.service.store.models import StudyRow

NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
FEW = tuple(story for story in STORIES if story.ends in (State.APPROVED, State.DRAFT))


@pytest.fixture
def fresh(servers, tmp_path):
    with empty(servers, tmp_path):
        yield


def test_a_study_that_somebody_acts_on_is_left_to_them_and_the_others_go_on(fresh, monkeypatch):
    monkeypatch.setattr(filling, "STORIES", FEW)
    approved = next(story.title for story in FEW if story.ends is State.APPROVED)

    def withdrawn_once_there(_, words):
        row = StudyRow.objects.filter(title=approved, state=State.SUBMITTED).first()
        if row:
            assert isinstance(applying.withdraw(By(account("member of second-gate"), NOW), row.reference), Allowed)

    filling.fill(withdrawn_once_there, NOW)
    ends = dict(StudyRow.objects.values_list("title", "state"))
    assert ends == {story.title: story.ends for story in FEW} | {approved: State.WITHDRAWN}
    assert log.verify()[1] == ()


def test_where_the_organisations_cannot_be_made_nothing_else_is_tried(fresh, monkeypatch):
    monkeypatch.setattr(setting_up, "_administrator", lambda at: By(999, at))
    with pytest.raises(UsageError, match="The demo cannot go on"):
        filling.fill(now=NOW)
    assert not StudyRow.objects.exists()


def test_what_is_missing_is_said_before_anything_is_begun(fresh, monkeypatch):
    monkeypatch.setattr(given, "_PACKAGES", ("json", "no_such_package"))
    with pytest.raises(SettingsError, match=r"pip install 'outcomelab\[service,demo\]'"):
        filling.refuse_used()
    with pytest.raises(SettingsError, match="not installed"):
        filling.fill(now=NOW)
    assert not log.verify()[0]
