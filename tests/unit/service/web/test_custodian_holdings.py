"""A custodian's holdings and disclosure rules: what is registered, by whom; and only stricter rules."""

import shutil
from dataclasses import replace

import pytest
from django.test import Client
from tests.unit.service.placing import DICTIONARY

from outcomelab.handovers.holding import Column
from outcomelab.holdings.record import write_record
from outcomelab.service.domain.roles import Role, Side
from outcomelab.service.store.models import Account, HoldingRow, OrganisationRow, PostRow
from outcomelab.service.vault.places import places

RULES = "/holdings/rules/ministry-of-justice/"
_PERSONS, _ARRESTS = DICTIONARY.tables
_IDENTIFIERS = tuple(
    Column(kind, "date" if kind == "date_of_birth" else "string", "identifier", identifier=kind)
    for kind in ("surname", "forename", "date_of_birth")
)
JUSTICE = replace(
    DICTIONARY, tables=(replace(_PERSONS, columns=(*_PERSONS.columns, *_IDENTIFIERS)), _ARRESTS)
)  # fmt: skip


@pytest.fixture
def on_disk(address):
    """Puts dictionaries where the lab registers holdings."""
    folder = places().lab.holdings

    def put(*dictionaries):
        for one in dictionaries:
            (folder / one.name).mkdir(parents=True, exist_ok=True)
            write_record(one, folder / one.name)
        return folder

    yield put
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def of_others(placed):
    """A client signed in as the steward of another ministry."""
    health = OrganisationRow(key="health", name="Ministry of Health", side=Side.CUSTODIAN)
    steward = Account(email="steward@example.org", password="!")
    placed.add(health, steward, PostRow(account=steward, organisation=health, role=Role.STEWARD, since=placed.at))
    client = Client(SERVER_NAME="localhost")
    client.force_login(steward)
    return client


def test_a_steward_sees_their_holdings_with_their_dictionaries(placed, as_whom):
    client = as_whom("steward")
    assert "Justice" in client.get("/holdings/").content.decode()
    text = client.get("/holdings/justice/").content.decode()
    for word in ("Statistics Act", "1 January 2015", "offence", "the day of the event", "2026-001"):
        assert word in text


def test_only_stewards_open_holdings_and_each_their_own(placed, as_whom, of_others):
    for part in ("provider", "analyst", "their checker", "administrator"):
        for address in ("/holdings/", "/holdings/justice/", RULES):
            assert as_whom(part).get(address).status_code == 404
    for address in ("/holdings/justice/", RULES, "/holdings/nothing/"):
        assert of_others.get(address).status_code == 404
    assert of_others.post("/holdings/justice/withdraw/", {"sure": "yes"}).status_code == 404
    assert "justice" not in of_others.get("/holdings/").content.decode()


def test_a_holding_on_the_disk_is_registered_by_the_custodian_that_its_dictionary_names(
    placed, as_whom, of_others, on_disk
):
    health = replace(JUSTICE, name="hospital", title="Stays", custodian="ministry of  HEALTH")
    broken = on_disk(replace(JUSTICE, name="custody", title="Custody"), health) / "broken"
    broken.mkdir()
    (broken / "holding.json").write_text("{}")
    text = as_whom("steward").get("/holdings/").content.decode()
    assert "Register Custody" in text
    assert "Stays" not in text
    address = "/holdings/register/ministry-of-justice/"
    assert as_whom("steward").post(address, {"name": "hospital"}).status_code == 404
    assert of_others.post(address, {"name": "custody"}).status_code == 404
    answer = as_whom("steward").post(address, {"name": "custody"}, follow=True)
    assert "custody is in the catalogue" in answer.content.decode()
    assert HoldingRow.objects.get(name="custody").custodian.key == "ministry-of-justice"
    assert "Register Stays" in of_others.get("/holdings/").content.decode()


def test_a_changed_dictionary_is_shown_by_what_is_new_and_gone_before_it_is_taken_over(placed, as_whom, on_disk):
    age = Column("age", "integer", "attribute", sensitive=True)
    changed = replace(_PERSONS, columns=(_PERSONS.columns[0], age, *_IDENTIFIERS))
    on_disk(replace(JUSTICE, tables=(changed, _ARRESTS)))
    text = as_whom("steward").get("/holdings/").content.decode()
    assert "New: persons.age." in text
    assert "Gone: persons.schooling." in text
    as_whom("steward").post("/holdings/register/ministry-of-justice/", {"name": "justice"})
    assert ", sensitive" in as_whom("steward").get("/holdings/justice/").content.decode()
    assert "The lab has changed" not in as_whom("steward").get("/holdings/").content.decode()


def test_a_holding_is_withdrawn_once_it_is_said_to_be_meant_and_can_come_back(placed, as_whom, on_disk):
    on_disk(JUSTICE)
    client = as_whom("steward")
    assert "Withdraw the holding Justice?" in client.post("/holdings/justice/withdraw/").content.decode()
    assert HoldingRow.objects.get().until is None
    client.post("/holdings/justice/withdraw/", {"sure": "yes"})
    assert HoldingRow.objects.get().until is not None
    assert client.post("/holdings/justice/withdraw/", {"sure": "yes"}).status_code == 404
    assert "Register Justice" in client.get("/holdings/").content.decode()


def numbers(**changes):
    rules = {
        "threshold": 10, "base": 5, "minimum_matched": 30, "events_for_time": 30, "precise_from": 1000,
        "dominance_share": 0.9, "p_percent": 10, "p_percent_costs": 15, "significant_from": 30,
        "subgroups_from": 200, "three_columns_from": 2000, "median_from": 20, "residual_df": 10,
        "parameters_share": 0.33, "persons_a_cell": 10, "range_cut": 0.5, "privacy_budget": 0.1,
    }  # fmt: skip
    return rules | changes


def test_rules_are_shown_with_what_they_ask_and_the_labs_number(placed, as_whom):
    text = as_whom("steward").get(RULES).content.decode()
    assert "Counts are rounded to multiples of this" in text
    assert "Write 5 or more. The lab’s is 5." in text
    assert "Write 0.9 or less. The lab’s is 0.9." in text


def test_stricter_rules_hold_and_only_they_are_kept(placed, as_whom):
    answer = as_whom("steward").post(RULES, numbers(threshold=20, range_cut=0.25), follow=True)
    assert "Your disclosure rules hold from now on" in answer.content.decode()
    assert OrganisationRow.objects.get(key="ministry-of-justice").rules == {"threshold": 20, "range_cut": 0.25}


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        ("threshold", 9, "Write 10 or more."),
        ("dominance_share", 0.95, "Write 0.9 or less."),
        ("threshold", 2_000_000, "This number is out of bounds"),
        ("threshold", "12.5", "Write a whole number."),
        ("range_cut", 0, "This number is out of bounds"),
        ("range_cut", "nan", "Write a number."),
        ("base", "", "Write a number, or leave"),
    ],
)
def test_a_laxer_rule_or_one_that_cannot_be_is_said_at_its_field(placed, as_whom, rule, value, said):
    text = as_whom("steward").post(RULES, numbers(**{rule: value})).content.decode()
    assert f'<a href="#id_{rule}">' in text
    assert said in text
    assert OrganisationRow.objects.get(key="ministry-of-justice").rules == {}
