"""Files that are no protocol are refused in words."""

from pathlib import Path

import pytest

from outcomelab.errors import ProtocolError
from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.read import read, read_against, read_text


def refusal(file: Path) -> str:
    with pytest.raises(ProtocolError) as raised:
        read(file)
    return str(raised.value)


def test_a_file_is_read(tmp_path: Path, short: str) -> None:
    (tmp_path / "STUDY.toml").write_text(short, "utf-8")
    assert read(tmp_path / "STUDY.toml").holding.name == "justice"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "STUDY.toml has 1 mistake:\n  the file: does not exist." in refusal(tmp_path / "STUDY.toml")


def test_a_folder_is_no_protocol(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_a_device_is_no_protocol() -> None:
    assert "is not an ordinary file" in refusal(Path("/dev/null"))


@pytest.mark.parametrize("content", [b"", b"\n \r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "S.toml").write_bytes(content)
    assert "is empty. Make a protocol with `outcomelab new-study`." in refusal(tmp_path / "S.toml")


def test_a_file_of_comments_lists_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "S.toml").write_text("# nothing yet\n")
    assert "has 5 mistakes" in refusal(tmp_path / "S.toml")


def test_a_byte_that_is_not_utf_8_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "S.toml").write_bytes(b'[study]\ntitle = "caf\xe9"\n')
    assert "line 2, the file: holds a character that is not UTF-8" in refusal(tmp_path / "S.toml")


def test_utf_16_is_named(tmp_path: Path) -> None:
    (tmp_path / "S.toml").write_bytes("[study]\n".encode("utf-16"))
    assert "is UTF-16" in refusal(tmp_path / "S.toml")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "S.toml").write_bytes(b"#" * 1_000_001)
    assert "is larger than 1 MB" in refusal(tmp_path / "S.toml")


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path, short: str) -> None:
    (tmp_path / "S.toml").write_bytes(b"\xef\xbb\xbf" + short.encode())
    assert read(tmp_path / "S.toml") == read_text(short, "S.toml")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_line_endings_of_other_systems_are_no_mistake(tmp_path: Path, short: str, end: str) -> None:
    (tmp_path / "S.toml").write_bytes(short.replace("\n", end).encode())
    assert read(tmp_path / "S.toml") == read_text(short, "S.toml")


def test_the_holding_is_found_among_those_registered(tmp_path: Path, short: str, justice: Dictionary) -> None:
    (tmp_path / "S.toml").write_text(short)
    assert read_against(tmp_path / "S.toml", [justice])[1] is justice


def test_a_holding_that_is_not_registered_is_a_mistake(tmp_path: Path, short: str, justice: Dictionary) -> None:
    (tmp_path / "S.toml").write_text(short.replace('"justice"', '"justise"'))
    with pytest.raises(ProtocolError, match="no holding is registered as `justise`"):
        read_against(tmp_path / "S.toml", [justice])
