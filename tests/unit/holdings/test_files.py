"""Data files as ministries write them: encodings, separators, headings, Parquet."""

from __future__ import annotations

import datetime as dt
import gzip
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from outcomelab.errors import HoldingError
from outcomelab.holdings.content import open_content
from outcomelab.holdings.datafile import find
from outcomelab.holdings.dictionary import read_descriptor
from outcomelab.holdings.identifiers import open_identifiers
from outcomelab.holdings.register import add

NAMES = "SELECT surname, forename FROM persons WHERE forename = 'Zoë'"
OFFENCES = "SELECT * EXCLUDE person_key FROM offences ORDER BY day"


@pytest.fixture
def identifiers(ministry, rows):
    def run(query: str):
        add(ministry.descriptor, ministry.holdings, ministry.keys)
        return rows(open_identifiers(ministry.holdings, ministry.keys, "justice"), query)

    return run


@pytest.fixture
def content(ministry, rows):
    def run(query: str):
        add(ministry.descriptor, ministry.holdings, ministry.keys)
        return rows(open_content(ministry.holdings, ministry.keys, "justice"), query)

    return run


@pytest.fixture
def refused(ministry):
    def run() -> str:
        with pytest.raises(HoldingError) as refusal:
            add(ministry.descriptor, ministry.holdings, ministry.keys)
        return str(refusal.value)

    return run


@pytest.fixture
def persons(ministry) -> str:
    return (ministry.folder / "persons.csv").read_text(encoding="utf-8")


