"""The service's demo: filled once, cut off on the way three times, and gone on with to its end."""

import datetime as dt
import json

import pytest
from django.test import override_settings
from tests.unit.service.demo.filled import NOW, demo

from outcomelab.errors import UsageError
from outcomelab.service.configuration.choices import Choices, Mode
from outcomelab.service.demo import cast
from outcomelab.service.demo.fill import fill
from outcomelab.service.demo.stories import STORIES
from outcomelab.service.domain.agreements import DocumentKind
from outcomelab.service.domain.application import missing
from outcomelab.service.domain.events import ALLOWED
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.roles import Role
from outcomelab.service.domain.states import State
from outcomelab.service.jobs.tending import tend
from outcomelab.service.queries import accounts, agreements, public, timeline
from outcomelab.service.queries import study as pages
from outcomelab.service.store import log
from outcomelab.service.store.models import CertificateRow, CohortFileRow, JobRow, ReleaseRow, StudyRow

TODAY = NOW.date()


@pytest.fixture(scope="module")
def filled(servers, tmp_path_factory):
    """The folder of a service that the demo filled."""
    with demo(servers, tmp_path_factory) as folder:
        yield folder


def people(role=None):
    """Everybody as the page for signing in shows them, or those of a role."""
    return [one for one in accounts.held() if role in (None, one.role)]


def paper(name):
    """An agreement as its custodian's steward sees it."""
    found = [each for one in people(Role.STEWARD) for each in agreements.agreements(one.account, TODAY)]
    return next(each for each in found if each.terms.title == name)


def test_there_is_a_study_in_every_state_and_each_is_where_its_story_leaves_it(filled):
    ends = dict(StudyRow.objects.values_list("title", "state"))
    assert ends == {story.title: story.ends for story in STORIES}
    assert set(ends.values()) == set(State)
    assert not JobRow.objects.exclude(state="done").exists()


def test_the_log_is_whole_in_the_order_of_time_and_spread_over_weeks_that_are_past(filled):
    events, faults = log.verify()
    assert faults == ()
    times = [event.at for event in events]
    assert times == sorted(times)
    assert len(set(times)) == len(times)  # nothing was done twice
    assert times[0] < NOW - dt.timedelta(weeks=12)
    assert times[-1] < NOW
    assert len({at.date() for at in times}) > 45
    assert [(event.command, event.code) for event in events if event.code != ALLOWED] == [("evaluate", "linker")]


def test_everybody_can_be_acted_as_and_every_role_is_there(filled):
    everybody = people()
    assert {one.name for one in everybody} == {player.name for player in cast.PLAYERS}
    assert {one.role for one in everybody} == set(Role) - {Role.WORKER}
    can = {
        one.role
        for one in everybody
        for row in StudyRow.objects.all()
        if (page := pages.page(one.account, row.reference, TODAY))
        and any(isinstance(decision, Allowed) for decision in page.commands.values())
    }
    assert can == {Role.PROVIDER_MEMBER, Role.STEWARD, Role.ANALYST, Role.CHECKER, Role.ADMINISTRATOR}
    assert {one.name for one in everybody if timeline.timeline(one.account)} == {
        "Oskar Lindmark",
        "Desmond Achter",
    }


def test_reports_are_there_and_the_register_has_what_was_found_and_what_was_not(filled):
    for release in ReleaseRow.objects.all():
        assert {"report.html", "report.pdf", "results.json"} <= {
            path.name for path in (filled / release.place).iterdir()
        }
    registered = {one.title: one for one in public.register()}
    assert "22 more of every 100" in registered["Evening school and certificates"].headline
    assert "cannot tell" in registered["Prison workshops and reoffending"].headline
    assert registered["Which hostels send people back to prison"].state == State.REFUSED
    assert {one.name for one in public.catalogue()} == {"justice", "labour", "learners"}


def test_every_application_that_was_submitted_is_whole(filled):
    submitted = {event.study for event in log.verify()[0] if event.command == "submit"}
    rows = StudyRow.objects.filter(reference__in=submitted)
    assert len(rows) == len(STORIES) - 2
    assert not [row.reference for row in rows if missing(row.draft)]


def test_the_spoiled_list_s_problems_are_shown_to_whoever_can_mend_them_without_a_name(filled):
    row = StudyRow.objects.get(title="Supported work, everyone on our books")
    member = next(one for one in people(Role.PROVIDER_MEMBER) if one.organisation == "Threshold Works")
    shown = pages.page(member.account, row.reference, TODAY).list
    assert (shown.persons, len(shown.problems)) == (199, 22)
    names = {line.split(",")[0] for line in _lists()["labour"].decode("utf-8-sig").splitlines()[1:]}
    assert not [name for name in names if len(name) > 4 and name in json.dumps(list(shown.problems))]


def test_what_a_closed_study_held_is_gone_with_certificates_and_the_worker_finds_nothing_to_do(filled):
    closed = StudyRow.objects.get(state=State.CLOSED)
    assert [one.because for one in closed.certificates.order_by("pk")] == [
        "the agreement keeps it so long after linkage"
    ] * 2
    assert CertificateRow.objects.count() == 8
    assert not [
        path
        for path in (filled / "studies" / closed.reference).rglob("*")
        if path.is_file() and path.suffix != ".json"
    ]
    assert CohortFileRow.objects.filter(study=closed).get().destroyed
    end = log.head()
    tend(NOW)
    assert log.head() == end


def test_agreements_are_in_force_strict_unsigned_ended_or_a_community_s(filled):
    assert (paper("Work in prison and what follows").unsigned, paper("Work in prison and what follows").over) == (
        (),
        False,
    )
    assert paper("A bed on the day of release").terms.rules.threshold == 20
    assert paper("Coaching for people out of work").unsigned == ("harbour-lane", "northmere")
    assert paper("Workshops in prison, a first look").over
    learners = paper("Adults back at school").terms
    assert learners.indigenous == ("persons.identity",)
    assert DocumentKind.COMMUNITY in learners.required
    assert {one.kind for one in learners.documents} >= set(learners.required)


def test_a_service_that_is_filled_is_left_as_it_is_and_one_in_use_or_for_others_is_refused(filled, monkeypatch):
    end = log.head()
    fill(lambda *_: pytest.fail("something was done"))
    assert log.head() == end
    choices = Choices(data=filled, keys=None, mode=Mode.PRODUCTION)
    with override_settings(CHOICES=choices), pytest.raises(UsageError, match="on this machine alone"):
        fill()
    monkeypatch.setattr("outcomelab.service.demo.fill.ours", lambda: False)
    with pytest.raises(UsageError, match="empty service only"):
        fill()


def _lists():
    from outcomelab.service.demo.given import given

    with given() as ships:
        return ships.lists
