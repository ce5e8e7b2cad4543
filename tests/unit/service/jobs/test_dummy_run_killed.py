"""A worker that is killed by the system while it tries a protocol on made-up data: the try ends once, as asked."""

import pytest
from django.test import override_settings
from tests import killing
from tests.unit.service import databases
from tests.unit.service.jobs.test_dummy_run import HOLDING, REFERENCE, TRIED
from tests.unit.service.jobs.test_worker_killed import ended, killed, worker

from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Dictionary
from outcomelab.service.actions import analysing
from outcomelab.service.configuration.choices import Choices
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.states import State
from outcomelab.service.jobs.trying import MARK
from outcomelab.service.queries import trying
from outcomelab.service.store import log, reading
from outcomelab.service.store.models import AuditRow, StudyRow
from outcomelab.service.store.models.work import JobState

__all__ = ["worker"]


@pytest.fixture
def asked(placed, cast, world, tmp_path):
    """A study of which a protocol is to be tried, and the folder that whoever tries it makes data up in."""
    placed.holding.dictionary = as_json(Dictionary, HOLDING)
    placed.add(placed.holding)
    placed.place(world.study(state=State.EVALUATED))
    (tmp_path / "data").mkdir(mode=0o700)
    with override_settings(CHOICES=Choices(data=tmp_path / "data", keys=None)):
        decision = analysing.try_out(cast["analyst"], REFERENCE, TRIED)
        assert isinstance(decision, Allowed), decision.sentence
        yield tmp_path / "passing"


@pytest.mark.parametrize("address", databases.ENGINES[-1:], indirect=True)
def test_a_try_whose_worker_is_killed_is_taken_up_ends_once_and_changes_nothing_of_the_study(asked, cast, worker):
    before = reading.study(StudyRow.objects.get())
    asked.mkdir()
    killed(worker(killing.STORES, TMPDIR=str(asked)))
    assert any(asked.rglob("participants.csv"))
    told = trying.tried(cast["analyst"].account, REFERENCE)
    assert (told.state, told.report) == (JobState.RUNNING, "")

    assert ended(worker()).tries == 2
    told = trying.tried(cast["analyst"].account, REFERENCE)
    assert (told.state, told.protocol) == (JobState.DONE, TRIED)
    assert f'role="note">{MARK}</p>' in told.report
    after = reading.study(StudyRow.objects.get())
    assert (after.state, after.outputs, after.uses, after.held) == (
        before.state, before.outputs, before.uses, before.held,
    )  # fmt: skip
    events = [one.event.command for one in AuditRow.objects.order_by("number")]
    assert (events.count("dummy-run-asked"), events.count("dummy-run")) == (1, 1)
    assert log.verify()[1] == ()
