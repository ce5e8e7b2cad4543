"""Keys: where they lie, who can read them, and that they can be destroyed."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from outcomelab.errors import HoldingError
from outcomelab.holdings.content import open_content
from outcomelab.holdings.identifiers import open_identifiers
from outcomelab.holdings.keys import check_place, default_keys, destroy_key, keep_key, made_key, new_key, read_key
from outcomelab.holdings.members import key_of_members
from outcomelab.holdings.register import add
from outcomelab.holdings.seal import seal_key
from outcomelab.holdings.vault import vault_key


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_lie_beside_the_holdings_by_default(tmp_path):
    assert default_keys(tmp_path / "holdings") == tmp_path / "holdings.keys"


def test_whoever_reads_a_key_leaves_no_second_name_of_it(tmp_path):
    keep_key(tmp_path / "a.key", new_key())
    (tmp_path / ".a.key.part").hardlink_to(tmp_path / "a.key")  # as one leaves it who is killed just then
    read_key(tmp_path / "a.key")
    assert [path.name for path in tmp_path.iterdir()] == ["a.key"]


@pytest.mark.parametrize(
    "asked",
    [
        lambda closed: read_key(closed / "a.key"),
        seal_key,
        lambda closed: vault_key(closed.parent / "holdings", closed, closed.parent / "ledger"),
        lambda closed: check_place(closed.parent / "holdings", closed, "justice"),
        lambda closed: key_of_members(closed, "justice"),
    ],
)
def test_a_folder_of_keys_that_cannot_be_looked_into_is_told_in_words(tmp_path, asked):
    closed = tmp_path / ("k" * 300)  # the system refuses to look there, also for whoever may read everything
    with pytest.raises(HoldingError, match="cannot be"):
        asked(closed)


def test_the_default_folder_of_keys_is_never_inside_the_holdings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert default_keys(Path()) == tmp_path.parent / f"{tmp_path.name}.keys"


def test_every_store_has_its_own_key(ministry):
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    keys = {read_key(path) for path in ministry.keys.iterdir()}
    assert [len(key) for key in keys] == [64, 64, 64]  # identifiers, content, member numbers


def test_only_the_owner_can_read_the_keys(ministry):
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    assert (mode(ministry.keys), {mode(path) for path in ministry.keys.iterdir()}) == (0o700, {0o600})


def test_of_several_who_need_a_key_first_at_once_all_have_the_same(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        for again in range(20):
            path = tmp_path / str(again) / "lab.seal.key"
            assert set(pool.map(made_key, [path] * 8)) == {read_key(path)}


def test_a_key_is_not_made_where_a_folder_lies(tmp_path):
    with pytest.raises(HoldingError, match="cannot be read"):
        made_key(tmp_path)


@pytest.mark.parametrize("inside", ["", "keys", "justice/keys"])
def test_a_folder_of_keys_inside_the_holdings_is_refused(ministry, inside):
    with pytest.raises(HoldingError, match="inside one another"):
        add(ministry.descriptor, ministry.holdings, ministry.holdings / inside)


def test_holdings_inside_the_folder_of_keys_are_refused(tmp_path):
    with pytest.raises(HoldingError, match="inside one another"):
        check_place(tmp_path / "keys" / "holdings", tmp_path / "keys", "justice")


def test_a_folder_of_keys_inside_the_holdings_by_a_link_is_refused(tmp_path):
    (tmp_path / "holdings" / "keys").mkdir(parents=True)
    (tmp_path / "keys").symlink_to(tmp_path / "holdings" / "keys")
    with pytest.raises(HoldingError, match="inside one another"):
        check_place(tmp_path / "holdings", tmp_path / "keys", "justice")


def test_a_folder_of_keys_open_to_others_is_refused(tmp_path):
    (tmp_path / "keys").mkdir(mode=0o755)
    with pytest.raises(HoldingError, match="chmod 700"):
        check_place(tmp_path / "holdings", tmp_path / "keys", "justice")


def test_a_file_is_no_folder_of_keys(tmp_path):
    (tmp_path / "keys").touch()
    with pytest.raises(HoldingError, match="is a file"):
        check_place(tmp_path / "holdings", tmp_path / "keys", "justice")


def test_a_key_of_another_holding_of_that_name_is_never_overwritten(ministry):
    ministry.keys.mkdir(mode=0o700)
    (ministry.keys / "justice.content.key").write_text("its key")
    with pytest.raises(HoldingError, match=r"already has justice\.content\.key"):
        add(ministry.descriptor, ministry.holdings, ministry.keys)


def test_a_key_is_not_written_over_another(tmp_path):
    keep_key(tmp_path / "keys" / "a.key", new_key())
    with pytest.raises(HoldingError, match="cannot be written"):
        keep_key(tmp_path / "keys" / "a.key", new_key())


@pytest.mark.parametrize("content", [b"", b"0123", b"\xff\xfe", b"g" * 64])
def test_a_file_that_holds_no_key_is_refused(tmp_path, content):
    (tmp_path / "a.key").write_bytes(content)
    with pytest.raises(HoldingError):
        read_key(tmp_path / "a.key")


def test_opening_content_needs_no_key_of_the_identifiers(ministry):
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    destroy_key(ministry.keys / "justice.identifiers.key")
    assert open_content(ministry.holdings, ministry.keys, "justice").path.name == "content.duckdb"


def test_a_missing_key_is_named(ministry):
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    destroy_key(ministry.keys / "justice.identifiers.key")
    with pytest.raises(HoldingError, match=r"justice\.identifiers\.key is not in"):
        open_identifiers(ministry.holdings, ministry.keys, "justice")


def test_a_key_is_overwritten_before_it_is_removed(tmp_path):
    keep_key(tmp_path / "a.key", new_key())
    (tmp_path / "b.key").hardlink_to(tmp_path / "a.key")
    key = read_key(tmp_path / "a.key")
    destroy_key(tmp_path / "a.key")
    assert key.encode() not in (tmp_path / "b.key").read_bytes()


def test_a_key_is_not_in_the_words_of_its_store(ministry):
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    store = open_content(ministry.holdings, ministry.keys, "justice")
    assert store.key not in repr(store)


def test_the_seal_key_is_made_once_and_stays(tmp_path):
    assert seal_key(tmp_path / "keys") == seal_key(tmp_path / "keys")
