"""Finding registered holdings by name."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from tests.nobody import nobody

from outcomelab.errors import HoldingError
from outcomelab.holdings.content import open_content
from outcomelab.holdings.identifiers import open_identifiers
from outcomelab.holdings.opening import fingerprint, read, registered
from outcomelab.holdings.register import add, remove


def test_where_there_is_no_folder_no_holding_is_registered(tmp_path):
    assert registered(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    ("closed", "mode"),
    [
        ("holdings", 0),
        ("holdings", 0o444),
        ("holdings", 0o111),
        ("holdings/justice", 0),
        ("holdings/justice", 0o444),
    ],
)
def test_a_holding_whose_folder_is_closed_is_not_said_to_be_missing(closed, mode):
    told = r"The holding justice in .* cannot be read\. Check who may read it\."
    with tempfile.TemporaryDirectory() as folder, nobody(Path(folder)):
        (Path(folder) / "holdings" / "justice").mkdir(parents=True)
        (Path(folder) / "holdings" / "justice" / "holding.json").touch()
        (Path(folder) / closed).chmod(mode)
        with pytest.raises(HoldingError, match=told):
            read(Path(folder) / "holdings", "justice")
        (Path(folder) / closed).chmod(0o700)


def test_nothing_is_removed_from_a_closed_folder_and_this_is_told():
    with tempfile.TemporaryDirectory() as folder, nobody(Path(folder)):
        closed = Path(folder) / "holdings"
        closed.mkdir(mode=0)
        with pytest.raises(HoldingError, match=r"holdings cannot be looked into\. Check who may open it\."):
            remove(closed, Path(folder) / "keys", "justice")
        closed.chmod(0o700)


def test_registered_holdings_come_by_name(ministry):
    for name in ("justice", "courts"):
        ministry.dictionary["name"] = name
        add(ministry.descriptor, ministry.holdings, ministry.keys)
    assert [dictionary.name for dictionary in registered(ministry.holdings)] == ["courts", "justice"]


def test_the_dictionary_read_back_is_the_one_registered(ministry):
    added = add(ministry.descriptor, ministry.holdings, ministry.keys)
    assert read(ministry.holdings, "justice") == added


@pytest.mark.parametrize("way", [open_identifiers, open_content, lambda h, _, n: read(h, n), remove])
def test_a_missing_holding_is_named_with_those_that_exist_and_the_nearest(ministry, way):
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    with pytest.raises(
        HoldingError, match=r'no holding justise .* Registered are: justice. Did you mean "justice"'
    ):
        way(ministry.holdings, ministry.keys, "justise")


@pytest.mark.parametrize("name", ["../justice", ".", "", "/etc", "justice/../justice"])
def test_a_name_never_leads_out_of_the_holdings(ministry, name):
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    with pytest.raises(HoldingError, match="no holding"):
        read(ministry.holdings, name)


def test_a_half_built_holding_is_not_registered(ministry):
    (ministry.holdings / ".justice.abc").mkdir(parents=True)
    (ministry.holdings / ".justice.abc" / "holding.json").write_text("{}")
    assert registered(ministry.holdings) == ()


def test_a_record_that_was_changed_is_refused_with_its_mistakes(ministry):
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    record = ministry.holdings / "justice" / "holding.json"
    thing = json.loads(record.read_text())
    thing["resources"][1]["schema"]["fields"][1]["role"] = "even-date"
    record.write_text(json.dumps(thing))
    with pytest.raises(HoldingError, match='Did you mean "event-date"'):
        read(ministry.holdings, "justice")


def test_the_record_is_a_data_package_without_paths(ministry):
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    thing = json.loads((ministry.holdings / "justice" / "holding.json").read_text())
    assert thing["resources"][1]["schema"]["fields"][2] == {
        "name": "kind",
        "type": "string",
        "role": "code",
        "sensitive": True,
        "constraints": {"enum": ["theft", "fraud", "arson"]},
    }


def test_a_copy_of_a_holding_is_the_same_and_one_registered_anew_or_changed_is_another(ministry, tmp_path):
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    first = fingerprint(ministry.holdings, "justice")
    shutil.copytree(ministry.holdings, tmp_path / "moved", copy_function=shutil.copyfile)
    assert fingerprint(tmp_path / "moved", "justice") == first
    with (tmp_path / "moved" / "justice" / "content.duckdb").open("r+b") as store:
        store.seek(20_000)
        byte = store.read(1)
        store.seek(20_000)
        store.write(bytes([byte[0] ^ 1]))
    assert fingerprint(tmp_path / "moved", "justice") != first
    remove(ministry.holdings, ministry.keys, "justice")
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    assert fingerprint(ministry.holdings, "justice") != first
