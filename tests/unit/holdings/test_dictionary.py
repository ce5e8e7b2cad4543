"""The data dictionary: every mistake at once, each with what to write instead."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Column
from outcomelab.holdings.dictionary import read_dictionary
from outcomelab.holdings.record import read_record, write_record


def mistakes(ministry) -> list[str]:
    with pytest.raises(HoldingError) as refused:
        read_dictionary(ministry.descriptor)
    return [str(mistake) for mistake in refused.value.mistakes]


def test_a_dictionary_says_whose_the_holding_is_and_what_it_covers(ministry):
    found = read_dictionary(ministry.descriptor)
    said = (found.name, found.title, found.custodian, found.legal_basis, found.covers_from, found.covers_to)
    assert said == (
        "justice",
        "Court records",
        "Ministry of Justice",
        "Courts Act, section 12",
        dt.date(2010, 1, 1),
        dt.date(2020, 12, 31),
    )


def test_a_column_carries_what_the_dictionary_says_of_it(ministry):
    assert read_dictionary(ministry.descriptor).tables[1].columns[2] == Column(
        "kind", "string", "code", sensitive=True, categories=("theft", "fraud", "arson")
    )


def test_a_dictionary_written_into_the_record_comes_back_the_same(ministry, tmp_path):
    ministry.field(1, "violent")["constraints"] = {"enum": [True, False]}
    ministry.field(0, "schooling")["constraints"] = {"enum": [9, 12, 16]}
    dictionary = read_dictionary(ministry.descriptor)
    write_record(dictionary, tmp_path)
    assert read_record(tmp_path) == dictionary


def test_every_mistake_is_listed_at_once(ministry):
    ministry.dictionary["custodian"] = ""
    ministry.dictionary["coverage"]["from"] = "01/01/2010"
    ministry.field(0, "postcode")["identifier"] = "postcod"
    ministry.field(1, "day")["role"] = "evnt-date"
    ministry.field(1, "amount")["type"] = "float"
    assert mistakes(ministry) == [
        'coverage: "from" is not a date. Write it as "from": "2019-01-31".',
        'table persons, column 6 (postcode): there is no identifier "postcod". Did you mean "postcode"? '
        "Write one of surname, forename, middle, date_of_birth, sex, postcode or service_number.",
        'table offences, column 2 (day): there is no role "evnt-date". Did you mean "event-date"? '
        "Write one of person, identifier, attribute, event-date, code or amount.",
        'table offences, column 4 (amount): there is no type "float". Did you mean "number"? '
        "Write one of string, integer, number, boolean or date.",
        'the dictionary: "custodian" is missing. Add "custodian": "...".',
    ]


@pytest.mark.parametrize(
    ("key", "nearest"), [("custodain", "custodian"), ("legalbasis", "legal_basis"), ("resource", "resources")]
)
def test_an_unknown_key_is_answered_with_the_nearest(ministry, key, nearest):
    ministry.dictionary[key] = "x"
    assert f'the dictionary: "{key}" is not known here. Did you mean "{nearest}"?' in mistakes(ministry)


def test_a_property_that_would_change_how_values_are_read_is_not_passed_over(ministry):
    ministry.field(1, "amount")["decimalChar"] = ","
    assert '"decimalChar" is not known here' in mistakes(ministry)[0]


@pytest.mark.parametrize("key", ["description", "example", "rdfType"])
def test_what_frictionless_only_describes_is_passed_over(ministry, key):
    ministry.field(1, "amount")[key] = "words"
    assert read_dictionary(ministry.descriptor).name == "justice"


@pytest.mark.parametrize(
    "name", ["Offences", "1st", "a b", 'x" --', "é", "a" * 61, "", "_a", "select;", "a\nb", 7, None]
)
@pytest.mark.parametrize("place", ["holding", "table", "column"])
def test_a_name_that_sql_could_stumble_over_is_a_mistake(ministry, name, place):
    spot = {
        "holding": ministry.dictionary,
        "table": ministry.dictionary["resources"][1],
        "column": ministry.field(1, "amount"),
    }[place]
    spot["name"] = name
    assert len([words for words in mistakes(ministry) if "name" in words]) == 1


def test_the_name_of_the_person_key_is_taken(ministry):
    ministry.field(1, "amount")["name"] = "person_key"
    assert "the name person_key is taken" in mistakes(ministry)[0]


@pytest.mark.parametrize(
    ("table", "column", "change", "words"),
    [
        (1, "amount", {"role": "sensitive"}, '"sensitive" is not a role. Write "sensitive": true'),
        (1, "amount", {"role": None}, '"role" is missing'),
        (1, "amount", {"type": ["number"]}, '"type" is not a text'),
        (1, "amount", {"type": "date"}, "a column with the role amount cannot have the type date"),
        (1, "day", {"type": "string"}, "a column with the role event-date cannot have the type string"),
        (1, "person", {"type": "number"}, "a column with the role person cannot have the type number"),
        (0, "dob", {"type": "string"}, "a date_of_birth cannot have the type string. Write date"),
        (0, "dob", {"identifier": None}, '"identifier" is missing'),
        (0, "last_name", {"kept": True}, "this column cannot be kept among the content"),
        (0, "last_name", {"kept": "yes"}, '"kept" is neither true nor false'),
        (0, "schooling", {"identifier": "sex"}, '"identifier" does not go with the role attribute'),
        (0, "schooling", {"name": "surname"}, "a column called surname cannot go among the content"),
        (1, "day", {"format": "%d/%m/%y"}, "this date format cannot be used"),
        (1, "day", {"format": "any"}, "this date format cannot be used"),
        (1, "day", {"format": "%Y-%m"}, "this date format cannot be used"),
        (1, "day", {"format": "%d/%m/%Y' --"}, "this date format cannot be used"),
        (1, "amount", {"format": "%Y-%m-%d"}, '"format" does not go with the type number'),
        (1, "amount", {"constraints": {"enum": [1.5]}}, '"enum" does not go with the type number'),
        (1, "kind", {"constraints": {"enum": []}}, '"enum" is not a list of categories'),
        (1, "kind", {"constraints": {"enum": "theft"}}, '"enum" is not a list of categories'),
        (1, "violent", {"constraints": {"enum": ["maybe"]}}, '"enum" is not a list of categories'),
        (1, "kind", {"constraints": {"minLength": 2}}, '"minLength" is not known here'),
        (1, "kind", {"constraints": 3}, '"constraints" is not an object'),
    ],
)
def test_a_mistake_in_a_column_is_said(ministry, table, column, change, words):
    ministry.field(table, column).update(change)
    assert words in "\n".join(mistakes(ministry))


@pytest.mark.parametrize("path", ["/etc/passwd", "../persons.csv", "a/../../b.csv", "http://x/y.csv", "..\\x.csv"])
def test_a_path_out_of_the_dictionarys_folder_is_a_mistake(ministry, path):
    ministry.dictionary["resources"][0]["path"] = path
    assert '"path" leads out of the folder' in mistakes(ministry)[0]


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", "\0"])
def test_an_unknown_encoding_is_a_mistake(ministry, encoding):
    ministry.dictionary["resources"][0]["encoding"] = encoding
    assert "is not known" in mistakes(ministry)[0]


def test_no_table_with_one_row_a_person_is_a_mistake(ministry):
    ministry.dictionary["resources"][0]["one_row_a_person"] = False
    assert "the dictionary: no table has one row a person" in mistakes(ministry)[0]


def test_two_tables_with_one_row_a_person_are_a_mistake(ministry):
    ministry.dictionary["resources"][1]["one_row_a_person"] = True
    assert "the dictionary: 2 tables have one row a person" in mistakes(ministry)[0]


def test_a_table_needs_a_person_column(ministry):
    ministry.dictionary["resources"][1]["schema"]["fields"].pop(0)
    assert mistakes(ministry)[0].startswith("table offences: no column has the role person.")


def test_a_table_has_one_person_column_only(ministry):
    ministry.field(1, "kind").update({"role": "person", "constraints": {}})
    assert mistakes(ministry)[0].startswith("table offences: 2 columns have the role person.")


def test_the_person_number_has_one_type_everywhere(ministry):
    ministry.field(1, "person")["type"] = "integer"
    assert "the person number has different types" in mistakes(ministry)[0]


def test_a_table_of_events_has_no_identifier(ministry):
    ministry.field(1, "kind").update({"role": "identifier", "identifier": "postcode"})
    assert mistakes(ministry)[0].startswith("table offences, column kind: a table of events has an identifier")


def test_a_table_of_events_has_a_date(ministry):
    ministry.field(1, "day").update({"role": "attribute"})
    assert mistakes(ministry)[0].startswith("table offences: a table of events has no date")


def test_an_identifier_of_a_kind_comes_once(ministry):
    ministry.field(0, "first_name")["identifier"] = "surname"
    assert mistakes(ministry)[0].startswith("table persons: 2 columns are the identifier surname")


def test_persons_without_identifiers_cannot_be_linked(ministry):
    fields = ministry.dictionary["resources"][0]["schema"]["fields"]
    fields[:] = [one for one in fields if one["role"] != "identifier"]
    assert "has no identifiers" in mistakes(ministry)[0]


def test_two_tables_of_one_name_are_a_mistake(ministry):
    ministry.dictionary["resources"][1]["name"] = "persons"
    assert mistakes(ministry)[0].startswith("table persons: 2 tables have this name")


def test_two_columns_of_one_name_are_a_mistake(ministry):
    ministry.field(1, "violent")["name"] = "amount"
    assert mistakes(ministry)[0].startswith("table offences: 2 columns are called amount")


def test_coverage_that_ends_before_it_begins_is_a_mistake(ministry):
    ministry.dictionary["coverage"] = {"from": "2020-01-01", "to": "2010-01-01"}
    assert mistakes(ministry) == ['coverage: "from" is after "to". Write the earlier date first.']


@pytest.mark.parametrize("resources", [None, [], {}, ["persons"], 3])
def test_a_dictionary_needs_resources(ministry, resources):
    ministry.dictionary["resources"] = resources
    assert '"resources"' in mistakes(ministry)[0]


@pytest.mark.parametrize("schema", [None, "schema.json", {}, {"fields": []}, {"fields": [3]}])
def test_a_table_needs_a_schema_with_fields(ministry, schema):
    ministry.dictionary["resources"][1]["schema"] = schema
    assert mistakes(ministry)[0].startswith("table offences")


@pytest.mark.parametrize("missing", ["NA", [1], {"value": ""}])
def test_missing_values_are_a_list_of_texts(ministry, missing):
    ministry.dictionary["resources"][1]["schema"]["missingValues"] = missing
    assert '"missingValues" is not a list of texts' in mistakes(ministry)[0]


def test_json_that_breaks_off_is_said_with_its_line(tmp_path):
    (tmp_path / "d.json").write_text('{"name": "justice",\n "title": }')
    with pytest.raises(HoldingError, match="line 2, column 11: the JSON cannot be read"):
        read_dictionary(tmp_path / "d.json")


def test_a_key_written_twice_is_a_mistake(tmp_path):
    (tmp_path / "d.json").write_text('{"name": "justice", "name": "courts"}')
    with pytest.raises(HoldingError, match='"name" appears twice'):
        read_dictionary(tmp_path / "d.json")


@pytest.mark.parametrize("content", [b"", b"[]", b"3", b"\xff\xfe\x00", b"\x00" * 100, b"[" * 100_000])
def test_what_is_no_dictionary_is_refused_in_words(tmp_path, content):
    (tmp_path / "d.json").write_bytes(content)
    with pytest.raises(HoldingError, match=r"d\.json"):
        read_dictionary(tmp_path / "d.json")


def test_a_dictionary_that_is_not_there_is_refused_in_words(tmp_path):
    with pytest.raises(HoldingError, match="There is no dictionary"):
        read_dictionary(tmp_path / "d.json")


def test_a_dictionary_that_is_there_and_cannot_be_read_is_not_said_to_be_missing(tmp_path):
    (tmp_path / "d.json").mkdir()
    with pytest.raises(HoldingError, match=r"d\.json cannot be read"):
        read_dictionary(tmp_path / "d.json")


def test_a_byte_order_mark_does_not_matter(ministry):
    ministry.descriptor.write_bytes(b"\xef\xbb\xbf" + json.dumps(ministry.dictionary).encode())
    assert read_dictionary(ministry.folder / "dictionary.json").name == "justice"