@pytest.fixture
def offences(ministry) -> str:
    return (ministry.folder / "offences.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
def test_names_survive_the_usual_encodings(ministry, identifiers, persons, encoding):
    ministry.write("persons.csv", persons, encoding)
    assert identifiers(NAMES) == [("Çelikhan", "Zoë")]


def test_an_encoding_the_dictionary_names_is_used(ministry, identifiers, persons):
    ministry.dictionary["resources"][0]["encoding"] = "iso-8859-2"
    ministry.write("persons.csv", persons.replace("Otto", "Łukasz"), "iso-8859-2")
    assert identifiers("SELECT forename FROM persons WHERE surname = 'Brambleby'") == [("Łukasz",)]


def test_an_encoding_that_does_not_fit_the_file_is_refused(ministry, refused, persons):
    ministry.dictionary["resources"][0]["encoding"] = "utf-8"
    ministry.write("persons.csv", persons, "windows-1252")
    assert "the file is not a text that can be read" in refused()


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_the_usual_separators_are_found(ministry, content, offences, delimiter):
    ministry.write("offences.csv", offences.replace(",", delimiter))
    assert len(content(OFFENCES)) == 4


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_usual_line_endings_are_read(ministry, content, offences, ending):
    ministry.write("offences.csv", offences.replace("\n", ending))
    assert len(content(OFFENCES)) == 4


def test_headings_are_known_in_any_order_case_and_spacing(ministry, identifiers, persons):
    mended = persons.replace("person,last_name,first_name", "PERSON, Last Name ,First-Name")
    ministry.write("persons.csv", mended)
    assert identifiers(NAMES) == [("Çelikhan", "Zoë")]


def test_columns_may_come_in_another_order_than_in_the_dictionary(ministry, content):
    ministry.write("offences.csv", "amount,violent,kind,day,person\n7,0,theft,2015-03-04,P-70002\n")
    assert content(OFFENCES) == [(dt.date(2015, 3, 4), "theft", 7.0, False)]


def test_values_in_quotation_marks_may_hold_the_separator(ministry, identifiers, persons):
    ministry.write("persons.csv", persons.replace("Brambleby", '"Bram, ""the"" bly"'))
    query = "SELECT surname FROM persons WHERE forename = 'Otto'"
    assert identifiers(query) == [('Bram, "the" bly',)]


def test_leading_noughts_of_a_person_number_stay(ministry, content):
    ministry.write(
        "persons.csv", "person,last_name,first_name,dob,sex,postcode,schooling\n007,A,B,,,,\n7,C,D,,,,1\n"
    )
    ministry.write("offences.csv", "person,day,kind,amount,violent\n007,2015-03-04,theft,1,0\n")
    query = "SELECT schooling FROM persons JOIN offences USING (person_key)"
    assert content(query) == [(None,)]


def test_a_person_number_of_the_type_integer_is_the_same_with_noughts(ministry, content):
    for table in (0, 1):
        ministry.field(table, "person")["type"] = "integer"
    ministry.write("persons.csv", "person,last_name,first_name,dob,sex,postcode,schooling\n7,A,B,,,,1\n")
    ministry.write("offences.csv", "person,day,kind,amount,violent\n007.0,2015-03-04,theft,1,0\n")
    query = "SELECT schooling FROM persons JOIN offences USING (person_key)"
    assert content(query) == [(1,)]


def test_space_around_a_value_is_taken_off(ministry, content):
    line = " P-70001 , 2015-03-04 ,theft  ,\u00a07 ,\ttrue\n"
    ministry.write("offences.csv", "person,day,kind,amount,violent\n" + line)
    assert content(OFFENCES) == [(dt.date(2015, 3, 4), "theft", 7.0, True)]


def test_missing_values_of_the_dictionary_are_null(ministry, content):
    ministry.dictionary["resources"][1]["schema"]["missingValues"] = ["", "NA", "-9"]
    ministry.write("offences.csv", "person,day,kind,amount,violent\nP-70001,2015-03-04,NA,-9,\n")
    assert content(OFFENCES) == [(dt.date(2015, 3, 4), None, None, None)]


def test_a_text_that_means_nothing_here_is_not_null(ministry, content):
    ministry.field(1, "kind")["constraints"] = {}
    ministry.write("offences.csv", "person,day,kind,amount,violent\nP-70001,2015-03-04,NULL,,\n")
    assert content(OFFENCES) == [(dt.date(2015, 3, 4), "NULL", None, None)]


def test_rows_with_nothing_in_them_are_passed_over(ministry, content, offences):
    ministry.write("offences.csv", offences.replace("\n", "\n\n,,,,\n"))
    assert len(content(OFFENCES)) == 4


def test_a_date_is_read_by_the_dictionarys_format(ministry, content):
    ministry.field(1, "day")["format"] = "%d/%m/%Y"
    ministry.write("offences.csv", "person,day,kind,amount,violent\nP-70001,03/04/2015,theft,,\n")
    assert content("SELECT day FROM offences") == [(dt.date(2015, 4, 3),)]


def parquet(ministry, **columns) -> None:
    ministry.dictionary["resources"][1]["path"] = "offences.parquet"
    given = {"person": ["P-70001"], "day": ["2015-03-04"], "kind": ["theft"], "amount": ["7"], "violent": ["true"]}
    pq.write_table(pa.table(given | columns), ministry.folder / "offences.parquet")


def test_parquet_gives_the_same_content_as_csv(ministry, content):
    days = [dt.date(2015, 3, 4), dt.date(2016, 1, 31), dt.date(2014, 12, 31), dt.date(2015, 6, 1)]
    parquet(
        ministry,
        person=["P-70001", "P-70001", "P-70003", "P-70004"],
        day=days,
        kind=pa.array(["theft", "fraud", "theft", "fraud"]).dictionary_encode(),
        amount=[918273.25, 0.5, None, 1e3],
        violent=[False, True, None, True],
    )
    assert content(OFFENCES) == [
        (dt.date(2014, 12, 31), "theft", None, None),
        (dt.date(2015, 3, 4), "theft", 918273.25, False),
        (dt.date(2015, 6, 1), "fraud", 1000.0, True),
        (dt.date(2016, 1, 31), "fraud", 0.5, True),
    ]


@pytest.mark.parametrize(
    "day",
    [
        pa.array([dt.datetime(2015, 7, 4, 23, 30)], pa.timestamp("ns")),
        pa.array(
            [dt.datetime(2015, 7, 4, 0, 30, tzinfo=ZoneInfo("Europe/Paris"))], pa.timestamp("us", "Europe/Paris")
        ),
        pa.array([dt.date(2015, 7, 4)], pa.date64()),
    ],
    ids=["a time of day", "a time zone", "milliseconds"],
)
def test_a_parquet_time_gives_the_day_on_its_own_calendar_whatever_the_format(ministry, content, day):
    ministry.field(1, "day")["format"] = "%d/%m/%Y"
    parquet(ministry, day=day)
    assert content("SELECT day FROM offences") == [(dt.date(2015, 7, 4),)]


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        ([Decimal("7.10")], 7.1),
        (pa.array([0.1], pa.float32()), 0.1),
        ([float("nan")], None),
        ([10**11], 1e11),
        ([-999_999_999_999.0], -999_999_999_999.0),
    ],
)
def test_parquet_numbers_arrive_as_written(ministry, content, amount, value):
    parquet(ministry, amount=amount)
    assert content("SELECT amount FROM offences") == [(value,)]


