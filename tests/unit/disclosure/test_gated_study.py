"""A nonprofit asks this year for its cohort, next year for the same and a few more."""

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from outcomelab import protect
from outcomelab.disclosure.evidence.study import study_evidence
from outcomelab.disclosure.ledger.chain import read
from outcomelab.disclosure.ledger.store import Ledger, opened
from outcomelab.errors import LedgerError
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.impact import Group
from outcomelab.handovers.membership import MEMBERSHIP, as_bits
from outcomelab.handovers.refused import TOO_MUCH, Refused
from outcomelab.protocol.model import Protocol

EVERYONE = np.random.default_rng(3).permutation(10**6)[:400]


@pytest.fixture
def protocol():
    return Protocol.model_validate(
        {
            "study": {"title": "A", "programme": "P", "provider": "Q", "custodian": "M", "agreement": "A-1"},
            "holding": {"name": "justice"},
            "index": {"event": "release", "table": "releases"},
            "covariates": ({"name": "age", "label": "Age", "kind": "age"},),
            "outcomes": (
                {
                    "name": "reoffended", "label": "Reoffended", "kind": "any", "table": "arrests",
                    "primary": True,
                },
            ),
            "subgroups": ("region",),
        }
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "ledger", bytes(range(32)))


def members(count):
    """A cohort of the first so many persons, all of whom are compared."""
    place = np.arange(count, dtype=np.int32)
    return pa.table([np.sort(EVERYONE[:count]), place[np.argsort(EVERYONE[:count])]], schema=MEMBERSHIP)


@pytest.fixture
def study(findings):
    """What is found of the first so many persons: every fourth had the outcome. `levels`: persons of each."""

    def make(count, levels=None, title="A study"):
        def result(whole, persons):
            k = int((persons % 4 == 0).sum())
            group = Group(len(persons), k, k / len(persons), float(k), 0.01, 0.02)
            chosen = np.zeros(count, dtype=bool)
            chosen[persons] = True
            return replace(whole, participants=group, persons=as_bits(chosen))

        [outcome] = findings.impact.outcomes
        everyone = result(outcome, np.arange(count))
        parts = tuple(
            replace(result(outcome, np.array(persons)), beside=(), subgroup="region", level=level)
            for level, persons in (levels or {}).items()
        )
        impact = replace(
            findings.impact,
            matched=replace(findings.impact.matched, participants=count, matched=count),
            outcomes=(everyone,),
            subgroups=parts,
        )
        flow = tuple(replace(step, count=count, lost=()) for step in findings.flow)
        words = replace(findings, study=findings.study.model_copy(update={"title": title}))
        return replace(words, impact=impact, flow=flow)

    return make


def test_nine_people_more_are_refused_and_the_cohort_as_it_was_is_offered(study, protocol, ledger):
    assert isinstance(protect(study(240), protocol, ledger, members(240)), Cleared)
    answer = protect(study(249), protocol, ledger, members(249))
    assert isinstance(answer, Refused)
    assert answer.coarsening is not None
    assert answer.coarsening.frozen == 1
    assert isinstance(protect(study(240), protocol, ledger, members(240)), Cleared)


def test_ten_people_more_are_released(study, protocol, ledger):
    protect(study(240), protocol, ledger, members(240))
    assert isinstance(protect(study(260), protocol, ledger, members(260)), Cleared)


def test_the_same_release_again_is_the_same_release(study, protocol, ledger):
    first = protect(study(240), protocol, ledger, members(240))
    again = protect(study(240), protocol, ledger, members(240))
    assert first.figures == again.figures
    assert len(read(ledger.folder)[0]) == 1


def test_the_evidence_of_a_release_that_is_recorded_already_is_what_it_was(study, protocol, ledger):
    protect(study(240), protocol, ledger, members(240))
    asked = study(260), protocol, ledger, members(260)
    before = study_evidence(*asked)
    assert {one.release for one in before.overlaps} == {1}
    protect(*asked)
    protect(study(280), protocol, ledger, members(280))
    assert study_evidence(*asked) == before


