"""Columns as they come: every kind read as what it is, or refused by name."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from outcomelab.errors import ImpactError
from outcomelab.impact.evaluate import evaluate

N = 1600
DRAW = np.random.default_rng(1)
HELPED = np.arange(N) < 200
SIZE = DRAW.normal(size=N) + 0.4 * HELPED
BASE = {"helped": HELPED, "again": DRAW.random(N) < 0.4, "age": DRAW.normal(30, 8, N)}
TWO = np.where(SIZE > 0, "large", "small").tolist()


def compared(x, covariates=("age", "x"), **asked):
    return evaluate(
        pa.table(BASE | {"x": x}),
        treatment="helped",
        outcomes=("again",),
        covariates=covariates,
        methods=("radius",),
        **asked,
    )


def estimate(result):
    return result.outcomes[0].effect.estimate


@pytest.mark.parametrize(
    "x",
    [
        pa.array(TWO, pa.large_string()),
        pa.array(TWO, pa.string_view()),
        pa.array(TWO).dictionary_encode(),
        pa.array(TWO, pa.large_string()).dictionary_encode(),
        pa.chunked_array([pa.array(TWO[:900]).dictionary_encode(), pa.array(TWO[900:]).dictionary_encode()]),
        pa.array(pd.Categorical(TWO, categories=["small", "large", "nobody"], ordered=True)),
    ],
    ids=["large text", "text views", "coded", "large and coded", "coded in parts", "pandas' categories"],
)
def test_words_are_words_however_they_are_stored(x):
    assert compared(x) == compared(TWO)


@pytest.mark.parametrize(
    "x",
    [
        pa.array([Decimal(f"{value:.4f}") for value in SIZE]),
        pa.array(SIZE.round(4)).dictionary_encode(),
        pa.array(1e-12 * SIZE.round(4)),
        pa.array(SIZE.round(4) * 1e12),
    ],
    ids=["decimals", "coded", "tiny", "huge"],
)
def test_numbers_are_numbers_in_any_unit(x):
    assert estimate(compared(x)) == pytest.approx(estimate(compared(SIZE.round(4))), abs=1e-9)


def test_numbers_far_from_zero_that_differ_little_still_count():
    assert estimate(compared(1e6 + 1e-3 * SIZE)) == pytest.approx(estimate(compared(SIZE)), abs=1e-3)


def test_days_count_as_numbers():
    days = (SIZE * 200).round().astype(int)
    dates = [dt.date(2020, 1, 1) + dt.timedelta(days=int(day)) for day in days]
    assert estimate(compared(dates)) == pytest.approx(estimate(compared(days)), abs=1e-9)
    assert compared(pa.array(dates).cast(pa.timestamp("us"))) == compared(dates)


def test_empty_words_and_infinite_numbers_are_not_recorded():
    blank = ["" if place % 5 == 0 else word for place, word in enumerate(TWO)]
    unknown = [None if place % 5 == 0 else word for place, word in enumerate(TWO)]
    assert compared(blank) == compared(unknown)
    assert compared([word or " \t" for word in blank]) == compared(unknown)
    assert compared(blank, ("age",), exact=("x",)) == compared(unknown, ("age",), exact=("x",))
    assert compared(np.where(np.arange(N) % 5 == 0, np.inf, SIZE)) == compared(
        np.where(np.arange(N) % 5 == 0, np.nan, SIZE)
    )


@pytest.mark.parametrize("kind", [pa.float64(), pa.string(), pa.null(), pa.bool_()], ids=str)
def test_a_column_unknown_for_everyone_is_left_out_by_name(kind):
    assert compared(pa.nulls(N, kind)).notes == ("x is the same for everyone and was left out of the score.",)


@pytest.mark.parametrize("x", [np.full(N, 0.1), ["a"] * N, np.ones(N, dtype=bool)], ids=["number", "word", "yes"])
def test_a_constant_column_is_left_out_by_name(x):
    result = compared(x)
    assert "x is the same for everyone and was left out of the score." in result.notes
    assert result.outcomes == compared(np.zeros(N)).outcomes


@pytest.mark.parametrize("few", range(1, 10))
def test_one_level_of_few_people_is_named(few):
    words = np.array(TWO, dtype=object)
    words[[*range(200 - few // 2, 200 - few // 2 + few)]] = "rare"
    assert any(note.startswith("x (rare) has fewer than 10 people") for note in compared(words.tolist()).notes)


def test_several_levels_of_few_people_are_compared_as_one():
    words = np.array(TWO, dtype=object)
    for number in range(8):
        words[[100 + number, 900 + number]] = f"rare {number}"
    result = compared(words.tolist())
    assert result.matched.participants - result.matched.matched < 8
    assert any(note.startswith("x (other): the levels rare 0, rare 1,") for note in result.notes)
    assert [row.level for row in result.balance if row.covariate == "x"] == ["large", "other", "small"]


@pytest.mark.parametrize(
    "x",
    [pa.array(TWO, pa.string_view()), pa.array(TWO).dictionary_encode(), pd.Categorical([*TWO[:-1], None])],
    ids=["text views", "coded", "pandas' categories, one of them unknown"],
)
def test_subgroups_are_words_however_they_are_stored(x):
    found = compared(pa.array(x), covariates=("age",), subgroups=("x",))
    assert [one.level for one in found.subgroups] == ["large", "small"]


def test_a_subgroup_unknown_for_everyone_has_no_levels():
    assert not compared(pa.nulls(N), covariates=("age",), subgroups=("x",)).subgroups


@pytest.mark.parametrize(
    ("x", "said"),
    [
        ([[1]] * N, "column x holds neither numbers, words"),
        (pa.array([f"word {place % 51}" for place in range(N)]).dictionary_encode(), "x has 51 different values"),
    ],
    ids=["lists", "too many"],
)
def test_a_subgroup_that_is_none_is_refused_by_name(x, said):
    with pytest.raises(ImpactError, match=said):
        compared(x, covariates=("age",), subgroups=("x",))


def test_subgroups_that_differ_a_little_have_names_of_their_own():
    near = np.where(np.arange(N) % 2 == 0, 1234567.0, 1234568.0)
    for x, said in ((near, ["1234567", "1234568"]), ((near - 1234565) / 10, ["0.2", "0.3"])):
        found = compared(x.astype(np.float32), covariates=("age",), subgroups=("x",))
        assert [one.level for one in found.subgroups] == said


def test_a_sum_of_dummies_is_left_out_by_name():
    kind = DRAW.integers(0, 3, N)
    table = pa.table(BASE | {f"kind{k}": (kind == k).astype(float) for k in range(3)})
    names = ("kind0", "kind1", "kind2")
    result = evaluate(
        table, treatment="helped", outcomes=("again",), covariates=names, methods=("radius",), exact=()
    )
    assert result.notes[0].startswith("kind2 is already given by the other covariates")


@pytest.mark.parametrize(
    ("x", "said"),
    [
        ([b"a"] * N, "neither numbers, words"),
        ([[1]] * N, "neither numbers, words"),
        ([{"a": 1}] * N, "neither numbers, words"),
        ([f"{value:.3f}" for value in SIZE], "numbers written as text"),
        ([f"word {place % 5000}" for place in range(N)], "1,600 different values in words"),
        (SIZE * 1e300, "too large or too small"),
        (SIZE * 1e-200, "too large or too small"),
    ],
    ids=["bytes", "lists", "structs", "numbers as text", "names", "beyond squares", "below squares"],
)
def test_what_cannot_be_read_is_refused_by_name(x, said):
    with pytest.raises(ImpactError, match=f"x .*{said}"):
        compared(x)


@pytest.mark.parametrize(
    "frame", [{"x": [1]}, [1, 2], "people.csv", pa.array([1.0])], ids=["dict", "list", "path", "array"]
)
def test_what_is_no_table_is_refused(frame):
    with pytest.raises(ImpactError, match="speaks Arrow"):
        evaluate(frame, treatment="helped", outcomes=("again",), covariates=("x",))


def test_a_table_without_rows_is_refused():
    with pytest.raises(ImpactError, match="no rows"):
        evaluate(pa.table(BASE).slice(0, 0), treatment="helped", outcomes=("again",), covariates=("age",))


def test_one_name_needs_no_list():
    table = pa.table(BASE | {"x": TWO})
    asked = evaluate(table, treatment="helped", outcomes="again", covariates="age", exact="x", methods="radius")
    assert asked == compared(TWO, covariates=("age",), exact=("x",))


def test_subgroups_are_the_values_of_any_column_in_their_order():
    for values, said in (
        (np.arange(N) % 3 * 5.5, ["0", "5.5", "11"]),
        (np.where(np.arange(N) % 2 == 0, 1.0, np.nan), ["yes"]),
        (np.arange(N) % 3 + 9, ["9", "10", "11"]),
        (np.arange(N) % 2 == 0, ["no", "yes"]),
        (["", "b", "a", None] * (N // 4), ["a", "b"]),
    ):
        found = compared(values, covariates=("age",), subgroups=("x",))
        assert [one.level for one in found.subgroups] == said


def test_two_columns_of_one_name_are_refused():
    twice = pa.table([*map(pa.array, BASE.values()), pa.array(SIZE), pa.array(SIZE)], names=[*BASE, "x", "x"])
    with pytest.raises(ImpactError, match="2 columns named x"):
        evaluate(twice, treatment="helped", outcomes=("again",), covariates=("x",))


def test_strata_may_be_coded_dated_or_unknown():
    places = np.arange(N) % 3
    words = pa.array([f"place {place}" for place in places])
    table = pa.table(BASE | {"x": SIZE, "place": words.dictionary_encode()})
    asked = {"treatment": "helped", "outcomes": ("again",), "covariates": ("x",), "exact": ("place",)}
    coded = evaluate(table, **asked).outcomes
    assert coded == evaluate(pa.table(BASE | {"x": SIZE, "place": words}), **asked).outcomes
    dated = pa.array([dt.date(2020, 1 + int(place), 1) for place in places])
    assert coded == evaluate(pa.table(BASE | {"x": SIZE, "place": dated}), **asked).outcomes


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (np.where(np.arange(N) == 4, np.inf, SIZE), "o are unknown for some"),
        (np.where(np.arange(N) == 4, np.nan, SIZE), "o are unknown for some"),
        (["", *TWO[1:]], "o are unknown for some"),
        (pa.array(["", *TWO[1:]]).dictionary_encode(), "o are unknown for some"),
        ([dt.date(2020, 1, 1 + place % 3) for place in range(N)], "o holds days"),
        ([f"{value:.3f}" for value in SIZE], "different values that are no numbers"),
    ],
    ids=["infinite", "no number", "an empty word", "an empty word, coded", "days", "text"],
)
def test_an_outcome_that_is_none_is_refused_by_name(outcome, said):
    with pytest.raises(ImpactError, match=said):
        evaluate(pa.table(BASE | {"o": outcome}), treatment="helped", outcomes=("o",), covariates=("age",))


@pytest.mark.parametrize("covariates", [("age",), ("age", "before")], ids=["apart", "among the covariates"])
def test_a_placebo_beyond_reckoning_is_refused_by_name(covariates):
    table = pa.table(BASE | {"before": SIZE * 1e300})
    with pytest.raises(ImpactError, match="before holds numbers too large"):
        evaluate(table, treatment="helped", outcomes=("again",), covariates=covariates, placebo=("before",))


@pytest.mark.parametrize(
    ("helped", "said"),
    [
        (HELPED + 1, "true and false, or by 1 and 0"),
        (np.where(HELPED, "yes", "no").tolist(), "true and false, or by 1 and 0"),
        ([None, None, *HELPED[2:].tolist()], "empty in 2 of 1,600 rows"),
        (np.where(np.arange(N) == 4, np.nan, HELPED), "empty in 1 of 1,600 rows"),
    ],
    ids=["1 and 2", "words", "unknown", "no number"],
)
def test_a_treatment_that_is_none_is_refused_by_name(helped, said):
    with pytest.raises(ImpactError, match=f"helped .*{said}"):
        evaluate(pa.table(BASE | {"helped": helped}), treatment="helped", outcomes=("again",), covariates=("age",))


def test_an_outcome_whose_name_has_a_colon_is_one_column():
    table = pa.table(BASE | {"a:b": BASE["again"]})
    result = evaluate(table, treatment="helped", outcomes=("a:b",), covariates=("age",))
    assert result.outcomes[0].kind == "any"


@pytest.mark.parametrize(
    ("time", "event", "said"),
    [
        (SIZE, HELPED, "needs times from 0 on in time"),
        (TWO, HELPED, "needs times from 0 on in time"),
        (np.abs(SIZE), TWO, "needs 0, 1 or 2 in event"),
    ],
    ids=["below zero", "words", "event in words"],
)
def test_times_and_events_that_are_none_are_refused_by_name(time, event, said):
    table = pa.table(BASE | {"time": time, "event": event})
    with pytest.raises(ImpactError, match=said):
        evaluate(table, treatment="helped", outcomes=("time:event",), covariates=("age",))
