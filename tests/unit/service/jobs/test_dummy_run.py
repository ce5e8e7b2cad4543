"""A protocol is tried on made-up data before the real ones: no real row is there to be read."""

import datetime as dt

import pytest
from django.test import override_settings
from django.utils import timezone
from tests.unit.service import databases
from tests.unit.service.placing import PROTOCOL

from outcomelab.errors import ProtocolError
from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.service.actions import analysing
from outcomelab.service.configuration.choices import Choices
from outcomelab.service.domain.refusals import Allowed, Code
from outcomelab.service.domain.states import State
from outcomelab.service.jobs.doing import do
from outcomelab.service.jobs.queue import take
from outcomelab.service.jobs.trying import MARK
from outcomelab.service.queries import study as pages
from outcomelab.service.queries import trying
from outcomelab.service.store import reading
from outcomelab.service.store.models import AuditRow, StudyRow
from outcomelab.service.store.models.work import JobState

REFERENCE = "2026-014"
PERSONS = Table("persons", (
    Column("person", "string", "person"), Column("surname", "string", "identifier", identifier="surname"),
    Column("forename", "string", "identifier", identifier="forename"),
    Column("born", "date", "identifier", identifier="date_of_birth", kept=True),
    Column("sex", "string", "identifier", identifier="sex", kept=True), Column("schooling", "string", "code"),
    Column("income", "number", "attribute"),
), one_row_a_person=True)  # fmt: skip
ARRESTS = Table("arrests", (
    Column("person", "string", "person"), Column("arrested_on", "date", "event-date"),
    Column("offence", "string", "code"),
))  # fmt: skip
HOLDING = Dictionary(
    name="justice", title="Justice", custodian="Ministry of Justice", legal_basis="Statistics Act",
    covers_from=dt.date(2015, 1, 1), covers_to=dt.date(2025, 12, 31), tables=(PERSONS, ARRESTS),
)  # fmt: skip
# No code of `offence` is in the dictionary, the list has headings of its own and only some of it counts.
TRIED = PROTOCOL.replace("[index]", """[cohort]
columns = { surname = "Nom de famille" }
completed_only = true
[index]""") + """where = { offence = ["theft"] }
[[covariates]]
name = "age"
label = "Age"
kind = "age"
[[eligible]]
reason = "too rich"
where = { income = { min = 20_000, max = 50_000 } }
"""  # fmt: skip


@pytest.fixture
def tried(placed, world, tmp_path):
    """A study whose lab has no holding at all, and what the analyst sees once the worker has done what waits."""
    placed.holding.dictionary = as_json(Dictionary, HOLDING)
    placed.add(placed.holding)
    placed.place(world.study(state=State.EVALUATED))

    def ask(by, text):
        decision = analysing.try_out(by, REFERENCE, text)
        assert isinstance(decision, Allowed), decision.sentence
        assert trying.tried(by.account, REFERENCE).state is JobState.WAITING
        while (job := take(timezone.now())) is not None:
            do(job)
        return trying.tried(by.account, REFERENCE)

    with override_settings(CHOICES=Choices(data=tmp_path / "data", keys=None)):
        yield ask


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
def test_a_try_ends_in_a_report_marked_as_made_up_and_changes_nothing_of_the_study(tried, cast):
    before = reading.study(StudyRow.objects.get())
    told = tried(cast["analyst"], TRIED)
    assert (told.state, told.code) == (JobState.DONE, ""), told.words
    assert told.protocol == TRIED
    assert f'role="note">{MARK}</p>' in told.report
    assert "Arrested" in told.report
    after = reading.study(StudyRow.objects.get())
    assert (after.state, after.outputs, after.uses, after.ballots, after.held) == (
        before.state, before.outputs, before.uses, before.ballots, before.held,
    )  # fmt: skip
    assert StudyRow.objects.get().protocol == PROTOCOL
    events = [one.event.command for one in AuditRow.objects.order_by("number")][-2:]
    assert events == ["dummy-run-asked", "dummy-run"]
    assert pages.page(cast["analyst"].account, REFERENCE, cast["analyst"].today).work is None
    for who in ("provider", "steward", "their checker", "our checker", "administrator"):
        assert trying.tried(cast[who].account, REFERENCE) is None


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
def test_a_try_that_fails_says_why_and_the_next_one_begins_anew(tried, cast, placed):
    nobody = """[[eligible]]
reason = "under 120"
age = { min = 120 }
"""
    told = tried(cast["analyst"], TRIED + nobody)
    assert (told.state, told.report, told.code) == (JobState.FAILED, "", "outcomes")
    assert "outcomelab-" not in told.words  # no folder of the lab's
    assert tried(cast["analyst"], TRIED).report


def test_a_protocol_with_mistakes_is_not_tried_nor_by_who_may_not_plan(tried, cast):
    with pytest.raises(ProtocolError, match="shoe_size"):
        analysing.try_out(
            cast["analyst"], REFERENCE, PROTOCOL.replace('column = "schooling"', 'column = "shoe_size"')
        )
    assert analysing.try_out(cast["steward"], REFERENCE, PROTOCOL).code is Code.NOT_YOUR_ROLE
    assert trying.tried(cast["analyst"].account, REFERENCE) is None
