"""What holds of every register: twins stay two, and clusters hold nobody who contradicts another."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng

from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.linkage.clusters import clusters
from outcomelab.linkage.duplicates import find_duplicates
from outcomelab.linkage.spine.recognise import settle
from outcomelab.protocol.model import Linkage

# Names of which several are a letter apart, as twins' names are.
GIRLS = (
    "Anna",
    "Anne",
    "Hanna",
    "Maria",
    "Marie",
    "Mary",
    "Julia",
    "Julie",
    "Eva",
    "Ava",
    "Ella",
    "Bella",
    "Rita",
)
BOYS = ("Jon", "Tom", "Tim", "Marco", "Mario", "Daniel", "Samuel", "Eric", "Erin", "Leon", "Leo", "Otto", "Max")
SURNAMES = ("Quill", "Brambleby", "Zimbel", "Adeyemi", "Olsen", "Tran", "Novak", "Costa", "Haddad", "Weiss")


def family_town(seed: int, twins: int) -> tuple[pa.Table, dict[int, int]]:
    """800 people, pairs of twins and pairs of father and son of one name among them, 20 records twice; and no two
    strangers of one name and birthday, whom nobody could tell apart. Who each record truly is, by person key."""
    draw, rows, truth, met = default_rng(seed), [], {}, set()

    def person(**known: object) -> dict[str, object]:
        sex = "FM"[draw.integers(2)]
        one = {
            "surname": SURNAMES[draw.integers(10)] + "aeiou"[draw.integers(5)] + "klmnrst"[draw.integers(7)],
            "forename": str(draw.choice(GIRLS if sex == "F" else BOYS)),
            "middle": None,
            "date_of_birth": dt.date(1950, 1, 1) + dt.timedelta(days=int(draw.integers(20_000))),
            "sex": sex,
            "postcode": f"{27000 + draw.integers(400):05d}",
            "service_number": None,
        } | known
        known_by = one["surname"], one["forename"], one["date_of_birth"]
        if known_by in met:
            return person(**known)
        met.add(known_by)
        return one

    people = [person() for _ in range(800 - 4 * twins)]
    for _ in range(twins):
        one = person(middle="ABCDEFGH"[draw.integers(8)])
        names = GIRLS if one["sex"] == "F" else BOYS
        people += [one, one | {"forename": str(draw.choice([name for name in names if name != one["forename"]]))}]
        father = person()
        born = father["date_of_birth"]
        assert isinstance(born, dt.date)
        days = int(draw.integers(7_000, 13_000))
        people += [father, father | {"date_of_birth": born + dt.timedelta(days=days)}]
    for number, one in enumerate([*people, *people[:20]]):
        key = int(draw.integers(1, 2**62))
        rows.append(one | {"person_key": key})
        truth[key] = number if number < len(people) else number - len(people)
    return pa.Table.from_pylist(rows, PERSONS_IDENTIFIERS), truth


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32), twins=st.integers(10, 50))
def test_nobody_is_made_one_with_his_twin_or_father(seed: int, twins: int):
    register, truth = family_town(seed, twins)
    found = find_duplicates(register, Linkage())
    whose: dict[int, set[int]] = {}
    for row in found.clusters.to_pylist():
        whose.setdefault(row["cluster"], set()).add(truth[row["person_key"]])
    assert not [people for people in whose.values() if len(people) > 1]
    assert found.report.persons <= len(set(truth.values())) + 2


@st.composite
def pairs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]], list[float]]:
    records = draw(st.integers(1, 9))
    every = list(combinations(range(records), 2))
    chosen = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    level = st.sampled_from([0.0, 0.05, 0.2, 0.6, 0.95, 0.97, 0.99, 1.0])
    return records, chosen, draw(st.lists(level, min_size=len(chosen), max_size=len(chosen)))


def grouped(records: int, chosen: list[tuple[int, int]], probability: list[float]) -> set[frozenset[int]]:
    first, second = (np.array([pair[side] for pair in chosen], np.int32) for side in (0, 1))
    labels = clusters(first, second, np.array(probability), 0.95, records)
    return {frozenset(np.nonzero(labels == label)[0].tolist()) for label in labels}


@given(pairs())
def test_no_two_of_a_cluster_contradict_each_other(case):
    records, chosen, probability = case
    possible = {pair for pair, value in zip(chosen, probability, strict=True) if value >= 0.1}
    for group in grouped(records, chosen, probability):
        assert set(combinations(sorted(group), 2)) <= possible


@given(pairs())
def test_whoever_is_in_a_cluster_is_joined_to_it(case):
    records, chosen, probability = case
    joined = [pair for pair, value in zip(chosen, probability, strict=True) if value >= 0.95]
    for group in grouped(records, chosen, probability):
        assert len(group) == 1 or all(any(one in pair and set(pair) <= group for pair in joined) for one in group)


@given(pairs())
def test_without_contradictions_whoever_is_joined_is_one(case):
    records, chosen, probability = case
    before = grouped(records, chosen, probability)
    everyone = list(combinations(range(records), 2))
    known = dict(zip(chosen, probability, strict=True))
    certain = [max(known.get(pair, 0.2), 0.2) for pair in everyone]
    after = grouped(records, everyone, certain)
    assert all(any(group <= larger for larger in after) for group in before)
    for one, two in (pair for pair, value in zip(everyone, certain, strict=True) if value >= 0.95):
        assert any({one, two} <= group for group in after)


@given(pairs(), st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_the_order_of_records_or_pairs(case, shuffle):
    records, chosen, probability = case
    place = list(range(records))
    shuffle.shuffle(place)
    moved = [(place[a], place[b], value) for (a, b), value in zip(chosen, probability, strict=True)]
    shuffle.shuffle(moved)
    there = grouped(records, [(a, b) for a, b, _ in moved], [value for *_, value in moved])
    here = grouped(records, chosen, probability)
    assert there == {frozenset(place[one] for one in group) for group in here}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=12))
def test_what_the_spine_knows_of_its_people_stays(rows):
    cluster, known = (np.array(column) for column in zip(*rows, strict=True))
    group, key = settle(cluster, known)
    assert sorted(set(group.tolist())) == list(range(len(key)))
    for one, now in zip(known, key[group], strict=True):
        assert one in (0, now)
    found = key[key != 0]
    assert len(set(found.tolist())) == len(found)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=12))
def test_without_two_keys_in_a_cluster_it_stays_whole(rows):
    cluster, known = (np.array(column) for column in zip(*rows, strict=True))
    group, _ = settle(cluster, known)
    for one in set(cluster.tolist()):
        if len(set(known[cluster == one].tolist()) - {0}) <= 1:
            assert len(set(group[cluster == one].tolist())) == 1
