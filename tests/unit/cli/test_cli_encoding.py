"""Encoding on the command line: what a provider and a custodian see, and what they must not."""

import json
import stat
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from outcomelab.cli import main  # noqa: F401 registers the commands
from outcomelab.cli.app import app
from outcomelab.encoding.files import read
from outcomelab.encoding.keys import ProjectKey
from outcomelab.errors import CohortError, EncodingError, OutcomeLabError, UsageError

LIST = """Surname,Forename,Date of birth,Sex,Postcode
Archerson,Bob,1980-02-03,M,AB1 2CD
,,1980-02-03,M,AB1 2CD
Quillfeather,Ann,,F,
Müllerson,Änne,1990-12-31,F,10115
"""
PASSPHRASE = "seven long words nobody has said"  # noqa: S105


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A provider's folder: a list and the project's key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OUTCOMELAB_PASSPHRASE", raising=False)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    ProjectKey("Skills", bytes(range(32))).write(tmp_path / "skills.key")
    return tmp_path


def run(*words, typed=None):
    done = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def refused(kind, *words):
    with pytest.raises(kind) as caught:
        run(*words)
    return str(caught.value)


def test_a_list_is_encoded_and_those_left_out_are_named_by_row(desk):
    words = run("encode", "list.csv", "--key", "skills.key", "--out", "e.csv")
    assert "Encoded 2 people for the project Skills" in words
    assert "there is no name: row 3." in words
    assert "no postcode or service number: row 4." in words
    assert "Not the list, and not the key" in words
    assert read(desk / "e.csv").records["row"].to_pylist() == [2, 5]
    for secret in ("Archerson", "Quillfeather", "AB1", bytes(range(32)).hex()):
        assert secret not in words
        assert secret.encode() not in (desk / "e.csv").read_bytes()


@pytest.mark.parametrize("name", ["e.csv", "e.parquet"])
def test_what_is_encoded_is_closed_to_others_and_not_encoded_again(desk, name):
    run("encode", "list.csv", "--key", "skills.key", "--out", name)
    assert stat.S_IMODE((desk / name).stat().st_mode) == 0o600
    assert "encoded already" in refused(CohortError, "encode", name, "--key", "skills.key", "--out", "again.csv")
    assert not (desk / "again.csv").exists()


@pytest.mark.parametrize("spoiled", ["first line lost", "saved by a spreadsheet"])
def test_an_encoded_file_that_another_program_saved_is_known(desk, spoiled):
    run("encode", "list.csv", "--key", "skills.key", "--out", "e.csv")
    first, rest = (desk / "e.csv").read_text().split("\n", 1)
    quoted = '"' + first.replace('"', '""') + '"'
    (desk / "e.csv").write_text(rest if spoiled == "first line lost" else f"\ufeff{quoted}\r\n{rest}")
    assert "encoded already" in refused(
        CohortError, "encode", "e.csv", "--key", "skills.key", "--out", "again.csv"
    )


def test_one_person_is_a_person(desk):
    (desk / "list.csv").write_text(LIST.split("\n")[0] + "\n" + LIST.split("\n")[1] + "\n", encoding="utf-8")
    words = run("encode", "list.csv", "--key", "skills.key", "--out", "e.csv")
    assert "Encoded 1 person for" in words
    assert "1 record is encoded" in words


