"""Any file of people, read into identifiers."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from outcomelab.errors import CohortError, UsageError
from outcomelab.handovers.people import PEOPLE_IDENTIFIERS
from outcomelab.people.headings import Vocabulary
from outcomelab.people.mapping import VOCABULARY
from outcomelab.people.read import read_people

KINDS = ("people.csv", "people.xlsx", "people.parquet")
USUAL = {
    "first_name": "forename", "given_name": "forename", "forename": "forename", "fname": "forename",
    "FirstName": "forename", "last_name": "surname", "surname": "surname", "family_name": "surname",
    "lname": "surname", "middle": "middle", "middle_name": "middle", "middle_initial": "middle",
    "full name": "name", "Full_Name": "name", "dob": "date_of_birth", "date_of_birth": "date_of_birth",
    "birthdate": "date_of_birth", "born": "date_of_birth", "sex": "sex", "gender": "sex", "zip": "postcode",
    "zipcode": "postcode", "zip_code": "postcode", "postcode": "postcode",
    "mailing_address_zipcode": "postcode", "ssn": "service_number", "soc_sec_id": "service_number",
    "social_security_number": "service_number", "NHS number": "service_number",
    "service_number": "service_number", "national id": "service_number", "birth_year": "birth_year",
    "year_of_birth": "birth_year", "birth_month": "birth_month", "birth_day": "birth_day",
    "fname_c1": "forename", "fname_c2": "middle", "lname_c1": "surname", "postcode_fake": "postcode",
    "city": "place", "birth_place": "place", "suburb": "place", "email": "email", "E-mail address": "email",
}  # fmt: skip


def first(people, column):
    return people.identifiers[column][0].as_py()


@pytest.mark.parametrize(("heading", "field"), USUAL.items())
def test_a_usual_heading_is_recognised(heading, field):
    assert VOCABULARY.field_of(heading, {})[0] == field


@pytest.mark.parametrize(
    "heading", ["cluster", "pid", "simulant_id", "household_id", "unique_id", "employer_name", "by", "bm", "grp"]
)
def test_any_other_column_is_never_used(heading):
    assert VOCABULARY.field_of(heading, {}) is None


def test_year_month_and_day_are_known_by_two_letters_where_all_three_are_there(read):
    whole = {"fname_c1": ["Ilse"], "lname_c1": ["Moss"], "by": [1967], "bm": [9], "bd": [27]}
    found = read(whole, "people.csv")
    assert first(found, "date_of_birth") == dt.date(1967, 9, 27)
    assert "birth year from “by”" in found.notes[1]
    by_whom = {"last_name": ["Moss"], "zip": ["27514"], "by": ["Ann"]}
    assert "“by”" not in read(by_whom, "people.csv").notes[1]


def test_people_born_centuries_ago_are_read_as_they_are(read):
    old = {"full_name": ["thomas clifford", "julia pattle"], "dob": ["1630-08-01", "1815-06-11"]}
    found = read(old, "people.parquet")
    assert found.identifiers["date_of_birth"].to_pylist() == [dt.date(1630, 8, 1), dt.date(1815, 6, 11)]


def test_a_place_and_an_address_are_read_and_no_telling_of_their_own(read):
    whole = {"surname": ["Moss"], "dob": ["1990-04-03"], "city": ["Halden"], "email": ["i.moss@home.example"]}
    found = read(whole, "people.csv")
    assert (first(found, "place"), first(found, "email")) == ("Halden", "i.moss@home.example")
    with pytest.raises(CohortError, match="cannot tell people apart"):
        read({"surname": ["Moss"], "city": ["Halden"]}, "people.csv")


def test_no_two_fields_share_a_heading():
    headings = [h for field in VOCABULARY.fields.values() for h in (field.label.lower(), *field.headings)]
    assert len(headings) == len(set(headings))
    assert isinstance(VOCABULARY, Vocabulary)


@pytest.mark.parametrize("name", KINDS)
def test_people_are_read_alike_from_every_kind_of_file(read, people, name):
    found = read(people, name)
    assert found.identifiers.schema == PEOPLE_IDENTIFIERS
    assert found.identifiers["surname"].to_pylist() == people["Surname"]
    assert first(found, "date_of_birth") == dt.date(1990, 4, 3)
    assert found.ids.to_pylist() == [2, 3, 4]


BORN = {
    "text": pa.array(["1990-04-03", "1984-12-19"]),
    "large text": pa.array(["1990-04-03", "1984-12-19"], pa.large_string()),
    "a dictionary": pa.array(["1990-04-03", "1984-12-19"]).dictionary_encode(),
    "dates": pa.array([dt.date(1990, 4, 3), dt.date(1984, 12, 19)]),
    "timestamps": pa.array([dt.datetime(1990, 4, 3, 23), dt.datetime(1984, 12, 19)]),
    "timestamps of a zone": pa.array([dt.datetime(1990, 4, 3, 1), dt.datetime(1984, 12, 19, 1)]).cast(
        pa.timestamp("us", "UTC")
    ),
    "whole numbers": pa.array([19900403, 19841219]),
    "whole numbers with a gap": pa.array([19900403.0, None, 19841219.0]),
    "month first": pa.array(["04/03/1990", "12/19/1984"]),
}


@pytest.mark.parametrize("born", BORN.values(), ids=BORN)
def test_dates_of_birth_are_read_from_every_type(tmp_path, born):
    pq.write_table(
        pa.table({"surname": [f"Family{i}" for i in range(len(born))], "dob": born}), tmp_path / "p.parquet"
    )
    days = read_people(tmp_path / "p.parquet").identifiers["date_of_birth"].drop_null().to_pylist()
    assert days == [dt.date(1990, 4, 3), dt.date(1984, 12, 19)]


def test_year_month_and_day_apart_are_a_date(read):
    found = read({"lname": ["Okonkwo"], "birth_year": ["1990"], "birth_month": ["4"], "birth_day": ["3.0"]})
    assert first(found, "date_of_birth") == dt.date(1990, 4, 3)


def test_a_day_that_cannot_be_is_none_and_counted(read):
    found = read({"lname": ["A", "B"], "birth_year": [1990, 1990], "birth_month": [2, 2], "birth_day": [30, 3]})
    assert first(found, "date_of_birth") is None
    assert any("1 date in “birth_year” cannot be read" in note for note in found.notes)


def test_a_year_by_itself_is_no_date_and_that_is_said(read):
    found = read({"lname": ["Okonkwo"], "zip": ["27001"], "birth_year": ["1990"]})
    assert first(found, "date_of_birth") is None
    assert any("year, month and day are needed" in note for note in found.notes)


def test_dates_that_could_be_swapped_keep_both_readings(read):
    found = read({"lname": ["A", "B"], "dob": ["03/04/1990", "05/06/1984"]})
    assert (first(found, "date_of_birth"), first(found, "born_also")) == (
        dt.date(1990, 4, 3),
        dt.date(1990, 3, 4),
    )


def test_the_zeros_that_a_zip_lost_come_back(tmp_path):
    pq.write_table(pa.table({"surname": ["Okonkwo"], "zip": [2138]}), tmp_path / "p.parquet")
    assert first(read_people(tmp_path / "p.parquet"), "postcode") == "02138"


def test_a_postcode_that_is_no_zip_stays(read):
    assert first(read({"surname": ["Okonkwo"], "postcode": ["4223"]}), "postcode") == "4223"


def test_a_full_name_is_taken_apart(read):
    found = read({"full_name": ["Brandvold, Teodor Anselm"], "dob": ["1984-12-19"]})
    assert [first(found, part) for part in ("surname", "forename", "middle")] == ["Brandvold", "Teodor", "Anselm"]


def test_rows_that_say_nothing_are_passed_over(read, people):
    found = read({name: [*values[:2], "", values[2]] for name, values in people.items()})
    assert found.ids.to_pylist() == [2, 3, 5]
    assert any("1 row says nothing" in note for note in found.notes)


def test_cells_that_hold_nothing_of_a_person_are_none(read):
    found = read(
        {"surname": ["Okonkwo", "B"], "zip": ["n/a", "=1+1"], "sex": ["x", "female"], "dob": ["?", "1990-01-02"]}
    )
    table = found.identifiers
    assert table["postcode"].null_count == 2
    assert table["sex"].to_pylist() == [None, "F"]


def test_notes_say_which_column_was_taken_for_what(read, people):
    notes = " ".join(read({**people, "cluster": [1, 2, 3]}).notes)
    assert "surname from “Surname”, forename from “First name” and date of birth from “DOB”" in notes
    assert "1 other column is not used" in notes


def test_no_note_has_a_value_or_an_unknown_heading(read, people):
    notes = " ".join(read({**people, "Brandvold": ["x", "y", "z"]}).notes)
    assert "Brandvold" not in notes


def test_people_do_not_print_themselves(read, people):
    assert "Okonkwo" not in repr(read(people))


REFUSED = {
    "nothing that tells apart": ({"Surname": ["A", "B"]}, {}, "cannot tell people apart"),
    "no known heading": ({"alpha": ["A"], "beta": ["B"]}, {}, "None of its columns is known"),
    "nobody": ({"Surname": [], "DOB": []}, {}, "nobody below"),
    "everybody born on one day": (
        {"Surname": [f"F{i}" for i in range(12)], "DOB": ["1990-01-01"] * 12},
        {},
        "everybody has the same date of birth",
    ),
    "everybody of one name": (
        {"Surname": ["Okonkwo"] * 10, "Forename": ["Marisol"] * 10, "DOB": [f"199{i}-01-02" for i in range(10)]},
        {},
        "everybody has the same name",
    ),
    "the same heading twice over different content": (
        {"Surname": ["A", "B"], "surname ": ["B", "A"], "DOB": ["1990-01-01", "1991-01-01"]},
        {},
        "columns A and B have the same heading",
    ),
    "an unknown field": ({"Surname": ["A"], "DOB": ["1990-01-01"]}, {"surnam": "Surname"}, "Did you mean surname"),
    "a field by another name": (
        {"Surname": ["A"], "DOB": ["1990-01-01"]}, {"first_name": "Surname"}, "Did you mean forename"
    ),
    "a mapped column that is not there": (
        {"Surname": ["A"], "DOB": ["1990-01-01"]}, {"surname": "Surnam"}, "Did you mean the heading of column A"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ["people.csv", "people.parquet"])
@pytest.mark.parametrize(("columns", "mapping", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_linked_is_refused_in_words(write, columns, mapping, words, name):
    with pytest.raises(CohortError, match=words) as caught:
        read_people(write(columns, name), mapping, called="the left file")
    assert str(caught.value).startswith(f"The left file ({name}) cannot be used.")
    assert caught.value.__context__ is None
    assert "Marisol" not in str(caught.value)


def test_a_column_of_another_type_is_refused_by_its_heading(tmp_path):
    pq.write_table(pa.table({"surname": [["Okonkwo"]], "dob": ["1990-04-03"]}), tmp_path / "p.parquet")
    with pytest.raises(CohortError, match="“surname” holds list") as caught:
        read_people(tmp_path / "p.parquet")
    assert "Okonkwo" not in str(caught.value)


BAD = {
    "a damaged Parquet file": ("p.parquet", b"PAR1" + b"\0" * 99, "damaged"),
    "another file called Parquet": ("p.parquet", b"Surname,DOB\n", "is none"),
    "an empty file": ("p.csv", b"", "empty"),
    "a picture": ("p.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "is a picture"),
}


@pytest.mark.parametrize(("name", "content", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_is_explained(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CohortError, match=words) as caught:
        read_people(tmp_path / name)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("name", ["nowhere.csv", "nowhere.parquet", "a\0b.csv"])
def test_a_missing_file_is_explained(tmp_path, name):
    with pytest.raises(CohortError, match=r"no such file|cannot be opened"):
        read_people(tmp_path / name)


def test_a_million_rows_are_read_without_a_loop_over_them(tmp_path):
    numbers = np.arange(300_000)
    table = pa.table({"surname": pa.array(numbers % 5000).cast(pa.string()), "dob": 19500101 + numbers % 28})
    pq.write_table(table.append_column("ssn", pa.array(numbers)), tmp_path / "p.parquet")
    assert len(read_people(tmp_path / "p.parquet", id_column="ssn").ids) == 300_000


def test_a_file_may_be_named_by_text(write, people):
    assert len(read_people(str(write(people))).ids) == 3


def test_what_is_no_name_of_a_file_is_refused():
    with pytest.raises(UsageError, match="the name of a file"):
        read_people(3)
