"""A disk that fills up while a command writes: a named error, nothing half-written, nothing in the way later."""

import resource
import shutil
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from outcomelab.cli import main  # noqa: F401 makes the commands known
from outcomelab.cli.app import app
from outcomelab.demo import recid
from outcomelab.errors import OutcomeLabError
from outcomelab.holdings.register import add

HOLDINGS = ("--holdings", "holdings")
LIST, PERSONS = "provider/participants.csv", "ministry/persons.csv"
COMMANDS = {
    "register a holding": ("holdings", "add", "ministry/justice.json", "--holdings", "other"),
    "make a key": ("project-key", "new", "--project", "Skills 2026", "--out", "deep/skills.key"),
    "make a template": ("template", "deep/list.xlsx"),
    "make a template as CSV": ("template", "deep/list.csv"),
    "write a first protocol": ("new-study", "justice", *HOLDINGS, "--out", "new.toml"),
    "write the page that encodes": ("encode-page", "--out", "page.html"),
    "make up a world": ("simulate", "--out", "world", "--persons", "2000", "--participants", "60"),
    "make up a holding": ("dummy", "justice", *HOLDINGS, "--out", "made"),
    "encode a list": ("encode", LIST, "--key", "known.key", "--out", "list-encoded.csv"),
    "encode a holding": (
        "encode",
        "--holding",
        "justice",
        *HOLDINGS,
        "--key",
        "known.key",
        "--out",
        "all.parquet",
    ),
    "say what is wrong in a list": ("check-cohort", LIST, "--problems", "problems.csv"),
    "count a table": ("protect", PERSONS, "--by", "sex", "--out", "cleared"),
    "count a table with the ledger": (
        *("protect", PERSONS, "--by", "sex", "--person", "person_no"),
        *("--ledger", "ledger", "--evidence", "evidence", "--out", "cleared"),
    ),
    "say what a study could see": ("power", "--participants", "200", "--rate", "35%", "--json", "power.json"),
}


@contextmanager
def room(size):
    """No file can grow beyond `size` bytes; the system refuses to write more, as it does when a disk is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """The demo's justice study before anybody asked it, and a project's key."""
    folder = tmp_path_factory.mktemp("given") / "lab"
    written = recid.write(folder, spoil=True)
    add(written.dictionary, folder / "holdings", folder / "holdings.keys")
    made = CliRunner().invoke(app, ["project-key", "new", "--project", "P", "--out", str(folder / "known.key")])
    assert made.exit_code == 0
    return folder


@pytest.fixture
def lab(given, tmp_path, monkeypatch):
    """The working directory, with a copy of it."""
    place = shutil.copytree(given, tmp_path / "lab")
    monkeypatch.chdir(place)
    return place


def files(place):
    return {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def is_a_key_or_empty(path):
    # Keys are whole, and made before what they lock; a ledger's lock stays, and is empty.
    return path.suffix == ".key" or path.parent.name.endswith(".keys") or not path.stat().st_size


@pytest.mark.parametrize("size", [10, 3_000, 30_000])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_on_a_full_disk_a_command_says_so_and_leaves_nothing_half_written(lab, command, size):
    before = files(lab)
    with room(size):
        ended = CliRunner().invoke(app, command)
    if ended.exit_code:
        assert isinstance(ended.exception, OutcomeLabError)
        assert "disk" in str(ended.exception) or "cannot be written" in str(ended.exception)
        after = files(lab)
        assert all(is_a_key_or_empty(path) for path in after if after[path] != before.get(path))
        ended = CliRunner().invoke(app, command)
    assert ended.exit_code == 0
    assert not [path for path in files(lab) if path.name.startswith(".") and path.name != ".lock"]
