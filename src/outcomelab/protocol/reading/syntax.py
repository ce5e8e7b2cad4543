"""Read TOML past its mistakes: note each line that cannot be read, set it aside, and read on.

A statement set aside keeps its key with a marker as its value, so that it isn't called missing as well.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

from outcomelab.errors import Mistake
from outcomelab.protocol.reading.hints import hint, open_brackets, open_quote
from outcomelab.protocol.reading.near import short

_MOST_MISTAKES = 60
_STATEMENT = re.compile(r"""^\s*(?:[\w.\-]+|"[^"]*"|'[^']*')\s*[=:]""")
_HEADER = re.compile(r"""^\s*\[\[?[^\[\]{},="']*\]{0,2}\s*(#.*)?$""")
_HEADER_NAME = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]+)*)\s*\]*\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]+)*)\s*(?:[=:\s]|$)")
_LONG_TEXT = re.compile(r'"""[\s\S]*?"""' + r"|'''[\s\S]*?'''")
# A key of very many parts takes TOML very long, and no protocol has one.
_DEEP = re.compile(r"^\s*\[*\s*(?:[^\s.=]+\s*\.\s*){16}")
TOO_DEEP = Mistake(0, "the file", "has values within values too deep", "Use at most three levels.")


@dataclass(frozen=True)
class Toml:
    """`values` of all that could be read (None if nothing), the `text` they came from with unreadable
    statements marked by `marker`, and the mistakes set aside. Line numbers are those of the file."""

    values: dict[str, object] | None
    text: str
    marker: str
    mistakes: tuple[Mistake, ...]


def toml(text: str) -> Toml:
    """Read `text` as TOML, past every statement that isn't."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    marker = _unused(text)
    mistakes: dict[int, Mistake] = {}
    if any(_DEEP.match(line) for line in lines):
        return Toml(None, "", marker, (TOO_DEEP,))
    for turn in range(2 * _MOST_MISTAKES):
        whole = "\n".join(lines)
        try:
            return Toml(tomllib.loads(whole), whole, marker, tuple(mistakes.values()))
        except RecursionError:
            return Toml(None, whole, marker, (*mistakes.values(), TOO_DEEP))
        except ValueError as error:  # TOMLDecodeError is one, so is an endless number
            told = re.search(r"at line (\d+)", str(error))
        first, last, blamed = _culprit(lines, int(told[1]) - 1) if told else _unended(lines)
        wrong, mend = hint("\n".join(lines[first : last + 1]), lines[blamed])
        seen = f"`{short(lines[blamed]) or 'the end of the file'}`"
        mistakes.setdefault(blamed, Mistake(blamed + 1, seen, wrong, mend))
        aside = _aside(lines[first], f"{marker}{turn}", marker)
        lines[first : last + 1] = [aside, *[""] * (last - first)]
        if len(mistakes) >= _MOST_MISTAKES:
            break
    return Toml(None, "", marker, tuple(mistakes.values()))


def _unended(lines: list[str]) -> tuple[int, int, int]:
    """The same as `_culprit` where TOML gives no line: an endless number, or a text or list never closed."""
    endless = next((at for at, line in enumerate(lines) if re.search(r"\d{1000,}", line)), None)
    if endless is not None:
        return endless, endless, endless
    # Texts over several lines that do end are no suspects.
    ended = _LONG_TEXT.sub(lambda long: "\n" * long[0].count("\n"), "\n".join(lines)).split("\n")
    quote = next((at for at, line in enumerate(ended) if open_quote(line)), None)
    if quote is None:
        written = [at for at, line in enumerate(lines) if line.strip()]
        return _culprit(lines, written[-1])
    spans = '"""' in lines[quote] or "'''" in lines[quote]
    return quote, _section_end(lines, quote) if spans else quote, quote


def _culprit(lines: list[str], at: int) -> tuple[int, int, int]:
    """First and last line of the statement that stopped TOML at line `at`, and the line to blame."""
    before = next((i for i in range(at - 1, -1, -1) if _starts(lines[i])), None)
    starts = _starts(lines[at])
    if before is not None and open_brackets("\n".join(lines[before:at])) > 0:
        if starts:
            return before, at - 1, before  # a list never closed: TOML stopped at the next statement
        return before, _end(lines, before, at), at
    return at, _end(lines, at, at) if starts else at, at


def _end(lines: list[str], first: int, at: int) -> int:
    """The line where the brackets opened from `first` are closed, or `at` if they aren't in this section."""
    for last in range(at, _section_end(lines, at) + 1):
        if open_brackets("\n".join(lines[first : last + 1])) <= 0:
            return last
    return at


def _section_end(lines: list[str], at: int) -> int:
    """The last line of the section that line `at` is in."""
    later = range(at + 1, len(lines))
    return next((i for i in later if _HEADER.match(lines[i]) and _HEADER_NAME.match(lines[i])), len(lines)) - 1


def _starts(line: str) -> bool:
    return bool(_STATEMENT.match(line) or _HEADER.match(line))


def _aside(line: str, section: str, marker: str) -> str:
    """What stands in for a statement set aside; a second time, something that cannot fail again."""
    if line.lstrip().startswith("["):
        name = _HEADER_NAME.match(line)
        closed = f"{name[1]}{name[2]}{']' * len(name[1])}" if name else ""
        return closed if closed and closed != line.strip() else f"[{section}]"
    key = _KEY.match(line)
    kept = f'{key[1]} = "{marker}"' if key else ""
    return kept if kept != line else ""


def _unused(text: str) -> str:
    """A word that `text` doesn't hold."""
    number = 0
    while f"set-aside-{number}-" in text:
        number += 1
    return f"set-aside-{number}-"
