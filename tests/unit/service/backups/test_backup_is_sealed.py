"""A backup opens with its own secret alone, and only as it was written."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.errors import BackupError
from outcomelab.service.backups import sealing
from outcomelab.service.backups.secret import Kind, Secret, of_file, of_passphrase

KEY = Secret(Kind.KEY, bytes(range(32)))
PIECE = 64


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(sealing, "_PIECE", PIECE)


def sealed(parts, secret=KEY):
    stream = io.BytesIO()
    writer = sealing.Sealing(stream, secret)
    for part in parts:
        writer.write(part)
    writer.end()
    return stream.getvalue()


def unsealed(folder, content, secret=KEY, size=50):
    path = folder / "file"
    path.write_bytes(content)
    with path.open("rb") as stream:
        reader = sealing.Unsealing(path, stream, secret)
        found = b"".join(iter(lambda: reader.read(size), b""))
        reader.end()
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sealed")


@given(parts=st.lists(st.binary(max_size=3 * PIECE)), size=st.integers(1, 3 * PIECE))
def test_whatever_was_sealed_is_read_however_it_is_asked_for(folder, parts, size):
    assert unsealed(folder, sealed(parts), size=size) == b"".join(parts)


@given(content=st.binary(max_size=5 * PIECE), data=st.data())
def test_a_file_that_is_cut_off_anywhere_is_refused(folder, content, data):
    whole = sealed([content])
    with pytest.raises(BackupError, match=r"cut off|no backup|altered"):
        unsealed(folder, whole[: data.draw(st.integers(0, len(whole) - 1))])


@given(content=st.binary(max_size=5 * PIECE), data=st.data())
def test_a_file_with_one_bit_altered_anywhere_is_refused(folder, content, data):
    whole = bytearray(sealed([content]))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(BackupError):
        unsealed(folder, bytes(whole))


def test_pieces_that_change_places_or_are_left_out_are_refused(folder):
    whole = sealed([bytes(4 * PIECE)])
    heading = len(whole) - 4 * (PIECE + 16)
    start, pieces = whole[:heading], [whole[at : at + PIECE + 16] for at in range(heading, len(whole), PIECE + 16)]
    assert unsealed(folder, start + b"".join(pieces)) == bytes(4 * PIECE)
    for other in ([1, 0, 2, 3], [0, 1, 3], [0, 1, 2], [0, 1, 2, 3, 3]):
        with pytest.raises(BackupError, match="cut off or altered"):
            unsealed(folder, start + b"".join(pieces[at] for at in other))


def test_a_passphrase_opens_what_it_sealed_and_no_other_does(folder):
    words = "Œuvre complète, 12 août"
    whole = sealed([b"all of it"], of_passphrase(words, new=True))
    assert unsealed(folder, whole, of_passphrase(words)) == b"all of it"
    with pytest.raises(BackupError, match="does not open with this passphrase"):
        unsealed(folder, whole, of_passphrase(f"{words}."))


def test_another_key_or_a_secret_of_another_kind_is_told_from_a_damaged_file(folder):
    whole = sealed([b"all of it"])
    with pytest.raises(BackupError, match="does not open with this key file: it was sealed with another"):
        unsealed(folder, whole, Secret(Kind.KEY, bytes(32)))
    with pytest.raises(BackupError, match="sealed with a key file, not with a passphrase"):
        unsealed(folder, whole, of_passphrase("long enough words"))


def test_nothing_of_what_is_sealed_stands_in_the_file():
    assert b"Jane" not in sealed([b"Jane Smith"] * 20)


def test_a_key_is_made_once_and_one_that_is_lost_or_none_is_told(tmp_path):
    made = of_file(tmp_path / "backup.key", make=True)
    assert of_file(tmp_path / "backup.key", make=True) == made
    assert (tmp_path / "backup.key").stat().st_mode & 0o077 == 0
    assert made.said.hex() not in repr(made)
    with pytest.raises(BackupError, match="--key"):
        of_file(tmp_path / "lost.key")
    (tmp_path / "none.key").write_text("none")
    with pytest.raises(BackupError, match="--key"):
        of_file(tmp_path / "none.key", make=True)


def test_a_passphrase_that_can_be_guessed_seals_nothing():
    with pytest.raises(BackupError, match="12 characters"):
        of_passphrase("short", new=True)
