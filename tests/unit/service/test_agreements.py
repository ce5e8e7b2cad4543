"""An agreement binds: what it does not cover on the day of the act is not done."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

import outcomelab
from outcomelab.protocol.read import read
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.domain import binding
from outcomelab.service.domain.agreements import Agreement, DocumentKind, Grant
from outcomelab.service.domain.commands import Act
from outcomelab.service.domain.decisions import decide
from outcomelab.service.domain.purposes import Purpose, covers
from outcomelab.service.domain.refusals import Allowed, Code
from outcomelab.service.domain.states import TABLE
from outcomelab.service.domain.variables import uncovered, uses

BOUND = [row for row in TABLE if row.act is not None]
DAY = dt.timedelta(1)
YESTERDAY, TOMORROW = dt.date(2026, 11, 26), dt.date(2026, 11, 28)


def decided(world, row, agreement, **changes):
    study, _, reason = world.ready(row.command, next(iter(row.moves)), **changes)
    return decide(row.command, world.person(1, row.by[0]), study, agreement, world.today, reason)


def narrower(**changes):
    grant = {
        "holding": "justice",
        "variables": ("persons", "persons.schooling"),
        "outcomes": ("arrests",),
    } | changes
    return (Grant(**grant),)


NOT_IN_FORCE = {
    "expired": ({"ends": YESTERDAY}, Code.ENDED),
    "revoked today": ({"revoked": dt.date(2026, 11, 27)}, Code.AGREEMENT_REVOKED),
    "not yet started": ({"starts": TOMORROW}, Code.NOT_STARTED),
    "not signed": ({"signatures": ()}, Code.NOT_SIGNED),
    "between others": ({"lab": "another-lab"}, Code.OTHER_PARTIES),
    "another agreement": ({"reference": "2026-002"}, Code.OTHER_PARTIES),
    "without its documents": ({"documents": ()}, Code.DOCUMENT_MISSING),
    "for a community's data without its approval": ({"indigenous": ("persons.schooling",)}, Code.DOCUMENT_MISSING),
    "for another purpose": ({"purposes": (Purpose.SERVICE_PLANNING,)}, Code.PURPOSE),
    "of another holding": ({"grants": narrower(holding="health")}, Code.HOLDING),
}
NARROWER = {
    "for larger cohorts": ({"minimum_cohort": 121}, Act.INGEST, Code.COHORT_TOO_SMALL),
    "of fewer variables": ({"grants": narrower(variables=("persons",))}, Act.FIX, Code.VARIABLES),
    "of fewer outcomes": ({"grants": narrower(outcomes=("convictions",))}, Act.FIX, Code.OUTCOMES),
    "with stricter rules": ({"rules": DisclosureRules(threshold=20)}, Act.CHECK, Code.RULES_LAXER),
}  # fmt: skip


@pytest.mark.parametrize("row", BOUND, ids=lambda row: row.command.value)
@pytest.mark.parametrize("kind", NOT_IN_FORCE)
def test_no_act_under_an_agreement_that_is(kind, row, world):
    changes, code = NOT_IN_FORCE[kind]
    decision = decided(world, row, world.agreement(**changes))
    assert decision.code is code
    assert decision.sentence.endswith(".")


@pytest.mark.parametrize("row", BOUND, ids=lambda row: row.command.value)
@pytest.mark.parametrize("kind", NARROWER)
def test_no_act_from_that_one_on_under_an_agreement(kind, row, world):
    changes, since, code = NARROWER[kind]
    decision = decided(world, row, world.agreement(**changes))
    if row.act.comes_before(since) and not (code is Code.COHORT_TOO_SMALL and row.act is Act.APPROVE):
        uses_known = code in (Code.VARIABLES, Code.OUTCOMES)
        assert decision.code is code if uses_known else isinstance(decision, Allowed)
    else:
        assert decision.code is code


@pytest.mark.parametrize("row", BOUND, ids=lambda row: row.command.value)
def test_no_act_without_an_agreement_and_every_act_under_one_that_covers_it(row, world):
    assert decided(world, row, None).code is Code.NO_AGREEMENT
    assert isinstance(decided(world, row, world.agreement()), Allowed)


@pytest.mark.parametrize("act", Act)
def test_an_agreement_is_in_force_on_its_first_day_and_its_last(act, world):
    study = world.study()
    for changes in ({"starts": world.today}, {"ends": world.today}, {"revoked": TOMORROW}):
        assert binding.faults(act, world.agreement(**changes), study, world.today) == ()


def test_a_document_that_ran_out_is_as_good_as_none(world):
    ethics, privacy = world.document(DocumentKind.ETHICS), world.document(DocumentKind.PRIVACY)
    old = ethics.model_copy(update={"expires": YESTERDAY})
    (fault,) = binding.faults(Act.LINK, world.agreement(documents=(privacy, old)), world.study(), world.today)
    assert (fault.code, "ethics approval" in fault.sentence) == (Code.DOCUMENT_EXPIRED, True)
    assert (
        binding.faults(Act.LINK, world.agreement(documents=(privacy, old, ethics)), world.study(), world.today)
        == ()
    )


def test_a_community_s_approval_opens_what_tells_who_is_indigenous(world):
    every = tuple(world.document(kind) for kind in DocumentKind)
    agreement = world.agreement(indigenous=("persons.schooling",), documents=every)
    assert binding.faults(Act.EVALUATE, agreement, world.study(), world.today) == ()


def test_nothing_is_approved_under_an_agreement_laxer_than_the_custodian_s_rules(world):
    study = world.study(custodian_rules=DisclosureRules(dominance_share=0.5))
    (fault,) = binding.faults(Act.APPROVE, world.agreement(), study, world.today)
    assert (fault.code, "dominance_share" in fault.sentence) == (Code.RULES_LAXER_THAN_CUSTODIAN, True)
    (fault,) = binding.faults(Act.RELEASE, world.agreement(), study, world.today)
    assert fault.code is Code.RULES_LAXER
    strict = replace(study, rules=study.custodian_rules)
    assert binding.faults(Act.RELEASE, world.agreement(rules=strict.rules), strict, world.today) == ()


def test_every_fault_is_told_at_once(world):
    agreement = world.agreement(ends=YESTERDAY, documents=(), purposes=(Purpose.PROGRAMME_REACH,))
    found = [fault.code for fault in binding.faults(Act.LINK, agreement, world.study(persons=None), world.today)]
    assert found == [Code.ENDED, Code.DOCUMENT_MISSING, Code.DOCUMENT_MISSING, Code.PURPOSE, Code.COHORT_MISSING]


@pytest.mark.parametrize(
    "changes",
    [
        {"ends": dt.date(2025, 1, 1)},
        {"lab": "bridge-trust"},
        {"grants": narrower() + narrower()},
        {"indigenous": ("persons.nation",)},
        {"minimum_cohort": 59},
        {"purposes": ()},
        {"legal_basis": " "},
    ],
)  # fmt: skip
def test_an_agreement_that_contradicts_itself_cannot_be_made(changes, world):
    with pytest.raises(ValidationError):
        world.agreement(**changes)


def test_an_agreement_is_the_same_after_it_was_written_and_read(world):
    agreement = world.agreement(documents=tuple(world.document(kind) for kind in DocumentKind))
    assert Agreement.model_validate_json(agreement.model_dump_json()) == agreement


def test_general_research_includes_a_programme_s_effect_but_not_planning():
    assert covers((Purpose.GENERAL_RESEARCH,), Purpose.PROGRAMME_EFFECT)
    assert not covers((Purpose.GENERAL_RESEARCH,), Purpose.SERVICE_PLANNING)


def test_a_table_granted_whole_covers_its_columns_and_by_itself_it_does_not():
    asked = ("arrests", "arrests.offence")
    assert uncovered(asked, ("arrests.*",)) == ()
    assert uncovered(asked, ("arrests",)) == ("arrests.offence",)
    assert uncovered(asked, ("arrests.offence",)) == ("arrests",)


def test_what_a_protocol_uses_is_read_from_it():
    protocol = read(Path(outcomelab.__file__).parent / "demo" / "files" / "reoffending.toml")
    used = uses(protocol)
    assert used.holding == "justice"
    assert {"persons", "persons.schooling", "persons.ethnicity", "releases", "releases.married"} < used.variables
    assert {"arrests"} <= used.outcomes
    assert not any(one.startswith("arrests") for one in used.variables)


def test_conditions_dates_and_amounts_are_used_too(tmp_path):
    file = tmp_path / "study.toml"
    file.write_text(
        """
[study]
title = "T"
programme = "P"
provider = "Q"
custodian = "C"
agreement = "A"
[holding]
name = "work"
[tables.earnings]
date = "paid_on"
[index]
event = "start"
on = 2020-01-01
[[eligible]]
reason = "in the region"
where = { region = "north" }
[[covariates]]
name = "before"
label = "Earnings before"
kind = "sum-before"
table = "earnings"
where = { sort = "wage" }
from_days = 365
[[outcomes]]
name = "after"
label = "Earnings after"
kind = "amount"
table = "earnings"
""",
        encoding="utf-8",
    )
    protocol = read(file)
    assert uses(protocol).outcomes == {"earnings", "earnings.paid_on", "earnings.*"}
    named = uses(protocol, {"earnings": "gross"})
    assert named.outcomes == {"earnings", "earnings.paid_on", "earnings.gross"}
    assert named.variables == {"persons", "persons.region", "earnings", "earnings.paid_on", "earnings.gross",
                               "earnings.sort"}  # fmt: skip
