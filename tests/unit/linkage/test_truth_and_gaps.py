"""Links against known pairs, and groups that are linked less well than others."""

import pyarrow as pa
import pytest

from outcomelab.errors import LinkageError
from outcomelab.handovers.linkage import LinkageGroup
from outcomelab.linkage.gaps import gaps_in_words
from outcomelab.linkage.truth import against_truth

LINKS = pa.table({"left_id": ["a", "b", "c"], "right_id": [1, 2, 3], "match_probability": [0.9, 0.9, 0.9]})


def test_precision_recall_and_f1_are_taken_from_the_pairs():
    known = against_truth(LINKS, pa.table({"left_id": ["a", "b", "d", "e"], "right_id": ["1", "2", "4", "5"]}))
    assert (known.precision, known.recall, known.f1) == (2 / 3, 2 / 4, 4 / 7)


def test_a_pair_twice_there_counts_once_and_an_empty_one_not_at_all():
    known = against_truth(LINKS, pa.table({"left_id": ["a", "a", None], "right_id": [1, 1, 2]}))
    assert (known.true, known.right) == (1, 1)


def test_without_pairs_nothing_is_said_to_be_known():
    known = against_truth(
        LINKS.slice(0, 0), pa.table({"left_id": pa.array([], "string"), "right_id": pa.array([], "string")})
    )
    assert (known.precision, known.recall, known.f1) == (None, None, None)


def test_other_columns_can_be_named_and_missing_ones_are():
    truth = pa.table({"mine": ["a"], "theirs": [1]})
    assert against_truth(LINKS, truth, "mine", "theirs").right == 1
    with pytest.raises(LinkageError, match="“left_id” and “right_id”"):
        against_truth(LINKS, truth)


def test_ids_that_another_program_wrote_as_fractions_are_the_same_ids():
    whole = pa.table({"left_id": [1, 2], "right_id": [3, 4], "match_probability": [1.0, 1.0]})
    truth = pa.table({"left_id": [1.0, 2.0], "right_id": pa.array([3, 4]).cast(pa.decimal128(30, 2))})
    assert against_truth(whole, truth).right == 2


def group(level, recall, participants=100, precision=0.99):
    return LinkageGroup("sex", level, participants, participants // 2, precision, recall)


def test_a_gap_of_more_than_five_points_is_told_with_both_ends():
    (said,) = gaps_in_words([group("women", 0.90, 900), group("men", 0.96, 900)])
    assert "90.0% were found for “women” and 96.0% for “men”" in said


def test_smaller_gaps_and_gaps_that_chance_could_make_are_not():
    assert not list(gaps_in_words([group("women", 0.92, 9_000), group("men", 0.96, 9_000)]))
    assert not list(gaps_in_words([group("women", 0.8, participants=12), group("men", 0.96)]))
    assert not list(gaps_in_words([group("women", 0.0, participants=9), group("men", 0.96, 9_000)]))
    assert not list(gaps_in_words([group("women", None), group("men", 0.96)]))
