"""Classes of names by frequency."""

import numpy as np
import pyarrow as pa
import pytest

from outcomelab.encoding import encode as encoder
from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.encoding.rarity import class_starts, rarity
from outcomelab.encoding.values import Texts
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS


def names(*counts):
    """A list in which the first name is borne by `counts[0]` people, and so on."""
    distinct = tuple(f"n{place:04d}" for place in range(len(counts)))
    return Texts(distinct, np.repeat(np.arange(len(counts), dtype=np.int32), counts))


def plainly(falling):
    """The rule of docs/encoding.md, a name at a time."""
    starts, size = [], 0
    for place, count in enumerate(falling):
        if not starts or (size >= 50 and 2 * count < falling[starts[-1]]):
            starts.append(place)
            size = 0
        size += 1
    return starts


@pytest.mark.parametrize("seed", range(5))
def test_classes_start_where_the_rule_says(seed):
    falling = np.sort(np.random.default_rng(seed).zipf(1.3, 900).clip(max=10_000))[::-1]
    assert class_starts(falling) == plainly(falling.tolist())


def test_no_class_has_fewer_than_50_names_but_the_last():
    counts = [400] * 30 + [90] * 60 + [3] * 70 + [1] * 5
    assert class_starts(np.array(counts)) == [0, 50, 100, 160]
    found = rarity(names(*counts))
    assert np.bincount(found.classes).tolist() == [30 * 400 + 20 * 90, 40 * 90 + 10 * 3, 60 * 3, 5]


def test_a_frequency_is_the_chance_that_somebody_of_the_class_meets_a_namesake():
    found = rarity(names(*([20] * 50 + [1] * 100)))
    assert found.frequencies == pytest.approx((20 / 1100, 1 / 1100))


def test_people_without_a_name_have_no_class_and_count_for_nothing():
    listed = Texts(("a",), np.array([0, -1, 0, -1], np.int32))
    assert rarity(listed).classes.tolist() == [0, -1, 0, -1]
    assert rarity(listed).frequencies == (1.0,)


def test_a_list_without_names_has_no_classes():
    assert rarity(Texts((), np.array([-1, -1], np.int32))).frequencies == ()


def test_a_register_tells_classes_in_its_records_and_frequencies_in_its_metadata(monkeypatch):
    monkeypatch.setattr(encoder, "FEWEST_PEOPLE", 10)
    surnames = ["Common"] * 30 + [f"Rare{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(60)]
    listed = pa.Table.from_pylist(
        [{"row": i, "surname": name} for i, name in enumerate(surnames)], COHORT_IDENTIFIERS
    )
    encoded = encode(listed, ProjectKey.new("r"), rarity=True)
    assert set(encoded.records["surname_rarity"].to_pylist()) == {0, 1}
    assert len(encoded.encoding.surname_rarity) == 2
    assert encoded.encoding.forename_rarity == ()
    diffused = encode(listed, ProjectKey.new("r"), "diffused-5", rarity=True)
    assert diffused.encoding.surname_rarity == ()
    assert set(diffused.records["surname_rarity"].to_pylist()) == {None}
