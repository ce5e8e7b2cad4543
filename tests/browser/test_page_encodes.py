"""A person encodes a list: from any usual file, with a key file or a passphrase."""

import csv
import hashlib
import json

import pytest


def rows_of(text):
    first, *others = text.splitlines()
    return json.loads(first.removeprefix("#")), list(csv.DictReader(others))


def test_a_text_file_and_a_workbook_of_the_same_people_give_the_same_numbers(
    desk, key_file, tmp_path, invented, as_csv, as_workbook, project
):
    people = invented(300)
    files = (as_csv(people), as_csv(people, ";", "utf-8-sig"), as_csv(people, "\t", "utf-16"))
    texts = []
    for file in files:
        at = desk()
        at.choose_list(file)
        texts.append(at.encoded_with(key_file))
    at = desk()
    at.choose_list(as_workbook(people, tmp_path / "list.xlsx"))
    texts.append(at.encoded_with(key_file))
    assert len(set(texts)) == 1
    metadata, rows = rows_of(texts[0])
    assert metadata["project"] == project
    assert metadata["records"] == len(rows) > 290


def test_nothing_of_the_list_is_in_the_file(desk, key_file, invented, as_csv):
    people = invented(100)
    at = desk()
    at.choose_list(as_csv(people))
    text = at.encoded_with(key_file)
    _, rows = rows_of(text)
    assert all(value.lstrip("-").isdigit() for row in rows for value in row.values() if value)
    assert not [cell for row in people for cell in row[:2] if len(cell) > 2 and cell in text]


def test_the_passphrase_and_the_key_made_of_it_give_the_same_file(desk, tmp_path, invented, as_csv, project):
    phrase = "korrekt pferd batterie klammer"
    key = hashlib.pbkdf2_hmac("sha256", phrase.encode(), f"outcomelab-encoding/1|{project}".encode(), 600_000)
    file = tmp_path / "key.json"
    file.write_text(json.dumps({"format": "outcomelab-project-key/1", "project": project, "key": key.hex()}))
    by_file, by_phrase = desk(), desk()
    for at in (by_file, by_phrase):
        at.choose_list(as_csv(invented(20)))
    by_phrase.page.check("#kind-passphrase")
    by_phrase.page.fill("#project", project)
    by_phrase.page.fill("#passphrase", f"  {phrase} ")
    by_phrase.encode()
    assert by_phrase.saved() == by_file.encoded_with(file)


def test_a_page_for_one_project_asks_for_no_name(desk, invented, as_csv, project):
    at = desk(project=project)
    at.choose_list(as_csv(invented(20)))
    at.page.check("#kind-passphrase")
    at.page.fill("#passphrase", "a passphrase long enough")
    at.encode()
    assert rows_of(at.saved())[0]["project"] == project


def test_the_key_is_forgotten_once_it_is_used(desk, key_file, invented, as_csv, project):
    at = desk()
    at.choose_list(as_csv(invented(20)))
    at.encoded_with(key_file)
    kept = "() => [document.querySelector('#key-file').files.length, localStorage.length, sessionStorage.length]"
    assert at.page.evaluate(kept) == [0, 0, 0]
    at.page.check("#kind-passphrase")
    at.page.fill("#project", project)
    at.page.fill("#passphrase", "a passphrase long enough")
    at.encode()
    assert at.page.input_value("#passphrase") == ""


def test_the_diffused_filter_is_another_and_the_numbers_are_the_same(desk, key_file, invented, as_csv):
    found = {}
    for hardening in ("plain", "diffused-5"):
        at = desk(hardening)
        at.choose_list(as_csv(invented(20)))
        metadata, found[hardening] = rows_of(at.encoded_with(key_file))
        assert metadata["hardening"] == hardening
    for plain, diffused in zip(found["plain"], found["diffused-5"], strict=True):
        differing = {name for name in plain if plain[name] != diffused[name]}
        assert differing <= {*(f"f{word}" for word in range(16)), "ones"}
        assert differing or not plain["ones"]


def test_rows_that_cannot_be_used_are_told_by_their_numbers_and_left_out(desk, key_file, as_csv):
    people = [
        ["Fjord", "Ada", "", "1980-02-03", "F", "", "", ""],
        ["", "", "", "1980-02-04", "F", "", "", ""],
        ["Fjell", "Per", "", "31/02/1980", "M", "", "", ""],
        ["", "", "", "", "", "", "", ""],
        ["Foss", "Kari", "", "1980-02-05", "neither", "", "", ""],
    ]
    at = desk()
    at.choose_list(as_csv(people))
    found = at.said("found")
    assert "there is no name: row 3." in found
    assert "no date of birth that can be read, and no postcode or service number: row 4." in found
    assert "female or male, in row 6." in found
    _, rows = rows_of(at.encoded_with(key_file))
    assert [row["row"] for row in rows] == ["2", "6"]
    assert "row 3" in at.said("summary")


def test_columns_with_other_headings_can_be_told(desk, key_file):
    people = [["Fjord", "Ada", "1980-02-03"], ["Foss", "Kari", "1981-02-03"]]
    odd = "\n".join(",".join(row) for row in [["Clan", "Given name", "Arrived"], *people]).encode()
    usual = "\n".join(",".join(row) for row in [["Surname", "Given name", "DOB"], *people]).encode()
    one, other = desk(), desk()
    one.choose_list(odd)
    assert "Say which column holds the dates of birth" in one.said("check-refusal")
    one.page.select_option("#column-surname", "0")
    one.page.select_option("#column-date_of_birth", "2")
    assert one.said("check-refusal") == ""
    other.choose_list(usual)
    assert one.encoded_with(key_file) == other.encoded_with(key_file)


DOUBTFUL = b"Surname,Forename,DOB\nFjord,Ada,03/04/1990\nFoss,Kari,05/05/1991\n"


@pytest.mark.parametrize(
    ("answer", "like"),
    [("#order-day", b"1990-04-03"), ("#order-month", b"1990-03-04")],
)
def test_an_order_of_day_and_month_that_the_list_leaves_open_is_asked(desk, key_file, answer, like):
    asked, plain = desk(), desk()
    asked.choose_list(DOUBTFUL)
    assert "people have a date" in asked.said("found") or "person has a date" in asked.said("found")
    asked.page.check(answer)
    plain.choose_list(DOUBTFUL.replace(b"03/04/1990", like).replace(b"05/05/1991", b"1991-05-05"))
    assert asked.encoded_with(key_file) == plain.encoded_with(key_file)


def test_without_an_answer_both_readings_are_encoded(desk, key_file):
    at = desk()
    at.choose_list(DOUBTFUL)
    _, rows = rows_of(at.encoded_with(key_file))
    assert rows[0]["born_also"] == rows[0]["born_swapped"] != ""
    assert rows[1]["born_also"] == ""


def test_a_list_that_settles_the_order_itself_is_not_asked_about(desk):
    at = desk()
    at.choose_list(DOUBTFUL + b"Fjell,Per,25/12/1970\n")
    assert not at.page.is_visible("#order")
    assert "Dates are read with the day first." in at.said("found")
