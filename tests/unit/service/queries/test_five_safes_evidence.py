"""Beside each judgement stand words and figures that the service found by itself, for whoever judges or checks."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import override_settings
from tests.unit.service import databases
from tests.unit.service.placing import DICTIONARY, last_event

from outcomelab.chain import START
from outcomelab.disclosure.ledger.record import Entry, Interval, Population, StudyNames, Told
from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Column, Dictionary
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.actions import destroying
from outcomelab.service.configuration.choices import Choices
from outcomelab.service.domain.agreements import DocumentKind
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.five_safes import EVIDENCE, Evidence, Safe
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Done
from outcomelab.service.queries.evidence.shown import evidence
from outcomelab.service.store.door import _Door, _opened
from outcomelab.service.store.models import AuditRow, CohortFileRow, PostRow
from outcomelab.service.store.verifying import verify

REFERENCE, TODAY = "2026-014", dt.date(2026, 11, 27)


@pytest.fixture
def lines(placed, cast, tmp_path):
    """What the steward is shown of an item."""

    def of(item):
        (shown,) = [
            told
            for safe in evidence(cast["steward"].account, REFERENCE, TODAY).values()
            for evidently, told in safe
            if evidently is item
        ]
        return [line.sentence for line in shown]

    with override_settings(CHOICES=Choices(data=tmp_path / "data", keys=None)):
        yield of


def test_every_item_has_something_to_say_of_any_study_and_no_place_is_left_empty(placed, cast, world, lines):
    placed.place(world.study(state=State.SUBMITTED, persons=None, uses=None, history=(), held=frozenset()))
    shown = evidence(cast["steward"].account, REFERENCE, TODAY)
    assert {safe: tuple(item for item, _ in items) for safe, items in shown.items()} == EVIDENCE
    sentences = [line.sentence for items in shown.values() for _, told in items for line in told]
    assert all(told for items in shown.values() for _, told in items)
    assert not [sentence for sentence in sentences if re.search(r"[{}]|\bNone\b", sentence)]


def test_the_purpose_and_the_basis_are_told_beside_what_was_asked(placed, world, lines):
    placed.agree(documents=(world.document(DocumentKind.PRIVACY),))
    placed.place(world.study(state=State.SUBMITTED))
    assert lines(Evidence.PURPOSE)[0].startswith("Asked for: whether a programme changed")
    assert lines(Evidence.PURPOSE)[-1] == "The agreement covers the purpose asked for."
    assert lines(Evidence.LEGAL_BASIS) == [
        "Legal basis: Statistics Act, section 12",
        "The ethics approval is missing.",
        "The privacy assessment was approved by Research ethics board on 27 November 2025, and is valid until "
        "31 December 2199.",
    ]


def test_the_power_goes_by_the_list_or_else_by_the_application(placed, world, lines):
    row = placed.place(world.study(state=State.SUBMITTED))
    assert lines(Evidence.POWER)[1] == (
        "With 120 people, a fall from 50 to 35 in 100 would be seen in 4 studies of 5."
    )
    row.persons, row.draft = None, {"how_many": "50"}
    placed.add(row)
    assert lines(Evidence.POWER) == [
        "The application says that there are about 50 participants.",
        "50 participants are too few for any result.",
    ]  # fmt: skip
    assert "A study of this list: it could not." in lines(Evidence.SHOWN)[0]


def test_who_would_work_on_it_is_named_with_what_keeps_them_apart_and_how_they_sign_in(placed, world, lines):
    analyst = placed.accounts[Capacity(Role.ANALYST, Side.LAB)]
    placed.place(world.study(history=(Done(Command.LINK, analyst.pk, TODAY),)))
    told = lines(Evidence.POSTS)
    assert f"Analysts of the lab, who link and evaluate: {analyst.email}." in told
    assert f"{analyst.email} linked the identifiers, so its outcomes are closed to them." in told
    assert "Two analysts are needed, one who links and one who evaluates." in told
    assert not [line for line in told if line.startswith("Two checkers")]
    checker = placed.accounts[Capacity(Role.CHECKER, Side.CUSTODIAN)]
    placed.add(PostRow(account=checker, organisation=placed.parties[Side.PROVIDER], role=Role.RESEARCHER))
    told = lines(Evidence.POSTS)
    assert f"{checker.email} applied for the study or belongs to its provider, and can do nothing of this." in told
    assert "Two checkers are needed who are not the study's analysts, one of them the custodian's." in told
    Authenticator.objects.create(user=checker, type="totp", data={"secret": ""})
    number, without = lines(Evidence.SIGN_IN)
    assert number == "1 of 3 sign in with a second factor."
    assert (analyst.email in without, checker.email in without) == (True, False)


def test_what_is_asked_for_is_told_beside_what_is_covered_and_what_of_it_is_sensitive(placed, world, lines):
    persons = DICTIONARY.tables[0]
    columns = (*persons.columns[:1], Column("schooling", "string", "code", sensitive=True))
    marked = Dictionary(
        **vars(DICTIONARY)
        | {"tables": (type(persons)(persons.name, columns, one_row_a_person=True), DICTIONARY.tables[1])}
    )
    placed.holding.dictionary = as_json(Dictionary, marked)
    placed.add(placed.holding)
    placed.agree(indigenous=("releases",))
    placed.place(world.study(state=State.PROTOCOL_FIXED))
    told = lines(Evidence.VARIABLES)
    assert told[0] == "Asked for, to choose, describe and match people: persons, persons.schooling."
    assert told[-1] == "Everything asked for is covered."
    assert lines(Evidence.SENSITIVE) == [
        "Sensitive by the holding's dictionary: persons.schooling.",
        "By the agreement nothing of it tells who is Indigenous.",
    ]


def test_before_there_is_a_protocol_what_the_agreement_grants_is_looked_at(placed, world, lines):
    placed.agree(indigenous=("releases",))
    placed.place(world.study(state=State.SUBMITTED, uses=None))
    assert lines(Evidence.SENSITIVE)[-1] == "By the agreement these tell who is Indigenous: releases."


def test_the_list_s_checks_are_counted_and_no_row_is_told(placed, world, lines):
    row = placed.place(world.study(state=State.SUBMITTED))
    problem = {"row": 7, "column": "Date of birth", "wrong": "is no date", "mend": "Write 1990-03-04."}
    placed.add(
        CohortFileRow(study=row, place="list", sha256="f" * 64, problems=[problem], persons=119,
                      checked=placed.at, findings=["Dates are read day first."], at=placed.at)
    )  # fmt: skip
    assert lines(Evidence.LIST) == [
        "A list was uploaded on 27 November 2026.", "119 different people on it can be used.",
        "Things to mend in its rows: 1.", "Dates are read day first.",
    ]  # fmt: skip


def test_the_log_is_told_as_it_was_when_it_was_verified_last(placed, world, lines, noon):
    placed.place(world.study(state=State.SUBMITTED))
    (not_yet,) = lines(Evidence.AUDIT)
    assert not_yet == "The audit log has not been verified yet: the lab's worker does so every hour."
    verify(noon)
    last = last_event()
    placed.agree()
    whole, end, since, mine = lines(Evidence.AUDIT)
    assert whole == (
        f"The audit log was whole on 27 November 2026 at 12:00: {last.number} events, none altered, removed or "
        "moved."
    )
    assert last.hash[-4:] in end
    assert (since, mine) == ("Events since then: 1.", "Events about this study: 6.")


def test_an_event_that_no_act_wrote_is_told_once_it_was_found(placed, world, lines, noon):
    placed.place(world.study(state=State.SUBMITTED))
    last = last_event()
    with _opened(_Door.OPEN):
        AuditRow.of(last.model_copy(update={"number": last.number + 1})).save(force_insert=True)
    verify(noon)
    (fault,) = lines(Evidence.AUDIT)
    assert fault.startswith("The audit log was not as it was left, on 27 November 2026 at 12:00: line ")


def test_stricter_rules_come_first_beside_the_lab_s(placed, world, lines):
    placed.place(world.study(state=State.SUBMITTED))
    assert lines(Evidence.RULES)[0] == "No rule is stricter than the lab's."
    placed.agree(rules=DisclosureRules(base=10))
    first, second, *_ = lines(Evidence.RULES)
    assert first == "Stricter than the lab's: counts are rounded to multiples of this: 10 instead of 5."
    assert second.startswith("As the lab's: fewest distinct persons")


def released(number, holding, people, cells, previous):
    """An entry of the ledger: a population of so many people, and its parts, each with a count of one outcome."""
    told = (Told(name="arrested", label="Arrested", definition="0" * 16, with_outcome=Interval(low=10, high=14)),)
    size = Interval(low=people - 2, high=people + 2)
    parts = [Population(role="part", name=str(one), told=told) for one in range(cells - 1)]
    names = dict.fromkeys(("programme", "provider", "agreement", "protocol_sha256"), "a")
    return Entry(
        number=number, act="released", on=dt.date(2025, 11, 1), holding=holding, rules=DisclosureRules(),
        study=StudyNames(title="Mentoring", **names), checked_by="two checkers", mark="m", vault="v",
        populations=(Population(role="whole", name="everyone compared", persons=size, told=told), *parts),
        previous=previous,
    ).chained()  # fmt: skip


def test_past_releases_about_the_holding_are_told_with_how_much_more_may_leave(placed, world, lines, tmp_path):
    placed.place(world.study(state=State.SUBMITTED))
    most = "Of 120 participants at most 12 counts of one outcome may ever leave, over all releases; "
    none, cap = lines(Evidence.PAST)
    assert none == "Releases about the holding justice: 0."
    assert cap.startswith(most)
    ledger = tmp_path / "data" / "ledger"
    ledger.mkdir(parents=True)
    mine = released(1, "justice", 180, 3, START)
    other = released(2, "health", 500, 1, mine.hash)
    (ledger / "ledger.jsonl").write_text(mine.line() + other.line())
    number, line, _ = lines(Evidence.PAST)
    assert number == "Releases about the holding justice: 1."
    assert line == (
        "1: Mentoring, on 1 November 2025, about 178 to 182 people. At most 17 counts of one outcome may ever "
        "leave about them; 3 did."
    )
    (ledger / "ledger.jsonl").write_text(other.line())
    assert lines(Evidence.PAST) == [
        "The ledger of releases is not as it was left, so nothing more is released."
    ]  # fmt: skip


def test_what_a_report_of_so_many_people_could_show_is_told(placed, world, lines):
    placed.place(world.study(state=State.SUBMITTED))
    told = lines(Evidence.SHOWN)
    assert told[0] == ("A study of this list: it could. The agreement takes lists of at least 60 participants.")
    assert "Results for groups of participants: it could not. They take 200 participants who are matched." in told
    assert "How many had an outcome: from 10 to 90 in 100 of about 108" in told[-2]


def test_the_days_of_destruction_are_told_and_what_is_gone(placed, world, lines, cast):
    placed.place(world.study(state=State.LINKED))
    told = lines(Evidence.DESTRUCTION)
    assert "The participants' identifiers are destroyed 30 days after linkage." in told
    assert "Held now, and to be gone by 27 December 2026: the cohort's identifiers." in told
    destroying.destroy_identifiers(cast["steward"], REFERENCE)
    told = lines(Evidence.DESTRUCTION)
    assert told[0] == "Destroyed on 27 November 2026: the cohort's identifiers."
    assert not [line for line in told if line.startswith("Held now") and "identifiers" in line]


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
def test_that_identifiers_and_content_lie_apart_is_looked_at_in_the_lab(led):
    led.begin()

    def told():
        shown = evidence(led.by("steward").account, led.reference, TODAY)
        return dict(shown[Safe.SETTING])[Evidence.APART]

    assert told()[0].sentence.startswith("Identifiers and content of justice lie in two encrypted stores")
    key = led.folder / "data.keys" / "justice.content.key"
    key.write_text((led.folder / "data.keys" / "justice.identifiers.key").read_text())
    assert [line.sentence for line in told()] == [
        "Identifiers and content of justice do not lie apart as they should."
    ]
    key.unlink()
    assert [line.sentence for line in told()] == ["The lab cannot open the holding justice as it is registered."]


def test_the_evidence_is_for_who_judges_works_checks_or_audits_and_for_nobody_else(placed, cast, world, lines):
    placed.place(world.study(state=State.SUBMITTED))
    for who in ("steward", "analyst", "our checker", "their checker"):
        assert evidence(cast[who].account, REFERENCE, TODAY)
    auditor = placed.accounts[Capacity(Role.AUDITOR, Side.LAB)]
    assert evidence(auditor.pk, REFERENCE, TODAY)
    placed.add(PostRow(account=auditor, organisation=placed.parties[Side.PROVIDER], role=Role.RESEARCHER))
    for account in (auditor.pk, cast["provider"].account, cast["administrator"].account, 999):
        assert evidence(account, REFERENCE, TODAY) is None
    assert evidence(cast["steward"].account, "2026-777", TODAY) is None
