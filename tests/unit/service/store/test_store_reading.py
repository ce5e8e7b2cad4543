"""Rows as the domain's values: what was written is what the rules see."""

import datetime as dt

from django.utils import timezone

from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.domain.application import missing
from outcomelab.service.domain.checking import Ballot, Says
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.five_safes import Judgement, Safe, Verdict
from outcomelab.service.domain.roles import Organisation, Post, Role, Side
from outcomelab.service.domain.study import Done, Study, Thing
from outcomelab.service.domain.variables import Uses
from outcomelab.service.store import reading
from outcomelab.service.store.door import write
from outcomelab.service.store.models import (
    JudgementRow,
    OutputRow,
    PostRow,
    TermsRow,
    VoteRow,
)


def test_a_study_is_read_with_everything_the_rules_ask(study, tell):
    study.state, study.round, study.persons = "in checking", 2, 120
    study.uses = {"holding": "justice", "variables": ["persons"], "outcomes": ["arrests"]}
    study.rules = {"threshold": 20}
    study.identifiers_held = True
    study.custodian.rules = {"dominance_share": 0.5}
    votes = [
        VoteRow(study=study, round=number, output="a" * 64, says=says, checker=5, custodian=True)
        for number, says in ((1, "refuse"), (2, "approve"))
    ]
    outputs = [
        OutputRow(study=study, name=name, place="", sha256=letter * 64, replaced=replaced)
        for name, letter, replaced in (("tables", "b", None), ("report", "a", None), ("report", "c", tell().at))
    ]
    judged = JudgementRow(study=study, safe="safe data", verdict="not safe", by=2, submission=1)
    for command, code in (("submit", "allowed"), ("approve", "judgements-missing"), ("link-asked", "allowed")):
        write(tell(command, study="2026-014", code=code))
    write(tell("judge", study="2026-014"), study, study.custodian, judged, *votes, *outputs)
    study.refresh_from_db()
    assert reading.study(study) == Study(
        reference="2026-014", provider="bridge-trust", custodian="ministry-of-justice", lab="lab",
        agreement="2026-001", purpose="programme-effect", holding="justice", state="in checking",
        custodian_rules=DisclosureRules(dominance_share=0.5),
        history=tuple(Done(one, 1, dt.date(2026, 11, 27)) for one in (Command.SUBMIT, Command.JUDGE)),
        judgements=(Judgement(Safe.DATA, Verdict.UNSAFE, 2, 1),), persons=120,
        uses=Uses("justice", frozenset({"persons"}), frozenset({"arrests"})), rules=DisclosureRules(threshold=20),
        outputs=("a" * 64, "b" * 64), ballots=(Ballot(5, True, (("a" * 64, Says.APPROVE),)),),
        held=frozenset({Thing.IDENTIFIERS}), unanswered=tuple(one.name for one in missing({})),
    )  # fmt: skip


def test_a_person_has_the_posts_they_hold_now_and_none_once_their_account_is_closed(study, account, tell):
    posts = [
        PostRow(account=account, organisation=study.lab, role="analyst"),
        PostRow(account=account, organisation=study.custodian, role="checker", until=timezone.now()),
    ]
    write(tell(), *posts)
    assert reading.person(account.pk).posts == {Post(Role.ANALYST, Organisation("lab", Side.LAB))}
    account.is_active = False
    write(tell(), account)
    assert reading.person(account.pk).posts == frozenset()
    assert reading.person(account.pk + 1).posts == frozenset()


def test_an_agreement_is_that_of_its_last_terms(study, world, tell):
    assert reading.agreement("2026-001") == world.agreement()
    changed = world.agreement(minimum_cohort=200)
    write(tell(), TermsRow(agreement=study.agreement, version=2, terms=changed.model_dump_json()))
    assert reading.agreement("2026-001") == changed
    assert reading.agreement("2026-002") is None
