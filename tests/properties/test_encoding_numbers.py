"""Invariants of the encoding."""

import datetime as dt

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.encoding.encode import encode
from outcomelab.encoding.filters import diffused, sources
from outcomelab.encoding.keys import ProjectKey
from outcomelab.encoding.names import sound
from outcomelab.encoding.parts import swapped
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.encoded import HARDENINGS

KEY = ProjectKey("properties", bytes(range(32)))
texts = st.none() | st.text(max_size=25)
days = st.none() | st.dates(dt.date(1800, 1, 1), dt.date(2030, 1, 1))
persons = st.fixed_dictionaries(
    dict.fromkeys(("surname", "forename", "middle", "sex", "postcode", "service_number"), texts)
    | {"date_of_birth": days, "born_also": days}
)


def rows(people, hardening="plain"):
    listed = [{"row": row, **person} for row, person in enumerate(people)]
    encoded = encode(pa.Table.from_pylist(listed, COHORT_IDENTIFIERS), KEY, hardening).records
    return [{name: value for name, value in row.items() if name != "row"} for row in encoded.to_pylist()]


@settings(max_examples=40, deadline=None)
@given(st.lists(persons, min_size=1, max_size=6), st.randoms(use_true_random=False), st.sampled_from(HARDENINGS))
def test_the_same_person_has_the_same_numbers_whoever_else_is_on_the_list(people, random, hardening):
    shuffled = list(range(len(people)))
    random.shuffle(shuffled)
    whole = rows(people, hardening)
    assert rows([people[place] for place in shuffled], hardening) == [whole[place] for place in shuffled]
    assert rows(people[:1], hardening) == whole[:1]


@settings(max_examples=40, deadline=None)
@given(persons)
def test_case_and_spaces_around_change_nothing(person):
    loud = {name: f"  {value} " if isinstance(value, str) and value else value for name, value in person.items()}
    assert rows([loud]) == rows([person])


@given(st.text(st.characters(categories=["Ll", "Lo"]), min_size=1, max_size=20))
def test_a_sound_is_a_letter_and_three_digits(word):
    assert sound(word)[0] == word[0]
    assert len(sound(word)) == 4
    assert set(sound(word)[1:]) <= set("0123456")


@given(st.dates())
def test_a_date_swapped_twice_is_the_date(day):
    text = f"{day:%Y%m%d}".rjust(8, "0")
    once = swapped(text)
    assert (once is None) == (day.day > 12)
    assert once is None or swapped(once) == text


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 200), st.integers(0, 2**32))
def test_diffusion_is_linear(number, seed):
    draw = np.random.default_rng(seed)
    five = sources(KEY.derived("diffusion"))
    one, other = draw.integers(0, 2**63, (2, number, 16), dtype=np.uint64)
    assert np.array_equal(diffused(one ^ other, five), diffused(one, five) ^ diffused(other, five))
