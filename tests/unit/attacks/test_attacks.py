"""Attacks on encodings: the strong ones read what is known to be weak, and what is hardened withstands them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.random import default_rng

from outcomelab.attacks.encodings.attack import attack
from outcomelab.attacks.encodings.combined import combined
from outcomelab.attacks.encodings.graph import guesses
from outcomelab.attacks.encodings.patterns import LOOKED_FOR, assigned, patterns
from outcomelab.attacks.encodings.words import advice, in_words
from outcomelab.errors import LinkageError
from outcomelab.handovers.attacks import Attacks, Column
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.encoded import ENCODED


@pytest.fixture(scope="module")
def people() -> pa.Table:
    """1,000 invented people."""
    fake = Faker("en_US")
    fake.seed_instance(5)
    draw = default_rng(5)
    number = 1_000
    columns = {
        "row": list(range(2, number + 2)),
        "surname": [fake.last_name() for _ in range(number)],
        "forename": [fake.first_name() for _ in range(number)],
        "date_of_birth": [fake.date_of_birth() for _ in range(number)],
        "sex": draw.choice(["F", "M"], number, p=[0.7, 0.3]).tolist(),
        "postcode": [f"{27000 + draw.integers(40):05d}" for _ in range(number)],
    }
    return pa.table({f.name: pa.array(columns.get(f.name, [None] * number), f.type) for f in COHORT_IDENTIFIERS})


@pytest.fixture(scope="module")
def plain(people) -> Attacks:
    return attack(people, "plain", "list")


@pytest.fixture(scope="module")
def diffused(people) -> Attacks:
    return attack(people, "diffused-5", "list")


def table_of(**columns: list[int]) -> pa.Table:
    """Encoded records with these columns, each with a whole name of its own."""
    number = len(next(iter(columns.values()), [1, 2, 3]))
    given = columns | {"row": list(range(number)), "pair": list(range(100, 100 + number))}
    return pa.table({f.name: pa.array(given.get(f.name, [None] * number), f.type) for f in ENCODED})


def column(told: Attacks, name: str) -> Column:
    return next(column for column in told.columns if column.name == name)


def test_plain_filters_are_read_by_who_holds_the_list(plain):
    assert plain.graph > 0.9


def test_diffused_filters_are_not(diffused):
    assert diffused.graph < 0.1


def test_no_pattern_is_found_in_diffused_filters(diffused):
    assert diffused.named_by_patterns == 0


def test_two_numbers_of_unlike_frequency_are_told_apart(plain):
    assert column(plain, "sex").ranked == pytest.approx(1)


def test_a_number_for_name_and_birth_is_nearly_everybodys_own(plain):
    assert column(plain, "surname_born").unique > 0.99


def test_a_leaked_key_gives_everybody_on_a_known_list_away(plain, diffused):
    assert plain.leaked == pytest.approx(1)
    assert diffused.leaked == pytest.approx(1)


def test_an_attacker_who_knows_others_only_finds_less(people, plain):
    assert attack(people, "plain", "population").graph < plain.graph


def test_the_same_seed_gives_the_same_shares_of_columns_that_no_key_changes(people, plain):
    again = attack(people, "plain", "list")
    assert column(again, "pair").unique == column(plain, "pair").unique


def test_a_short_list_is_refused(people):
    with pytest.raises(LinkageError, match="at least 1,000"):
        attack(people.slice(1), "plain", "list")


def test_a_list_of_the_same_few_names_is_refused(people):
    few = pa.array(["Smith", "Jones"] * 500)
    alike = people.set_column(1, "surname", [few]).set_column(2, "forename", [few])
    with pytest.raises(LinkageError, match="50 different names"):
        attack(alike, "plain", "list")


def test_bits_that_records_share_entirely_and_others_not_at_all_make_one_pattern():
    filters = np.zeros((5, 1024), bool)
    filters[:2, :70] = True
    filters[3, 500:510] = True
    found = patterns(filters)
    assert [pattern.bits.tolist() for pattern in found] == [list(range(70))]
    assert found[0].records.tolist() == [True, True, False, False, False]


@given(arrays(np.bool_, st.tuples(st.integers(1, 6), st.just(90))))
def test_looking_for_patterns_ends_on_any_filters(filters):
    assert len(patterns(filters)) <= LOOKED_FOR


def test_more_patterns_than_known_words_leave_the_others_unread():
    filters = np.zeros((6, 1024), bool)
    filters[:2, :70], filters[2:4, 100:180], filters[4:, 300:400] = True, True, True
    found = patterns(filters)
    read = assigned(found, np.array([1 / 3]), np.array([2]))
    assert len(found) == 3
    assert [word for _, word in read] == [0]


def test_advice_trusts_plain_encodings_to_the_trusted_only(plain, diffused):
    said = advice([plain, diffused])
    assert "trusted as if it were shown the names" in said[0]
    assert "must not see names" in said[1]


def test_a_hardening_that_only_the_lists_holder_reads_is_not_for_who_has_a_register(diffused):
    alone = replace(diffused, columns=())
    said = advice([replace(alone, combined=0.2), replace(alone, knows="population")])
    assert "has no such list or register" in said[0]


def test_whoever_is_alone_with_area_sex_and_birthday_is_named_by_who_holds_the_list():
    born = [1, 1, 1, 2, 2, 3]
    areas = [10, 10, 10, 20, 20, 20]
    encoded = table_of(area=areas, sex=[1, 1, 1, 1, 1, 2], born_year=born, born_month_day=born)
    assert combined(encoded, encoded, encoded) == pytest.approx(1 / 6)


def test_whoever_is_on_no_known_list_is_named_by_nothing_they_share():
    encoded = table_of(area=[1, 1, 2], sex=[1, 1, 2], born_year=[1, 1, 2], born_month_day=[1, 1, 2])
    others = encoded.set_column(encoded.column_names.index("pair"), "pair", [pa.array([7, 8, 9], pa.int64())])
    assert combined(encoded, encoded, others) == 0


def test_columns_that_are_empty_name_nobody():
    assert combined(table_of(), table_of(), table_of()) == 0


def test_words_name_nobody(people, plain):
    words = "\n".join(in_words(plain)).casefold()
    assert not any(name.casefold() in words.split() for name in set(people["surname"].to_pylist()))


def test_graph_matching_finds_unlike_shapes_again_in_any_order():
    draw = default_rng(1)
    shapes = draw.random((200, 1024)) < draw.uniform(0.2, 0.6, (200, 1))
    order = draw.permutation(200)
    found = guesses(shapes, shapes[order], (np.ones(200), np.ones(200)))
    assert (order[found] == np.arange(200)).mean() > 0.95
