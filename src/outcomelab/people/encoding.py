"""From bytes to text: the usual encodings, told apart carefully."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_ASCII = bytes(range(128))
_NO_LETTERS = bytes(byte for byte in _ASCII if not chr(byte).isalpha())
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What a western European name or address does not look like: a capital or a sign in mid-word.
_UNLIKELY = re.compile(r"[a-zß-ÿ](?=[^\x00-\x7fß-ÿšžœ’‘“”–—…€£·\xa0])|[¤¦¬±²³¶¹¼½¾¿×÷†‡‰¢¥µ]|[\x80-\x9f]")


def decode(data: bytes) -> tuple[str, str] | None:
    """The text and, in words, how it was encoded; None when no encoding makes sense of it.

    A byte-order mark settles it; then UTF-16 that lacks one; then UTF-8, also with a few damaged letters
    (they become U+FFFD); then windows-1252, which holds latin-1, unless its letters look unlikely.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _strictly(data, name)
            return (text, "Unicode") if text is not None else None
    if b"\0" in data and (wide := _without_mark(data)):
        return wide
    text = _strictly(data, "utf-8")
    if text is not None or b"\0" in data:
        return (text, "Unicode") if text is not None else None
    letters = len(_UTF8_LETTER.findall(data))
    if letters > len(_UTF8_LETTER.sub(b"", data).translate(None, _ASCII)):
        return data.decode("utf-8", errors="replace"), "Unicode, with some letters damaged"
    return _one_byte_a_letter(data)


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _without_mark(data: bytes) -> tuple[str, str] | None:
    """UTF-16 of western text has its NUL bytes all at odd places, or all at even ones."""
    for name, nul_at in (("utf-16-le", 1), ("utf-16-be", 0)):
        share = data[nul_at::2].count(0) / max(1, len(data) // 2)
        if share > 0.7 and data[1 - nul_at :: 2].count(0) == 0:
            text = _strictly(data, name)
            return (text, "Unicode") if text is not None else None
    return None


def _one_byte_a_letter(data: bytes) -> tuple[str, str] | None:
    above = len(data.translate(None, _ASCII))
    western = _strictly(data, "cp1252")
    if western is None:
        western = data.decode("latin-1")
    unlikely = len(_UNLIKELY.findall(western))
    mostly_plain = above < 0.3 * len(data.translate(None, _NO_LETTERS))
    if mostly_plain and unlikely <= 0.2 * above:
        return western, "western European characters (windows-1252)"
    guess = from_bytes(data[:_SAMPLE]).best()
    text = _strictly(data, guess.encoding) if guess else None
    return (text, f"{guess.encoding.replace('_', '-')} characters") if guess and text is not None else None
