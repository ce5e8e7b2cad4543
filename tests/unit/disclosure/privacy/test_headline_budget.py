"""Headlines with noise, paid for in the ledger; the noise itself is OpenDP's and is tested by itself."""

import math
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomelab.disclosure.ledger.chain import read
from outcomelab.disclosure.ledger.record import Interval
from outcomelab.disclosure.ledger.store import Ledger, opened
from outcomelab.disclosure.privacy.budget import spent
from outcomelab.disclosure.privacy.headline import interval, protect_headline
from outcomelab.disclosure.privacy.noise import scale_of
from outcomelab.disclosure.protect import protect
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.impact import Group
from outcomelab.handovers.membership import MEMBERSHIP, as_bits
from outcomelab.handovers.refused import TOO_MUCH, Refused
from outcomelab.protocol.model import Protocol
from outcomelab.reports.headline import sentence, write_headline


def protocol(days=365, kind="any", **rules):
    outcome = {"name": "reoffended", "label": "Reoffended", "kind": kind, "table": "arrests", "primary": True}
    return Protocol.model_validate(
        {
            "study": {"title": "A", "programme": "P", "provider": "Q", "custodian": "M", "agreement": "A-1"},
            "holding": {"name": "justice"},
            "index": {"event": "release", "table": "releases"},
            "covariates": ({"name": "age", "label": "Age", "kind": "age"},),
            "outcomes": (outcome | {"to_day": days},),
            "disclosure": rules,
        }
    )


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "ledger", bytes(range(32)))


@pytest.fixture
def lab(findings, ledger):
    """Asks for the share of those persons (member numbers), a quarter of whom had the outcome; noise is told."""
    drawn = []

    def ask(persons, rho=0.05, days=365, year=2026, kind="any", into=ledger, **rules):
        persons = np.sort(np.asarray(persons, dtype=np.int64))
        count = len(persons)
        place = np.arange(count, dtype=np.int32)
        [whole] = findings.impact.outcomes
        one = replace(
            whole,
            participants=Group(count, count // 4, 0.25, count / 4, 0.01, 0.02),
            persons=as_bits(np.ones(count, dtype=bool)),
        )
        asked = replace(
            findings,
            study=findings.study.model_copy(update={"made_on": findings.study.made_on.replace(year=year)}),
            impact=replace(findings.impact, outcomes=(one,)),
        )

        def draw(k, _):
            drawn.append(k + 3)
            return k + 3

        table = pa.table([persons, place], schema=MEMBERSHIP)
        return protect_headline(asked, protocol(days, kind, **rules), into, table, "reoffended", rho, "C", draw)

    ask.drawn = drawn
    return ask


def test_the_same_question_has_the_same_stored_answer_and_costs_nothing(lab, ledger):
    first, again, coarser = (lab(range(100), rho) for rho in (0.05, 0.05, 0.01))
    assert lab.drawn == [28]
    assert (first.figures.again, again.figures.again, coarser.figures.again) == (False, True, True)
    assert again.figures.share == first.figures.share == 28
    assert len(read(ledger.folder)[0]) == 1


def test_a_more_exact_answer_is_paid_for(lab):
    assert isinstance(lab(range(100), 0.02), Cleared)
    assert not lab(range(100), 0.05).figures.again
    assert isinstance(lab(range(100), 0.06), Refused)


def test_past_the_years_budget_nothing_is_drawn_and_the_refusal_is_recorded_in_the_same_words(lab, ledger):
    for days in (365, 366):
        assert isinstance(lab(range(100), 0.05, days), Cleared)
    assert lab(range(100), 0.05, 367) == Refused((TOO_MUCH,))
    assert len(lab.drawn) == 2
    entries, faults = read(ledger.folder)
    assert not faults
    assert [one.act for one in entries] == ["headline", "headline", "refused"]
    assert entries[2].spent is None


def test_others_cost_nobody_anything_and_one_shared_person_is_enough(lab):
    assert isinstance(lab(range(100), 0.1), Cleared)
    assert isinstance(lab(range(100, 200), 0.1), Cleared)
    assert isinstance(lab(range(199, 300), 0.01), Refused)


def test_next_year_has_a_budget_of_its_own(lab):
    assert isinstance(lab(range(100), 0.1), Cleared)
    assert isinstance(lab(range(100), 0.1, days=400), Refused)
    assert isinstance(lab(range(100), 0.1, days=400, year=2027), Cleared)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from([0.01, 0.03, 0.04, 0.1])),
        min_size=1,
        max_size=6,
    )
)
def test_nobody_ever_pays_more_than_the_budget_and_nobody_is_refused_who_had_room(lab, tmp_path_factory, asked):
    ledger = Ledger(tmp_path_factory.mktemp("ledger"), bytes(range(32)))
    paid = np.zeros(240)
    for number, (first, blocks, rho) in enumerate(asked):
        persons = np.arange(40 * first, min(40 * (first + blocks), 240))
        answer = lab(persons, rho, days=300 + number, into=ledger)
        room = (paid[persons] + rho <= 0.1 * (1 + 1e-9)).all()
        assert isinstance(answer, Cleared) == room
        paid[persons] += rho * room
        with opened(ledger) as book:
            register = book.register("justice")
            assert np.allclose(spent(book, "justice", 2026, len(register)), paid[register])
            assert not spent(book, "justice", 2025, len(register)).any()


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from([0.01, 0.04, 0.1])), min_size=1, max_size=4),
    st.sampled_from([{"privacy_budget": 0.04}, {"minimum_matched": 50}]),
)
def test_a_stricter_rule_never_answers_more(lab, tmp_path_factory, asked, stricter):
    answered = []
    for rules in ({}, stricter):
        ledger, paid = Ledger(tmp_path_factory.mktemp("ledger"), bytes(range(32))), 0.0
        for number, (first, rho) in enumerate(asked):
            with suppress(UsageError, DisclosureRefused):
                answer = lab(range(40 * first, 40 * first + 45), rho, days=300 + number, into=ledger, **rules)
                paid += rho * isinstance(answer, Cleared)
        answered.append(paid)
    assert answered[1] <= answered[0] + 1e-12