def test_whole_numbers_that_parquet_holds_as_fractions_are_whole(ministry, content):
    ministry.field(1, "amount")["type"] = "integer"
    parquet(ministry, amount=[3.0])
    assert content("SELECT amount FROM offences") == [(3,)]


@pytest.mark.parametrize("type_", [pa.int8(), pa.int64(), pa.uint32(), pa.float64(), pa.string()])
def test_whole_numbers_arrive_whatever_parquet_holds_them_as(ministry, content, type_):
    ministry.field(1, "amount")["type"] = "integer"
    parquet(ministry, amount=pa.array([7]).cast(type_))
    assert content("SELECT amount FROM offences") == [(7,)]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("amount", [1.0, float("inf")]),
        ("day", [dt.date(2015, 3, 4), dt.date(999, 3, 4)]),
        ("day", pa.array([16_000, 3_000_000], pa.int32()).cast(pa.date32())),
    ],
    ids=["no end", "before 1000", "after 9999"],
)
def test_what_no_text_could_say_is_refused_from_parquet_too(ministry, refused, name, values):
    twice = {"person": ["P-70001"] * 2, "day": ["2015-03-04"] * 2, "kind": ["theft"] * 2, "violent": ["true"] * 2}
    parquet(ministry, **{"amount": ["7"] * 2} | twice | {name: values})
    assert f"table offences, row 2, column {name}: the cell is not a" in refused()


@pytest.mark.parametrize(
    ("missing", "typed"),
    [([""], {"day", "amount", "violent"}), (["", "NA"], {"day", "amount", "violent"}), (["9"], set())],
)
def test_only_values_that_need_not_be_texts_are_read_as_they_are(ministry, missing, typed):
    ministry.dictionary["resources"][1]["schema"]["missingValues"] = missing
    parquet(ministry, day=[dt.date(2015, 3, 4)], amount=[7.0], violent=[True])
    source = read_descriptor(ministry.descriptor).sources[1]
    assert find(source, []).typed == typed


@pytest.mark.parametrize(
    ("type_", "missing", "value", "kept"),
    [
        ("integer", "-99", -99, None),
        ("integer", "NA", -99, -99),
        ("number", "-99.5", -99.5, None),
        ("number", "inf", float("inf"), None),
        ("boolean", "false", False, None),
        ("boolean", "NA", False, False),
        ("date", "1900-01-01", dt.date(1900, 1, 1), None),
    ],
)
def test_values_of_parquet_that_mean_none_are_null(ministry, content, type_, missing, value, kept):
    ministry.field(1, "amount").update({"type": type_, "role": "attribute"})
    ministry.dictionary["resources"][1]["schema"]["missingValues"] = ["", missing]
    parquet(ministry, amount=[value])
    assert content("SELECT amount FROM offences") == [(kept,)]


