"""A custodian sees what terms would mean for an example study before anybody signs them."""

import datetime as dt

import pytest

from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.actions import agreements, organisations
from outcomelab.service.domain.agreements import Document, DocumentKind, Grant, Retention
from outcomelab.service.domain.commands import Act
from outcomelab.service.domain.previewing import Standing
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.refusals import Code
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.study import Thing
from outcomelab.service.queries import preview

TODAY = dt.date(2026, 11, 27)


@pytest.fixture
def seen(placed, cast):
    """What the steward sees of terms that they write."""
    return lambda terms: preview.of_terms(cast["steward"].account, terms, TODAY)


def codes(answers):
    return {answer.asked: answer.refusal.code if answer.refusal else None for answer in answers}


def test_every_purpose_variable_and_outcome_is_told_allowed_or_refused_by_the_rules_that_bind(seen, placed, world):
    told = seen(placed.agree())
    assert [answer.asked for answer in told.purposes if answer.refusal is None] == [Purpose.PROGRAMME_EFFECT]
    (justice,) = told.holdings
    assert justice.granted
    assert codes(justice.variables) == {
        "persons": None, "persons.schooling": None,
        "arrests": Code.VARIABLES, "arrests.arrested_on": Code.VARIABLES, "arrests.offence": Code.VARIABLES,
    }  # fmt: skip
    assert codes(justice.outcomes) == {"arrests": None, "arrests.arrested_on": None, "arrests.offence": None}
    assert told.minimum_cohort == 60


def test_an_example_study_is_told_for_each_act_why_it_would_be_refused_today(seen, world):
    terms = world.agreement(signatures=(), starts=TODAY + dt.timedelta(30), documents=())
    acts = dict(seen(terms).holdings[0].acts)
    assert set(acts) == set(Act)
    of_upload = [refusal.code for refusal in acts[Act.UPLOAD]]
    assert of_upload[:4] == [Code.NOT_STARTED, Code.NOT_SIGNED, Code.DOCUMENT_MISSING, Code.DOCUMENT_MISSING]
    granting_all = Grant(holding="justice", variables=("persons.*", "arrests.*"), outcomes=("arrests.*",))
    acts = dict(seen(world.agreement(grants=(granting_all,))).holdings[0].acts)
    assert all(refusals == () for refusals in acts.values())


def test_a_holding_that_is_not_granted_or_not_registered_is_told_of(seen, world):
    elsewhere = Grant(holding="health", variables=("persons",), outcomes=("stays",))
    justice, health = seen(world.agreement(grants=(elsewhere,))).holdings
    assert (justice.granted, health.granted) == (False, True)
    assert {answer.refusal.code for answer in justice.variables} == {Code.HOLDING}
    assert health.variables == ()


def test_what_amended_terms_change_is_marked(seen, world):
    wider = Grant(holding="justice", variables=("persons.*", "arrests"), outcomes=("arrests",))
    both = (Purpose.PROGRAMME_EFFECT, Purpose.SERVICE_PLANNING)
    told = seen(world.agreement(grants=(wider,), purposes=both))
    assert [answer.asked for answer in told.purposes if answer.changed] == [Purpose.SERVICE_PLANNING]
    (justice,) = told.holdings
    assert [answer.asked for answer in justice.variables if answer.changed] == ["arrests"]
    changed = [answer for answer in justice.outcomes if answer.changed]
    assert [(answer.asked, answer.refusal.code) for answer in changed] == [
        ("arrests.arrested_on", Code.OUTCOMES), ("arrests.offence", Code.OUTCOMES),
    ]  # fmt: skip


def test_rules_are_shown_beside_the_lab_s_the_custodian_s_and_those_before(seen, placed, cast, world):
    organisations.change_rules(cast["steward"], "ministry-of-justice", {"threshold": 15, "base": 10})
    placed.agree(rules=DisclosureRules(threshold=20))
    lines = {line.rule.name: line for line in seen(world.agreement(rules=DisclosureRules(threshold=25))).rules}
    threshold, base, median = lines["threshold"], lines["base"], lines["median_from"]
    assert (threshold.lab, threshold.custodian, threshold.before, threshold.terms) == (10, 15, 20, 25)
    assert (threshold.holds, threshold.stricter, threshold.laxer) == (25, True, False)
    assert (base.terms, base.holds, base.stricter, base.laxer) == (5, 10, True, True)
    assert (median.stricter, median.laxer) == (False, False)


def test_the_days_of_destruction_are_those_of_a_list_linked_today(seen, world):
    retention = Retention(identifiers_days=10, project_key_days=3_000)
    told = seen(world.agreement(retention=retention, ends=dt.date(2027, 12, 31)))
    assert [(one.thing, one.on) for one in told.ends] == [
        (Thing.IDENTIFIERS, TODAY + dt.timedelta(10)), (Thing.PROJECT_KEY, dt.date(2028, 1, 1)),
    ]  # fmt: skip


def test_documents_that_are_missing_not_valid_or_expire_early_are_named(seen, world):
    def paper(kind, approved, expires):
        return Document(kind=kind, approver="Board", approved=approved, expires=expires, sha256="c" * 64)

    early = paper(DocumentKind.PRIVACY, TODAY, TODAY + dt.timedelta(30))
    past = paper(DocumentKind.ETHICS, dt.date(2020, 1, 1), TODAY - dt.timedelta(1))
    terms = world.agreement(documents=(early, past), indigenous=("persons.schooling",))
    assert [(one.kind, one.standing, one.until) for one in seen(terms).papers] == [
        (DocumentKind.PRIVACY, Standing.ENDS_EARLY, early.expires),
        (DocumentKind.ETHICS, Standing.NOT_VALID, None),
        (DocumentKind.COMMUNITY, Standing.MISSING, None),
    ]  # fmt: skip


def test_parties_see_what_an_agreement_means_and_who_has_not_signed_and_nobody_else_does(placed, cast, world):
    terms = world.agreement()
    agreements.amend(cast["steward"], "2026-001", terms.model_copy(update={"minimum_cohort": 90}))
    agreements.sign(cast["provider"], "2026-001")
    told = preview.of_agreement(cast["analyst"].account, "2026-001", TODAY)
    assert (told.minimum_cohort, told.unsigned) == (90, ("ministry-of-justice", "lab"))
    for who in (placed.accounts[Capacity(Role.RESEARCHER, Side.LAB)].pk, 999):
        assert preview.of_agreement(who, "2026-001", TODAY) is None
    assert preview.of_agreement(cast["provider"].account, "2026-999", TODAY) is None
    for who in ("provider", "analyst"):  # whose custodian's rules would be told
        assert preview.of_terms(cast[who].account, terms, TODAY) is None


def test_terms_that_nobody_ever_signed_have_nothing_before_them(placed, cast, world):
    _, reference = agreements.make(cast["steward"], world.agreement())
    told = preview.of_agreement(cast["steward"].account, reference, TODAY)
    assert len(told.unsigned) == 3
    assert {line.before for line in told.rules} == {None}
    assert not any(answer.changed for answer in told.purposes)
