"""An amendment is told by what it changes, and not by how it is written."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.protocol.changes import Change, changes
from outcomelab.protocol.fix import sha256
from outcomelab.protocol.read import read_text

TEXT = """
subgroups = ["sex"]
[study]
title = "Mentoring"
programme = "Mentoring"
provider = "Bridge Trust"
custodian = "Ministry"
agreement = "2026-001"
[holding]
name = "justice"
[tables.arrests]
date = "arrested_on"
[index]
event = "release"
table = "releases"
from = 2018-01-01
to = 2019-12-31
[[eligible]]
reason = "under 18"
age = { min = 18 }
[[covariates]]
name = "sex"
label = "Sex"
kind = "category"
column = "sex"
[[outcomes]]
name = "arrested"
label = "Arrested"
kind = "any"
table = "arrests"
where = { offence = ["theft", "fraud"] }
"""
SECOND = """
[[outcomes]]
name = "arrests"
label = "Arrests"
kind = "count"
table = "arrests"
"""


def told(before, after):
    return changes(read_text(before, "before"), read_text(after, "after"))


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        ('title = "Mentoring"', 'title = "More"', Change("study, title", '"Mentoring"', '"More"')),
        ("from = 2018-01-01", "from = 2018-07-01", Change("index, from", "2018-01-01", "2018-07-01")),
        ("[index]", "[linkage]\nprecision = 0.95\n[index]", Change("linkage, precision", "0.99", "0.95")),
        ("min = 18 ", "min = 21 ", Change("eligible, under 18, age", "{ min = 18 }", "{ min = 21 }")),
        ('subgroups = ["sex"]', "", Change("subgroups", '["sex"]', "[]")),
        ("[tables.arrests]\ndate = ", "[tables.arrests]\namount = \"fine\"\ndate = ",
         Change("tables.arrests, amount", "", '"fine"')),
        ('"fraud"', '"arson"',
         Change("outcomes, arrested, where", '{ offence = ["theft", "fraud"] }',
                '{ offence = ["theft", "arson"] }')),
        ('table = "arrests"', 'table = "arrests"\nto_day = 180',
         Change("outcomes, arrested, to_day", "365", "180")),
    ],
)  # fmt: skip
def test_each_thing_that_is_otherwise_is_told_with_what_it_was(was, now, change):
    assert was in TEXT
    assert told(TEXT, TEXT.replace(was, now)) == (change,)
    (back,) = told(TEXT.replace(was, now), TEXT)
    assert (back.before, back.after) == (change.after, change.before)


def test_what_is_written_otherwise_and_means_the_same_is_no_change():
    other = TEXT.replace('["theft", "fraud"]', '["fraud", "theft"]').replace("[study]", "# a comment\n[study]")
    assert told(TEXT, other) == ()


def test_an_outcome_that_comes_or_goes_is_told_with_all_that_it_says():
    primary = TEXT + "primary = true\n"
    (change,) = told(primary, primary + SECOND)
    assert (change.where, change.before) == ("outcomes, arrests", "")
    assert change.after == 'label = "Arrests"; kind = "count"; table = "arrests"'
    assert [one.after for one in told(primary + SECOND, primary)] == [""]


def test_outcomes_in_another_order_are_told_as_that():
    text = TEXT + "primary = true\n" + SECOND
    first, second = text[: text.index("[[outcomes]]")], text[text.index("[[outcomes]]") : -len(SECOND)]
    (change,) = told(text, first + SECOND + second)
    assert change == Change("outcomes, order", "arrested, arrests", "arrests, arrested")


def test_reasons_of_which_one_begins_like_another_are_two():
    item = TEXT[TEXT.index("[[eligible]]") : TEXT.index("[[covariates]]")]
    longer = item.replace("under 18", "under 18 (at release)")
    (change,) = told(TEXT.replace(item, longer + item), TEXT.replace(item, item + longer))
    assert change.where == "eligible, order"


@given(st.integers(1, 400), st.integers(401, 900), st.sampled_from(("lower", "higher")), st.floats(0.9, 0.999))
def test_protocols_with_other_hashes_are_told_apart_and_others_are_not(first, last, better, precision):
    other = (
        TEXT + f'from_day = {first}\nto_day = {last}\nbetter = "{better}"\n[linkage]\nprecision = {precision!r}\n'
    )
    assert tomllib.loads(other)
    one, two = read_text(TEXT, "one"), read_text(other, "two")
    assert (changes(one, two) == ()) == (sha256(one) == sha256(two))
    assert changes(two, two) == ()