def test_an_area_drawn_a_little_differently_is_shown_together_with_another(study, protocol, ledger):
    levels = {"east": range(80), "north": range(80, 160), "south": range(160, 240)}
    moved = {"east": range(76), "north": range(76, 160), "south": range(160, 240)}
    assert isinstance(protect(study(240, levels), protocol, ledger, members(240)), Cleared)
    answer = protect(study(240, moved), protocol, ledger, members(240))
    assert isinstance(answer, Refused)
    assert answer.coarsening is not None
    assert answer.coarsening.merge == (("region", ("east", "north")),)
    passed = protect(study(240, moved), protocol, ledger, members(240), coarsening=answer.coarsening)
    assert isinstance(passed, Cleared)
    assert [figure.level for figure in passed.figures.subgroups] == ["east or north", "south"]


def test_where_no_merging_helps_the_subgroup_is_left_out(study, protocol, ledger):
    levels = {"east": range(80), "north": range(80, 240)}
    moved = {"east": range(76), "north": range(76, 240)}
    protect(study(240, levels), protocol, ledger, members(240))
    answer = protect(study(240, moved), protocol, ledger, members(240))
    assert answer.coarsening.withhold == ("region",)
    passed = protect(study(240, moved), protocol, ledger, members(240), coarsening=answer.coarsening)
    assert passed.figures.subgroups == ()


def test_every_refusal_has_the_same_words_and_is_recorded_without_saying_why(study, protocol, ledger):
    levels = {"east": range(80), "north": range(80, 160), "south": range(160, 240)}
    moved = {"east": range(76), "north": range(76, 160), "south": range(160, 240)}
    protect(study(240, levels), protocol, ledger, members(240))
    answers = [
        protect(study(249), protocol, ledger, members(249)),
        protect(study(240, moved), protocol, ledger, members(240)),
    ]
    assert [answer.reasons for answer in answers] == [(TOO_MUCH,)] * 2
    refused = [entry for entry in read(ledger.folder)[0] if entry.act == "refused"]
    assert [(entry.populations, entry.shares_persons_with) for entry in refused] == [((), ())] * 2
    with opened(ledger) as book:
        rules = [json.loads(book.members(entry).reasons)[0]["rule"] for entry in refused]
    assert rules == ["re-run", "differencing"]


def test_the_ledger_keeps_intervals_and_no_count_that_was_not_published(study, protocol, ledger):
    protect(study(243), protocol, ledger, members(243))
    [entry] = read(ledger.folder)[0]
    cohort, whole = entry.populations
    assert cohort.persons is None  # the flow does not show the step that lost nobody
    assert (whole.persons.low, whole.persons.high) == (243, 247)
    [told] = whole.told
    assert (told.with_outcome.low, told.with_outcome.high) == (58, 62)  # 24% of 245 is 60 of 245 when rounded
    assert (told.value.low, told.value.high) == (23.5, 24.5)


def test_another_study_of_the_same_persons_is_held_against_the_first(study, protocol, ledger):
    protect(study(240), protocol, ledger, members(240))
    names = protocol.study.model_copy(update={"agreement": "A-2"})
    other = protocol.model_copy(update={"study": names})
    found = study(245)
    found = replace(found, study=found.study.model_copy(update={"agreement": "A-2"}))
    answer = protect(found, other, ledger, members(245))
    assert isinstance(answer, Refused)
    assert answer.coarsening is None


def test_a_holding_without_member_numbers_releases_nothing(study, protocol, ledger):
    with pytest.raises(LedgerError, match="register it again"):
        protect(study(240), protocol, ledger, None)


def test_figures_of_another_analysis_table_are_refused_in_words(study, protocol, ledger):
    with pytest.raises(LedgerError, match="another analysis table"):
        protect(study(240), protocol, ledger, members(200))