def test_a_passphrase_from_the_environment_or_typed_in_gives_the_same_file(desk, monkeypatch):
    run(
        "encode", "list.csv", "--passphrase-prompt", "--project", "Skills", "--out", "typed.parquet",
        typed=f"{PASSPHRASE}\n",
    )  # fmt: skip
    monkeypatch.setenv("OUTCOMELAB_PASSPHRASE", PASSPHRASE)
    words = run("encode", "list.csv", "--project", "Skills", "--out", "told.csv", "--hardening", "diffused-5")
    assert PASSPHRASE not in words
    typed, told = read(desk / "typed.parquet"), read(desk / "told.csv")
    assert typed.encoding.key == told.encoding.key == ProjectKey.from_passphrase("Skills", PASSPHRASE).mark
    assert typed.records["pair"].equals(told.records["pair"])
    assert told.encoding.hardening == "diffused-5"


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        (("encode", "list.csv", "--out", "e.csv"), UsageError, "needs the project's key"),
        (("encode", "--key", "skills.key", "--out", "e.csv"), UsageError, "Name one thing to encode"),
        (
            ("encode", "list.csv", "--holding", "h", "--key", "skills.key", "--out", "e.csv"),
            UsageError,
            "one thing",
        ),
        (("encode", "--holding", "h", "--key", "skills.key", "--out", "e.csv"), UsageError, "needs --holdings"),
        (
            ("encode", "list.csv", "--key", "skills.key", "--out", "e.xlsx"),
            EncodingError,
            "ends in .csv or .parquet",
        ),
        (("encode", "list.csv", "--key", "skills.key", "--out", "list.csv"), UsageError, "files that are read"),
        (
            ("encode", "list.csv", "--key", "skills.key", "--out", "e.csv", "--hardening", "salted"),
            EncodingError,
            "plain, diffused-5",
        ),
        (("encode", "list.csv", "--key", "list.csv", "--out", "e.csv"), EncodingError, "not a key file"),
        (
            ("encode", "list.csv", "--key", "skills.key", "--project", "Other", "--out", "e.csv"),
            UsageError,
            "of the project Skills, not of Other",
        ),
        (
            ("encode", "list.csv", "--key", "skills.key", "--passphrase-prompt", "--out", "e.csv"),
            UsageError,
            "Give one key",
        ),
        (("encode", "list.csv", "--passphrase-prompt", "--out", "e.csv"), UsageError, "--project NAME is needed"),
        (("encode", "gone.csv", "--key", "skills.key", "--out", "e.csv"), OutcomeLabError, "no such file"),
        (
            ("encode", "list.csv", "--key", "skills.key", "--out", "list.csv/e.csv"),
            UsageError,
            "cannot be written",
        ),
    ],
)
def test_what_cannot_work_is_refused_and_leaves_nothing(desk, words, kind, said):
    assert said in refused(kind, *words)
    assert {path.name for path in desk.iterdir()} == {"list.csv", "skills.key"}
    assert (desk / "list.csv").read_text(encoding="utf-8") == LIST


def test_folders_that_are_not_there_yet_are_made(desk):
    run("project-key", "new", "--project", "Skills", "--out", "keys/new/s.key")
    run("encode", "list.csv", "--key", "keys/new/s.key", "--out", "sent/may/e.csv")
    run("encode-page", "--out", "pages/a.html")
    assert stat.S_IMODE((desk / "keys/new").stat().st_mode) == 0o700
    assert (desk / "sent/may/e.csv").is_file()
    assert (desk / "pages/a.html").is_file()
    assert "cannot be written" in refused(
        EncodingError, "project-key", "new", "--project", "Skills", "--out", "list.csv/s.key"
    )


def test_a_key_is_made_for_its_owner_only_and_destroyed(desk):
    words = run("project-key", "new", "--project", "New one", "--out", "new.key")
    made = json.loads((desk / "new.key").read_text())
    assert made["project"] == "New one"
    assert made["key"] not in words
    assert stat.S_IMODE((desk / "new.key").stat().st_mode) == 0o600
    assert "exists already" in refused(EncodingError, "project-key", "new", "--project", "N", "--out", "new.key")
    run("project-key", "destroy", "new.key", "--yes")
    assert not (desk / "new.key").exists()


def test_destroying_asks_first_and_destroys_no_other_file(desk):
    done = CliRunner().invoke(app, ["project-key", "destroy", "skills.key"], input="n\n")
    assert done.exit_code == 1
    assert (desk / "skills.key").exists()
    assert "not a key file" in refused(EncodingError, "project-key", "destroy", "list.csv", "--yes")


def test_a_passphrase_is_shown_once_with_the_mark_its_typing_gives(desk):
    words = run("project-key", "code", "--project", "Skills")
    code = next(line.strip() for line in words.splitlines() if line.startswith("    "))
    assert ProjectKey.from_passphrase("Skills", code).mark in words
    assert {path.name for path in desk.iterdir()} == {"list.csv", "skills.key"}


