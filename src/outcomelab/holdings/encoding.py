"""How the bytes of a text file become characters. Found by reading the whole file once, in pieces."""

from __future__ import annotations

import codecs
from pathlib import Path

_PIECE = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAYS_OTHERWISE = {"utf-8": "utf-8-sig", "ascii": "utf-8-sig"}


def encoding_of(path: Path, said: str = "") -> str | None:
    """The encoding of a text file, by its byte-order mark, else as `said`, else UTF-8 or windows-1252.

    None when the file cannot be read with it throughout, or holds zero bytes: then it is no text.
    """
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), "")
    if marked:
        candidates = [marked]
    elif said:
        candidates = [_SAYS_OTHERWISE.get(said, said)]
    else:
        candidates = ["utf-8", "cp1252"]
    return next((encoding for encoding in candidates if _decodes(path, encoding)), None)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if "\0" in decoder.decode(piece):
                    return False
        return "\0" not in decoder.decode(b"", final=True)
    except UnicodeError:
        return False
