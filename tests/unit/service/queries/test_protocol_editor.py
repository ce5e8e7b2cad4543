"""The editor says what is wrong with a protocol by its lines, before it is saved, and begins one that fits."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.service.placing import DICTIONARY, PROTOCOL

from outcomelab.errors import UsageError
from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.changes import Change
from outcomelab.protocol.drafting.agreed import Agreed
from outcomelab.protocol.read import read_text
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.protocol.template import new_study
from outcomelab.service.actions import analysing
from outcomelab.service.domain.agreements import Grant
from outcomelab.service.domain.fitting import not_granted
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.domain.variables import reads
from outcomelab.service.queries import protocols
from outcomelab.service.store.models import AuditRow, StudyRow
from outcomelab.service.store.planning import plan

REFERENCE = "2026-014"
WIDE = Dictionary(
    name="justice", title="Justice", custodian="Ministry of Justice", legal_basis="Statistics Act",
    covers_from=dt.date(2015, 1, 1), covers_to=dt.date(2025, 12, 31),
    tables=(
        Table("persons", (
            Column("person", "string", "person"), Column("born", "date", "identifier", identifier="date_of_birth",
            kept=True), Column("schooling", "string", "code", categories=("none", "some")),
            Column("income", "number", "attribute"),
        ), one_row_a_person=True),
        Table("releases", (Column("person", "string", "person"), Column("released_on", "date", "event-date"),
                           Column("from_prison", "string", "code"))),
        Table("arrests", (Column("person", "string", "person"), Column("arrested_on", "date", "event-date"),
                          Column("charged_on", "date", "event-date"), Column("offence", "string", "code"))),
        Table("fines", (Column("person", "string", "person"), Column("fined_on", "date", "event-date"),
                        Column("fine", "number", "amount", unit="EUR"))),
    ),
)  # fmt: skip


@pytest.fixture
def editor(placed, cast, world):
    """What the analyst sees of a protocol for a study that has its list."""
    placed.place(world.study(state=State.COHORT_RECEIVED, persons=120))
    return lambda text: protocols.checked(cast["analyst"].account, REFERENCE, text)


def line_of(text, words):
    return 1 + text.splitlines().index(words)


def test_every_mistake_is_told_with_its_line_and_nothing_is_saved(editor):
    text = PROTOCOL.replace('column = "schooling"', 'column = "shoe_size"').replace('kind = "any"', 'kind = "all"')
    before = AuditRow.objects.count()
    told = editor(text)
    places = {line_of(text, 'column = "shoe_size"'), line_of(text, 'kind = "all"')}
    assert {mistake.line for mistake in told.mistakes} == places
    assert not told.fits
    assert AuditRow.objects.count() == before
    assert StudyRow.objects.get().protocol == PROTOCOL


def test_what_the_agreement_does_not_cover_is_told_at_the_line_that_reads_it(editor, placed, world):
    assert editor(PROTOCOL).fits
    placed.agree(grants=(Grant(holding="justice", variables=("persons",), outcomes=("arrests",)),))
    told = editor(PROTOCOL)
    assert [(one.line, one.where, one.wrong) for one in told.misfits] == [
        (line_of(PROTOCOL, 'date = "arrested_on"'), "tables.arrests, date",
         "reads arrests.arrested_on, which the agreement does not cover as an outcome"),
        (line_of(PROTOCOL, 'column = "schooling"'), "covariates 1 (schooling), column",
         "reads persons.schooling, which the agreement does not cover"),
    ]  # fmt: skip
    placed.agree(grants=(Grant(holding="health", variables=("persons",), outcomes=("stays",)),))
    (told,) = editor(PROTOCOL).misfits
    assert (told.line, told.wrong) == (
        line_of(PROTOCOL, 'name = "justice"'), "is a holding that the agreement does not cover",
    )  # fmt: skip


def test_laxer_rules_a_smaller_cohort_and_another_agreement_are_told_at_their_lines(editor, placed):
    placed.agree(minimum_cohort=100, rules=DisclosureRules(threshold=20, base=10))
    text = PROTOCOL.replace('"2026-001"', '"2026-002"') + "[disclosure]\nthreshold = 15\n"
    found = {one.where: (one.line, one.mend) for one in editor(text).misfits}
    assert found == {
        "study, agreement": (
            line_of(text, 'agreement = "2026-002"'),
            'Write agreement = "2026-001" under [study].',
        ),
        "cohort, minimum": (0, "Write minimum = 100 under [cohort]."),
        "disclosure, threshold": (line_of(text, "threshold = 15"), "Write threshold = 20 under [disclosure]."),
        "disclosure, base": (line_of(text, "[disclosure]"), "Write base = 10 under [disclosure]."),
    }


def test_once_the_list_is_linked_what_it_was_linked_by_stays_and_what_an_amendment_changes_is_told(
    placed, cast, world
):
    placed.place(world.study(state=State.PROTOCOL_FIXED))
    text = PROTOCOL.replace("on = 2020-01-01", "on = 2021-01-01").replace('"Arrested"', '"Arrested again"')
    told = protocols.checked(cast["analyst"].account, REFERENCE, text)
    assert told.changed == (
        Change("index, on", "2020-01-01", "2021-01-01"),
        Change("outcomes, arrested, label", '"Arrested"', '"Arrested again"'),
    )
    assert [(one.line, one.where) for one in told.misfits] == [(line_of(text, "[index]"), "index")]


def test_every_protocol_that_a_study_had_is_kept_with_what_it_changed(placed, cast, world):
    placed.place(world.study(state=State.LINKED))
    analyst = cast["analyst"]
    analysing.fix(analyst, REFERENCE, PROTOCOL)
    analysing.amend(analyst, REFERENCE, PROTOCOL.replace('"Arrested"', '"Arrested again"'))
    assert isinstance(analysing.fix(analyst, REFERENCE, PROTOCOL), Refused)
    first, second = protocols.versions(cast["steward"].account, REFERENCE)
    assert (first.command, first.text, first.changed) == ("fix-protocol", PROTOCOL, ())
    assert (second.command, second.by) == ("amend-protocol", analyst.account)
    assert second.changed == (Change("outcomes, arrested, label", '"Arrested"', '"Arrested again"'),)
    assert protocols.versions(999, REFERENCE) == ()


def test_a_study_begins_with_a_protocol_that_says_what_is_agreed(editor, placed, cast):
    placed.holding.dictionary = as_json(Dictionary, WIDE)
    placed.add(placed.holding)
    rules = DisclosureRules(threshold=20, subgroups_from=300)
    granted = Grant(
        holding="justice", variables=("persons", "persons.schooling", "releases"),
        outcomes=("arrests", "arrests.charged_on"),
    )  # fmt: skip
    placed.agree(minimum_cohort=90, rules=rules, grants=(granted,))
    text = protocols.starting(cast["analyst"].account, REFERENCE)
    assert editor(text).fits
    made = read_text(text, "it", WIDE)
    assert (made.study.title, made.study.provider, made.study.agreement) == (
        "Mentoring", "bridge-trust", "2026-001",
    )  # fmt: skip
    assert (made.cohort.minimum, made.disclosure) == (90, rules)
    assert (made.index.table, made.tables["arrests"].date) == ("releases", "charged_on")
    assert [one.name for one in made.covariates] == ["age", "schooling", "releases_before"]
    assert [one.table for one in made.outcomes] == ["arrests"]


VARIABLES = (
    "persons",
    "persons.*",
    "persons.schooling",
    "releases",
    "releases.*",
    "arrests.*",
    "fines",
    "fines.fine",
)
OUTCOMES = ("arrests.*", "fines", "fines.*", "releases")


@given(st.sets(st.sampled_from(VARIABLES), min_size=1), st.sets(st.sampled_from(OUTCOMES), min_size=1))
def test_a_first_protocol_asks_for_nothing_that_is_not_granted_where_enough_is(variables, outcomes):
    agreed = Agreed(variables=variables, outcomes=outcomes)
    text = new_study(WIDE, agreed)
    made = plan(text, WIDE)  # reads without a mistake whatever is granted
    tables = {one.partition(".")[0] for one in variables if "." not in one or one.endswith("*")}
    grant = Grant(holding="justice", variables=tuple(sorted(variables)), outcomes=tuple(sorted(outcomes)))

    class Agreement:
        @staticmethod
        def grant(_):
            return grant

    misfits = tuple(not_granted(made.protocol, made.reads, Agreement))
    if tables - {"persons"} or {"persons", "persons.*"} & variables:
        assert misfits == ()
    else:
        assert misfits


def test_everything_that_is_read_stands_somewhere_in_the_text():
    made = plan(new_study(WIDE), WIDE)
    for one in reads(made.protocol):
        here = made.protocol.model_dump(by_alias=True)
        for step in one.path[:2]:
            here = here[step]
        assert here is not None


def test_only_who_has_a_part_in_the_study_is_answered(placed, cast, world):
    placed.place(world.study(state=State.COHORT_RECEIVED))
    researcher = placed.accounts[Capacity(Role.RESEARCHER, Side.LAB)].pk
    for account, reference in ((researcher, REFERENCE), (999, REFERENCE), (cast["analyst"].account, "2026-777")):
        assert protocols.checked(account, reference, PROTOCOL) is None
        assert protocols.starting(account, reference) is None


def test_a_text_that_is_too_long_or_no_toml_is_told(editor):
    with pytest.raises(UsageError, match="too long"):
        editor("#" * 200_001)
    assert 1 in {mistake.line for mistake in editor("[study\ntitle").mistakes}


def test_a_holding_that_can_carry_no_study_has_no_first_protocol(editor, placed, cast):
    empty = Dictionary(**vars(DICTIONARY) | {"tables": DICTIONARY.tables[:1]})
    placed.holding.dictionary = as_json(Dictionary, empty)
    placed.add(placed.holding)
    assert protocols.starting(cast["analyst"].account, REFERENCE) == ""
