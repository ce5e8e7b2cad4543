"""What an encoding says, and what it doesn't."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from outcomelab.encoding import encode as encoder
from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.encoding.parts import parts
from outcomelab.encoding.vector_people import people
from outcomelab.errors import EncodingError
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.encoded import ENCODED, FILTER, HARDENINGS, PAIRS, SINGLES
from outcomelab.people.standardise import records

KEY = ProjectKey("tests", bytes(range(32)))
NUMBERS = (*PAIRS, *SINGLES, *FILTER)


def table(*persons):
    rows = [{"row": row, **person} for row, person in enumerate(persons, start=2)]
    return pa.Table.from_pylist(rows, COHORT_IDENTIFIERS)


def rows(*persons, key=KEY, hardening="plain"):
    return encode(table(*persons), key, hardening).records.to_pylist()


def all_numbers(encoded, names=NUMBERS):
    return {number for name in names for number in encoded.records[name].to_pylist()} - {None, 0}


@pytest.mark.parametrize("hardening", HARDENINGS)
def test_the_records_follow_the_schema_row_by_row(hardening):
    encoded = encode(people(), KEY, hardening)
    assert encoded.records.schema == ENCODED
    assert encoded.records["row"].to_pylist() == people()["row"].to_pylist()
    assert encoded.encoding.records == people().num_rows


def test_two_keys_share_no_number():
    other = ProjectKey("tests", bytes(32))
    assert not all_numbers(encode(people(), KEY)) & all_numbers(encode(people(), other))


def test_two_projects_share_no_number():
    other = ProjectKey("other tests", KEY.secret)
    assert not all_numbers(encode(people(), KEY)) & all_numbers(encode(people(), other))


def test_the_two_hardenings_share_everything_but_the_filter():
    plain, diffused = (encode(people(), KEY, hardening).records for hardening in HARDENINGS)
    kept = ["row", *PAIRS, *SINGLES]
    assert plain.select(kept).equals(diffused.select(kept))
    assert not {*plain["f0"].to_pylist()} & {*diffused["f0"].to_pylist()} - {None}


def test_no_column_is_alike_for_two_who_share_a_single_name_only():
    one = {"surname": "Archer", "forename": "Ann", "date_of_birth": dt.date(1980, 1, 2), "postcode": "AA1"}
    other = {"surname": "Archer", "forename": "Bea", "date_of_birth": dt.date(1991, 3, 14), "postcode": "ZZ9"}
    first, second = rows(one, other)
    assert [name for name in (*PAIRS, *SINGLES) if first[name] is not None and first[name] == second[name]] == []


def test_a_missing_part_leaves_its_columns_empty_and_no_others():
    [row] = rows({"surname": "Archer", "date_of_birth": dt.date(1980, 12, 31)})
    there = {name for name, value in row.items() if value is not None}
    dates = {"born", "born_year", "born_year_month", "born_year_day", "born_month_day"}
    assert there == {"row", "surname_born", *dates, *FILTER, "ones"}


def test_somebody_of_whom_nothing_is_known_has_nothing_but_a_row():
    [row] = rows({})
    assert {name for name, value in row.items() if value is not None} == {"row"}


def test_what_an_empty_place_hides_is_nothing():
    encoded = encode(table({"surname": "Archer"}, {"forename": "Ann"}), KEY).records
    for name in ("pair", "surname_born", "forename_postcode", "born", "f0"):
        column = encoded[name].combine_chunks()
        hidden = np.frombuffer(column.buffers()[1], np.int64, len(column), column.offset * 8)
        assert not hidden[~column.is_valid().to_numpy(zero_copy_only=False)].any()


def test_names_in_the_other_order_give_the_same_pairs_and_the_same_filter():
    one, other = rows({"surname": "Archer", "forename": "Bob"}, {"surname": "Bob", "forename": "Archer"})
    for name in ("pair", "called_pair", "sound_pair", *FILTER, "ones"):
        assert one[name] == other[name]


def test_a_nickname_and_its_full_name_share_what_they_are_called():
    day = dt.date(1980, 1, 2)
    one, other = rows(
        {"surname": "Archer", "forename": "Liz", "date_of_birth": day},
        {"surname": "Archer", "forename": "Elizabeth", "date_of_birth": day},
    )
    assert one["called_pair"] == other["called_pair"]
    assert one["called_born"] == other["called_born"]
    assert one["pair"] != other["pair"]


def test_a_date_swapped_is_the_other_reading():
    one, other = rows(
        {"date_of_birth": dt.date(1990, 4, 3), "born_also": dt.date(1990, 3, 4)},
        {"date_of_birth": dt.date(1990, 3, 4)},
    )
    assert one["born_also"] == one["born_swapped"] == other["born"]
    assert rows({"date_of_birth": dt.date(1990, 4, 13)})[0]["born_swapped"] is None


def test_similar_names_share_most_bits_and_different_ones_few():
    one, close, far = (
        np.array([row[name] for name in FILTER], np.int64).view(np.uint64)
        for row in rows(
            {"surname": "Whitehead", "forename": "Katherine"},
            {"surname": "Whitehaed", "forename": "Katherine"},
            {"surname": "Bjornsson", "forename": "Oluf"},
        )
    )

    def dice(a, b):
        return 2 * np.bitwise_count(a & b).sum() / (np.bitwise_count(a).sum() + np.bitwise_count(b).sum())

    assert dice(one, close) > 0.8 > 0.55 > dice(one, far)


def test_a_common_name_fills_two_bits_in_five_and_diffused_half():
    named = [{"surname": "Parker", "forename": "Susan"}]
    assert rows(*named)[0]["ones"] == pytest.approx(400, abs=50)
    assert rows(*named, hardening="diffused-5")[0]["ones"] == pytest.approx(500, abs=60)


def test_ones_counts_the_bits():
    for row in rows({"surname": "Archer"}, {"forename": "Ann"}, hardening="diffused-5"):
        assert row["ones"] == sum((row[name] % 2**64).bit_count() for name in FILTER)


def test_the_parts_are_those_of_the_standard_form():
    standard, found = records(people()), parts(people()).kinds
    for name in ("middle", "sex", "postcode", "service_number"):
        column = found[name][1]
        texts = [column.distinct[place] if place >= 0 else None for place in column.places]
        assert texts == standard[name].to_pylist()


def test_persons_of_a_holding_are_encoded_like_participants():
    persons = people().drop_columns("born_also").rename_columns(["person_key", *_rest()])
    both = [name for name in ENCODED.names if name != "born_also"]
    assert encode(persons, KEY).records.select(both).equals(encode(people(), KEY).records.select(both))


def _rest():
    return [name for name in COHORT_IDENTIFIERS.names if name not in ("row", "born_also")]


def test_long_lists_are_encoded_some_at_a_time_like_short_ones(monkeypatch):
    whole = {hardening: encode(people(), KEY, hardening).records for hardening in HARDENINGS}
    monkeypatch.setattr(encoder, "AT_ONCE", 7)
    monkeypatch.setattr("outcomelab.encoding.filters._SOME", 5)
    for hardening in HARDENINGS:
        assert encode(people(), KEY, hardening).records.equals(whole[hardening])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (lambda t: t.drop_columns("surname"), "lacks: surname"),
        (lambda t: t.set_column(4, "date_of_birth", pa.array(["x"] * t.num_rows)), "not of the type"),
        (lambda t: pa.concat_tables([t, t]), "number of its own"),
        (lambda t: t.set_column(0, "row", pa.array([2**40] * t.num_rows)), "not of the type"),
    ],
)
def test_a_table_that_cannot_be_encoded_is_refused_without_a_value(changed, words):
    listed = table({"surname": "Secretname", "forename": "Ann"})
    with pytest.raises(EncodingError, match=words) as caught:
        encode(changed(listed), KEY)
    assert "Secret" not in str(caught.value)
    assert caught.value.__context__ is None


def test_another_hardening_is_refused():
    with pytest.raises(EncodingError, match="plain, diffused-5"):
        encode(people(), KEY, "salted")


def test_a_small_register_does_not_tell_how_common_names_are():
    encoded = encode(people(), KEY, rarity=True)
    assert encoded.encoding.surname_rarity == ()
    assert pc.all(encoded.records["surname_rarity"].is_null()).as_py()
