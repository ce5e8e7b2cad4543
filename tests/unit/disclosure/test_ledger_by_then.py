"""The points of a curve are counts of persons: the ledger has them, and the gate holds releases to them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.attacks.releases import raw
from outcomelab.attacks.releases.asking import Door, Question, _membership
from outcomelab.attacks.releases.invented import Cohort, invented
from outcomelab.disclosure.figures import cleared_figures
from outcomelab.disclosure.ledger.by_then import _in_order
from outcomelab.disclosure.ledger.record import Interval
from outcomelab.disclosure.ledger.release import release
from outcomelab.protocol.definition import definition
from outcomelab.protocol.rules import DisclosureRules

RULES = DisclosureRules()


def recorded(cohort, rules=RULES):
    """What the ledger would hold of a study of everyone, by sex: populations with their persons."""
    everyone = np.ones(cohort.persons, dtype=bool)
    protocol = raw.protocol(rules, "A", "time-to-first")
    found = raw.findings(cohort, everyone, {"sex": cohort.levels("sex")}, "time-to-first", "A")
    made = release(cleared_figures(found, protocol), found.impact, protocol, _membership(cohort, everyone))
    return list(zip(made.populations, made.sets, strict=True)), made.members


def by_day(told):
    return {int(one.name.rpartition(" ")[2]): one for one in told if " by day " in one.name}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(80, 1500), st.sampled_from([5, 10]))
def test_how_many_had_the_event_by_then_is_among_what_the_record_leaves_open(seed, persons, base):
    cohort = invented(persons, seed)
    populations, members = recorded(cohort, RULES.model_copy(update={"base": base}))
    order = np.argsort(cohort.number)
    assert (cohort.number[order] == np.sort(members)).all()
    place = order[np.searchsorted(cohort.number[order], members)]
    for population, there in populations:
        mine = place[there]
        for day, told in by_day(population.told).items():
            count = int((cohort.outcome[mine] & (cohort.day[mine] <= day)).sum())
            assert max(told.with_outcome.low, len(mine) - told.without_at_most) <= count
            assert count <= min(told.with_outcome.high, len(mine) - told.without)


def test_a_point_is_the_same_outcome_as_a_rate_over_so_many_days():
    protocol = raw.protocol(RULES, "A", "any")
    rate = protocol.outcomes[0].model_copy(update={"to_day": 90})
    [(_, _), (everyone, _), *_], _ = recorded(invented(1000, 3))
    assert by_day(everyone.told)[90].definition == definition(protocol, rate)


def test_points_of_one_curve_narrow_one_another():
    points = [Interval(low=8, high=12), Interval(low=13, high=22), Interval(low=23, high=40)]
    found = _in_order(points, Interval(low=30, high=45), 10, whole=False)
    assert [(one.low, one.high) for one in found] == [(10, 12), (20, 22), (30, 35)]


@pytest.mark.parametrize(("early", "released"), [(4, True), (8, False)])
def test_events_by_a_day_are_held_against_other_releases_when_the_ends_tell_nothing(tmp_path, early, released):
    # Three parts of 200 leave 8 over. At the end each may or may not have had it. By day 90 each part shows 15 of
    # 17 who had it (13 to 17), all together 60 (58 to 62) if all of the 8 had: at least 7 of them are then known.
    parts = [range(60), range(60, 120), range(120, 192)]
    outcome, day = np.zeros(200, dtype=bool), np.full(200, 365)
    for part in parts:
        outcome[part[:33]] = True
        day[part[:17]], day[part[17:33]] = 80, 200
    outcome[192:] = True
    day[192 : 192 + early], day[192 + early :] = 80, 200
    cohort = Cohort(np.arange(1, 201), (), np.zeros((0, 200), dtype=np.int64), outcome, day)
    door = Door(RULES, tmp_path / "ledger")
    asked = [range(200), *parts]
    answers = [
        door.ask(cohort, Question(np.isin(np.arange(200), part), agreement=f"A{place}", kind="time-to-first"))
        for place, part in enumerate(asked)
    ]
    assert [answer is not None for answer in answers] == [True, True, True, released]
