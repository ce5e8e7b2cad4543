"""From a file on disk to its text, with every way that can fail said in words."""

from __future__ import annotations

import codecs
from pathlib import Path

from outcomelab.errors import Mistake, ProtocolError

LARGEST = 1_000_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NEW = "Make one with `outcomelab new-study`."


def text_of(file: Path) -> str:
    """The text of a protocol file, without a byte-order mark.

    Raises ProtocolError when it is missing, a folder, unreadable, empty, over 1 MB or not UTF-8.
    """
    if file.is_dir():
        raise _refused(file, "is a folder", "Name the protocol's own file, usually STUDY.toml.")
    if not file.exists():
        raise _refused(file, "does not exist", f"Check the path and spelling. {_NEW}")
    if not file.is_file():
        raise _refused(file, "is not an ordinary file", f"Name a text file. {_NEW}")
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError:
        raise _refused(file, "cannot be opened", "Check that you may read it.") from None
    if len(content) > LARGEST:
        raise _refused(file, "is larger than 1 MB", "A protocol is a page or two of text: check that this is one.")
    return _decoded(file, content)


def _decoded(file: Path, content: bytes) -> str:
    if content.startswith(_UTF_16):
        raise _refused(file, "is UTF-16, not UTF-8", "Save it again with the encoding UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = "holds a character that is not UTF-8"
        raise _refused(file, wrong, "Save it again with the encoding UTF-8.", line) from None


def _refused(file: Path, wrong: str, mend: str, line: int = 0) -> ProtocolError:
    return ProtocolError(file.name or str(file), (Mistake(line, "the file", wrong, mend),))