def test_rows_of_parquet_with_nothing_in_them_are_passed_over_and_counted(ministry, refused):
    given = {"person": [None, "P-70001"], "kind": [None, "theft"], "violent": [None, True]}
    parquet(ministry, **given, day=pa.array([None, dt.date(2009, 3, 4)]), amount=[float("nan"), 1.0])
    assert "column day: an event is dated outside the coverage, 2010-01-01 to 2020-12-31: row 2" in refused()


def test_rows_of_parquet_are_counted_from_one(ministry, refused):
    parquet(ministry, day=["2015-02-30"])
    assert "table offences, row 1, column day: the cell is not a date" in refused()


@pytest.mark.parametrize("amount", [[[1.0]], [{"a": 1}], [dt.time(1)], [dt.timedelta(1)]])
def test_parquet_columns_without_plain_values_are_refused(ministry, refused, amount):
    parquet(ministry, amount=amount)
    assert "offences.parquet, column amount: the type" in refused()


def test_a_parquet_file_cut_short_is_refused(ministry, refused):
    parquet(ministry)
    path = ministry.folder / "offences.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    assert "offences.parquet: the file cannot be read" in refused()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\n\n\n", "the first row has 0 of the dictionary's 5 column names"),
        (bytes(range(256)) * 8, "the file is not a text that can be read"),
        (gzip.compress(b"person,day"), "the file is not a text that can be read"),
        (b"PAR1 it is not", "the file cannot be read"),
        (b"x" * 10_000_000, "the first row has 0 of the dictionary's 5 column names"),
        (b'"' * 10_000_001, "the first row has 0 of the dictionary's 5 column names"),
        (b"person,day,kind,amount,violent\n" + b"x" * 40_000_000, "the file cannot be read to its end"),
        (b"P-70001,2015-03-04,theft,7,1\n", "the first row has 0 of the dictionary's 5 column names"),
    ],
    ids=["empty", "blank", "binary", "gzip", "no parquet", "one line", "quotes", "a long row", "no headings"],
)
def test_a_file_that_is_no_table_is_refused_in_words(ministry, refused, content, words):
    (ministry.folder / "offences.csv").write_bytes(content)
    assert words in refused()


def test_a_file_without_headings_is_refused_without_repeating_its_first_person(ministry, refused, persons):
    ministry.write("persons.csv", persons.partition("\n")[2])
    assert "Quillfeather" not in refused()


def test_a_file_that_is_not_there_is_refused_in_words(ministry, refused):
    (ministry.folder / "offences.csv").unlink()
    assert "table offences, offences.csv: there is no such file" in refused()


def test_a_folder_in_place_of_a_file_is_refused_in_words(ministry, refused):
    ministry.dictionary["resources"][1]["path"] = "."
    assert "the file cannot be read" in refused()


def test_columns_of_the_file_and_the_dictionary_must_be_the_same(ministry, refused):
    ministry.write("offences.csv", "person,day,kind,amuont,judge,,day\n")
    assert refused().splitlines()[1:] == [
        '  table offences, offences.csv: the column "amuont" is not in the dictionary. Did you mean "amount"?',
        '  table offences, offences.csv: the column "judge" is not in the dictionary. '
        "Describe it in the dictionary, or take it out of the file.",
        "  table offences, offences.csv: column 6 has no name. Name it, or take it out of the file.",
        "  table offences, offences.csv: the column amount of the dictionary is not in the file. "
        "Add it to the file, or take it out of the dictionary.",
        "  table offences, offences.csv: the column violent of the dictionary is not in the file. "
        "Add it to the file, or take it out of the dictionary.",
        "  table offences, offences.csv: 2 columns are called day. Keep one of them.",
    ]


def test_rows_with_cells_too_many_or_too_few_are_named(ministry, refused):
    ministry.write("offences.csv", "person,day,kind,amount,violent\n\nP-70001,2015-03-04,theft,1,000,1\nP-70001\n")
    assert "2 rows have more or fewer cells than the first row has names. Look at row 3, 4:" in refused()
