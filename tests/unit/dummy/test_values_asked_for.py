"""What a protocol asks for comes up in made-up data, whatever the dictionary says of it."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.dummy.asked import asked_by, with_asked
from outcomelab.handovers.holding import Column
from outcomelab.protocol.model import Covariate, HoldingChoice, IndexEvent, Outcome, Protocol, Range, Study


def some(column, made, *asked):
    return with_asked(made, column, asked, np.random.default_rng(1)).to_pylist()


@given(st.sets(st.text("abcdefg", min_size=1, max_size=3), min_size=1, max_size=4))
def test_every_value_asked_of_a_column_without_codes_comes_up_and_others_stay(values):
    made = some(Column("offence", "string", "code"), pa.array(["other"] * 400), tuple(sorted(values)))
    assert set(made) == values | {"other"}
    assert 100 < made.count("other") < 300


@pytest.mark.parametrize(
    ("type_", "asked", "there"),
    [
        ("integer", Range(min=2.5, max=7), {2, 3, 7, 8}),
        ("number", Range(min=0.2), {0.2, -0.8}),
        ("number", Range(max=25_000), {25_000.0, 25_001.0}),
        ("integer", Range(min=4, max=1e300), {4, 3}),
        ("integer", (4, 9), {4, 9}),
        ("string", 4, {"4"}),
    ],
)
def test_of_a_range_there_are_values_within_and_just_past_each_end(type_, asked, there):
    kinds = {"integer": pa.int64(), "number": pa.float64(), "string": pa.string()}
    made = pa.array(["100" if type_ == "string" else 100] * 400, kinds[type_])
    assert there < set(some(Column("x", type_, "attribute"), made, asked))


def test_what_is_missing_stays_missing_and_codes_and_days_come_up_by_themselves():
    assert some(Column("x", "string", "code"), pa.nulls(9, pa.string()), "a") == [None] * 9
    coded = Column("x", "string", "code", categories=("a", "b"))
    assert some(coded, pa.array(["b"] * 9), "a") == ["b"] * 9
    days = pa.array([dt.date(2020, 1, 1)] * 9)
    assert some(Column("x", "date", "attribute"), days, Range(min=dt.date(2018, 1, 1))) == days.to_pylist()


def test_conditions_are_found_wherever_a_protocol_has_them():
    outcome = Outcome(name="a", label="A", kind="any", table="arrests", where={"offence": "theft"},
                      first={"court": "x"}, graver={"court": "y"})  # fmt: skip
    covariate = Covariate(name="b", label="B", kind="count-before", table="arrests", from_days=9,
                          where={"offence": "fraud"})  # fmt: skip
    index = IndexEvent.model_validate(
        {"event": "start", "table": "releases", "from": dt.date(2018, 1, 1), "where": {"prison": ("p", "q")}}
    )
    words = dict.fromkeys(("title", "programme", "provider", "custodian", "agreement"), "a")
    made = Protocol(study=Study(**words), holding=HoldingChoice(name="h"), covariates=(covariate,), index=index,
                    outcomes=(outcome,))  # fmt: skip
    assert asked_by(made) == {
        ("releases", "prison"): (("p", "q"),), ("arrests", "offence"): ("fraud", "theft"),
        ("arrests", "court"): ("x", "y"),
    }  # fmt: skip
