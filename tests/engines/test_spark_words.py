"""DuckDB's SQL in Spark's words: what would differ in silence is turned."""

from __future__ import annotations

from outcomelab.engines.spark.words import as_spark


def test_keys_are_hashed_to_64_bits():
    assert as_spark("hash(a, b)") == "XXHASH64(a, b)"


def test_a_similarity_is_splinks():
    assert as_spark("jaro_winkler_similarity(a, b, 0.88) >= 0.88") == "JARO_WINKLER(a, b) >= 0.88"


def test_hammings_distance_becomes_one_that_lets_the_same_texts_through():
    assert as_spark("hamming(a, b) <= 2") == "LEVENSHTEIN(a, b) <= 2"


def test_whole_numbers_stay_whole_when_divided():
    assert as_spark("born_day // 100") == "born_day DIV 100"


def test_lists_with_something_in_common():
    assert as_spark("list_has_any(a, b)") == "ARRAYS_OVERLAP(a, b)"


def test_nothing_is_asked_to_be_kept_within_a_query():
    assert as_spark("WITH x AS MATERIALIZED (SELECT 1 AS a) SELECT a FROM x") == (
        "WITH x AS (SELECT 1 AS a) SELECT a FROM x"
    )
