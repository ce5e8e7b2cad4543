"""Every use of a custodian's data, live; and on the home page whatever else waits for its steward."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from outcomelab.service.actions import agreements, approving
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.agreements import DocumentKind
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.events import Event
from outcomelab.service.domain.roles import Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Done
from outcomelab.service.queries import timeline
from outcomelab.service.queries.waiting import Kind, waiting
from outcomelab.service.store.models import Account, AuditRow, OrganisationRow, PostRow

USES = "/uses/"


def text_of(answer):
    return unescape(answer.content.decode())


@pytest.fixture
def used(placed, world, cast):
    """A study that was linked by the lab's analyst and returned by the steward; a holding that is another's."""
    placed.place(world.study(state=State.SUBMITTED))
    for who, role, organisation, command in (
        (cast["analyst"].account, Role.ANALYST, "lab", "link-asked"),
        (0, None, None, "check-list"),
    ):
        placed.tell(
            Event(
                at=placed.at, who=who, role=role, organisation=organisation, command=command, study="2026-014",
                holding="justice",
            )
        )  # fmt: skip
    placed.tell(Event(at=placed.at, who=1, command="evaluate", study="2026-015", holding="hospital"))
    approving.return_with_comments(cast["steward"], "2026-014", {"use": "Why?"})
    approving.approve(cast["provider"], "2026-014")  # refused: no use


def rows(answer):
    return [re.sub(r"<[^>]*>", "|", row) for row in re.findall(r"<tr class.*?</tr>", text_of(answer), re.S)[1:]]


def test_each_use_is_told_by_role_and_organisation_the_latest_first(used, placed, as_whom, cast):
    told = rows(as_whom("steward").get(USES))
    assert len(told) == 3
    me = f"{cast['steward'].account}@example.org (Custodian steward, ministry-of-justice)"
    for row, (who, what) in zip(
        told,
        (
            (me, "Return with comments"),
            ("the lab’s worker", "Check the participants’ list"),
            ("Analyst, lab", "Asked for: Link"),
        ),
        strict=True,
    ):
        assert f"|{who}|" in row
        assert f"|{what}|" in row
        assert "|study 2026-014|" in row
    assert "hospital" not in "".join(told)


def test_uses_are_found_by_study_and_holding(used, as_whom):
    client = as_whom("steward")
    assert len(rows(client.get(USES, {"study": "2026-014", "holding": "justice"}))) == 3
    assert "None is found." in text_of(client.get(USES, {"study": "2026-099"}))
    assert "Select a valid choice" in text_of(client.get(USES, {"holding": "hospital"}))


def test_only_what_is_new_is_sent_again(used, placed, as_whom, cast):
    client = as_whom("steward")
    after = re.search(r'hx-get="\?after=(\d+)"', text_of(client.get(USES)))[1]
    assert "<tr" not in text_of(client.get(USES, {"after": after}))
    placed.tell(Event(at=placed.at, who=1, command="publish", study="2026-014", holding="justice"))
    again = text_of(client.get(USES, {"after": after}))
    assert again.count("<tr") == 1
    assert "1 new use" in again
    assert f"?after={AuditRow.objects.count()}" in again


def test_many_uses_come_a_page_at_a_time(used, as_whom, monkeypatch):
    for module in (timeline, __import__("outcomelab.service.web.custodian.uses", fromlist=["MOST"])):
        monkeypatch.setattr(module, "MOST", 2)
    client = as_whom("steward")
    first = client.get(USES)
    earlier = re.search(r'href="(\?before=\d+)"', text_of(first))[1]
    second = client.get(USES + earlier)
    assert (len(rows(first)), len(rows(second))) == (2, 1)
    assert "hx-get" not in text_of(second)


def test_uses_are_seen_by_stewards_and_by_each_their_own(used, placed, as_whom):
    for part in ("provider", "analyst", "their checker", "administrator"):
        assert as_whom(part).get(USES).status_code == 404
    health = OrganisationRow(key="health", name="Ministry of Health", side=Side.CUSTODIAN)
    steward = Account(email="steward@example.org", password="!")
    placed.add(health, steward, PostRow(account=steward, organisation=health, role=Role.STEWARD, since=placed.at))
    client = Client(SERVER_NAME="localhost")
    client.force_login(steward)
    assert rows(client.get(USES)) == []


def kinds(placed, by):
    return [(one.kind, one.on, one.thing) for one in waiting(by.account, placed.world.today)]


def test_whoever_signs_is_told_until_they_have_signed(placed, cast, as_whom):
    placed.agree(signatures=())
    for part in ("provider", "steward", "administrator"):
        assert kinds(placed, cast[part]) == [(Kind.TO_SIGN, None, "")]
        assert "To be signed by your organisation" in text_of(as_whom(part).get("/"))
        agreements.sign(cast[part], "2026-001")
        assert kinds(placed, cast[part]) == []
    assert kinds(placed, cast["analyst"]) == []


def test_a_steward_is_told_of_what_ends_soon(placed, world, cast):
    soon, later = world.today + dt.timedelta(30), world.today + dt.timedelta(40)
    documents = tuple(
        world.document(kind).model_copy(update={"expires": soon})
        for kind in (DocumentKind.PRIVACY, DocumentKind.ETHICS)
    )
    placed.agree(documents=documents, ends=later)
    assert kinds(placed, cast["steward"]) == [
        (Kind.DOCUMENT_ENDS, soon, "privacy assessment"),
        (Kind.DOCUMENT_ENDS, soon, "ethics approval"),
        (Kind.AGREEMENT_ENDS, later, ""),
    ]
    assert kinds(placed, cast["provider"]) == []


def test_what_should_be_gone_waits_for_whoever_may_destroy_it(placed, world, cast, as_whom):
    linked = world.today - dt.timedelta(40)
    placed.place(world.study(state=State.LINKED, history=(Done(Command.LINK, 92, linked),)))
    due = linked + dt.timedelta(30)
    for part in ("steward", "administrator"):
        assert kinds(placed, cast[part]) == [(Kind.OVERDUE, due, "the cohort's identifiers")]
    assert kinds(placed, cast["analyst"]) == kinds(placed, cast["provider"]) == []
    if timezone.localdate() >= due:
        assert "the cohort's identifiers: to be destroyed since" in text_of(as_whom("steward").get("/"))


def test_an_agreement_that_is_over_waits_for_nobody(placed, cast):
    placed.agree(signatures=())
    agreements.revoke(By(cast["steward"].account, placed.at), "2026-001")
    assert kinds(placed, cast["steward"]) == []