def test_a_release_after_a_headline_finds_the_same_persons_again(lab, findings, ledger):
    lab(range(203), 0.05)
    place = np.arange(203, dtype=np.int32)
    [whole] = findings.impact.outcomes
    impact = replace(findings.impact, outcomes=(replace(whole, persons=as_bits(np.ones(203, dtype=bool))),))
    table = pa.table([np.arange(203), place], schema=MEMBERSHIP)
    assert isinstance(protect(replace(findings, impact=impact), protocol(), ledger, table), Cleared)
    with opened(ledger) as book:
        assert len(book.register("justice")) == 203
    assert isinstance(lab(range(100, 203), 0.06), Refused)


def test_what_is_written_says_what_noise_it_holds(lab, ledger, tmp_path):
    cleared = lab(range(200), 0.05)
    write_headline(cleared, tmp_path / "out")
    write_headline(lab(range(200), 0.05), tmp_path / "again")  # as by whoever was killed before it was written
    written = [{file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("out", "again")]
    assert written[0] == written[1]
    said = sentence(cleared.figures)
    assert said.startswith("Reoffended within 12 months: 26% of about 200 participants (95% interval 20% to 34%")
    assert "3.16 persons" in said
    entry = read(ledger.folder)[0][0]
    assert entry.spent.count == 53


@pytest.mark.parametrize(
    ("kind", "rho", "persons", "error", "words"),
    [
        ("count", 0.05, 100, UsageError, "of the kind `any`: none in this protocol"),
        ("any", 0.2, 100, UsageError, "at most 0.1"),
        ("any", 0.0, 100, UsageError, "more than 0"),
        ("any", 0.05, 29, DisclosureRefused, "Fewer than 30 participants"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(lab, kind, rho, persons, error, words):
    with pytest.raises(error, match=words):
        lab(range(persons), rho, kind=kind)


@given(st.integers(30, 5000), st.floats(0, 1), st.floats(0.005, 0.1))
def test_more_noise_never_narrows_the_interval(persons, share, rho):
    count = round(share * persons)
    _, low, high = interval(count, persons, scale_of(rho))
    _, less_low, less_high = interval(count, persons, scale_of(2 * rho))
    assert 0 <= low <= less_low
    assert less_high <= high <= 1


def test_the_page_says_what_the_noise_costs():
    page = (Path(__file__).parents[4] / "docs" / "differential-privacy.md").read_text(encoding="utf-8")
    for rho in (0.1, 0.05, 0.02, 0.01):
        noise, cells = scale_of(rho), []
        for persons in (60, 200, 1000, 5000):
            _, low, high = interval(0.3 * persons, persons, noise)
            cells.append(f"{100 * 1.96 * noise / persons:.1f}, {50 * (high - low):.1f}")
        assert f"| {rho:g} | {' | '.join(cells)} |" in page
        epsilon = rho + 2 * math.sqrt(rho * math.log(1e6))
        assert f"| {rho:g} | {epsilon:.1f} | {noise:.2f} |" in page


def test_the_ledger_says_how_many_participants_a_rounded_count_can_stand_for(lab, ledger):
    lab(range(100), base=10)
    (entry,) = read(ledger.folder)[0]
    assert entry.populations[0].persons == Interval(low=95, high=104)