def test_a_holding_is_encoded_under_running_numbers_that_only_the_custodian_can_undo(desk, small_ministry):
    holdings = small_ministry
    encode = ("encode", "--holding", "justice", "--holdings", holdings, "--key", "skills.key", "--out")
    words = run(*encode, "register.parquet")
    encoded = read(desk / "register.parquet")
    assert sorted(encoded.records["row"].to_pylist()) == [1, 2, 3, 4]
    [kept] = (holdings.parent / "holdings.keys").glob("justice.*.rows.parquet")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.name in words
    rows = pq.read_table(kept)
    assert rows.column_names == ["row", "person_key"]
    keys = {str(key) for key in rows["person_key"].to_pylist()}
    assert len(keys) == 4
    assert not keys & {str(number) for column in encoded.records.columns for number in column.to_pylist()}
    run(*encode, "again.csv")
    pq.write_table(rows.slice(1), kept)
    assert "in an earlier encoding" in refused(EncodingError, *encode, "third.csv")
    assert not (desk / "third.csv").exists()


@pytest.fixture
def small_ministry(tmp_path_factory):
    """A holding of four invented persons, registered."""
    from outcomelab.holdings.register import add

    folder = tmp_path_factory.mktemp("ministry")
    people = [
        ("Quillfeather", "Ada", "F"),
        ("Brambleby", "Otto", "M"),
        ("Çelikhan", "Zoë", "F"),
        ("Vane", "Max", "M"),
    ]
    lines = [f"P-{i},{s},{f},198{i}-02-17,{sex}" for i, (s, f, sex) in enumerate(people)]
    (folder / "persons.csv").write_text("person,last,first,dob,sex\n" + "\n".join(lines) + "\n", encoding="utf-8")
    (folder / "events.csv").write_text("person,day,kind\nP-0,2015-03-04,theft\n", encoding="utf-8")
    kinds = {"last": "surname", "first": "forename", "dob": "date_of_birth", "sex": "sex"}
    identifiers = [
        {"name": name, "type": "date" if name == "dob" else "string", "role": "identifier", "identifier": kind}
        for name, kind in kinds.items()
    ]
    person = {"name": "person", "type": "string", "role": "person"}
    tables = [
        {
            "name": "persons",
            "path": "persons.csv",
            "one_row_a_person": True,
            "schema": {"fields": [person, *identifiers]},
        },
        {
            "name": "events",
            "path": "events.csv",
            "schema": {
                "fields": [
                    person,
                    {"name": "day", "type": "date", "role": "event-date"},
                    {"name": "kind", "type": "string", "role": "code"},
                ]
            },
        },
    ]
    register = {
        "name": "justice",
        "title": "Court records",
        "custodian": "Ministry",
        "legal_basis": "An act",
        "coverage": {"from": "2010-01-01", "to": "2020-12-31"},
        "resources": tables,
    }
    (folder / "justice.json").write_text(json.dumps(register), encoding="utf-8")
    add(folder / "justice.json", folder / "holdings", folder / "holdings.keys")
    return folder / "holdings"


@pytest.mark.usefixtures("desk")
def test_a_refusal_is_words_and_a_status_on_the_real_command_line():
    command = [sys.executable, "-c", "from outcomelab.cli.main import main; main()"]
    wrong = ["encode", "list.csv", "--key", "list.csv", "--out", "e.csv"]
    done = subprocess.run([*command, *wrong], capture_output=True, text=True, check=False)
    assert done.returncode == EncodingError.exit_status
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_town_and_an_address_are_left_out_of_an_encoding_in_words(desk):
    head, *rows = LIST.strip().split("\n")
    more = [f"{head},City,E-mail", *(f"{row},Halden,p{nth}@home.example" for nth, row in enumerate(rows))]
    (desk / "more.csv").write_text("\n".join(more) + "\n", encoding="utf-8")
    words = run("encode", "more.csv", "--key", "skills.key", "--out", "more-encoded.csv")
    assert "neither place nor e-mail address" in " ".join(words.split())
    assert "Halden" not in words
    run("encode", "list.csv", "--key", "skills.key", "--out", "plain.csv")
    assert read(desk / "more-encoded.csv").records.equals(read(desk / "plain.csv").records)
