"""Plain hints for lines that TOML cannot read, from what the line looks like."""

from __future__ import annotations

import re
import tomllib

_KEY = r"\s*[\w.\-]+"
# The first pattern that fits gives the hint; the order goes from the surest sign to the vaguest.
_HINTS: tuple[tuple[str, str, str], ...] = (
    (
        r"[“”„«»‘’]",
        "has curly quotes",
        'Use straight quotes: `title = "…"`.',
    ),
    (
        r"^\s*\[",
        "is not a section's name",
        "Write a section as `[study]` and an item of a list as `[[outcomes]]`, alone on its line; keep each "
        "section once.",
    ),
    (
        rf"^{_KEY}\s*:",
        "has a colon where an equals sign belongs",
        "Write `key = value`.",
    ),
    (
        r"^\s*[^\W\d]*[^\x00-\x7f\s\"'=]\w*\s*=",
        "has a key with a letter beyond a–z",
        "Keys are letters a–z, digits and underscores.",
    ),
    (
        r"^\s*[\w.\-]+\s*$",
        "is a key without a value",
        'Write `key = value`, such as `title = "Prison work and reoffending"`.',
    ),
    (
        r"^\s*[\w.\-]+[^\S\n]+[\w\"'][^=]*$",
        "has no equals sign",
        "Write `key = value`.",
    ),
    (
        r"=\s*(#.*)?$",
        "has no value",
        "Write a value after the equals sign, or take the line out.",
    ),
    (
        r"=\s*(?i:true|false|yes|no|on|off)\s*(#.*)?$",
        "is neither true nor false",
        "Write `true` or `false`, in small letters.",
    ),
    (
        r"(?<![\w\"'])(\d{1,4}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{1,2}-\d{1,2})",
        "holds a date that cannot be read",
        "Write a day as year, month, day, such as `2021-01-31`, and one that the calendar has.",
    ),
    (
        r"^\s*[\w.\-]+[^\S\n]+[\w\-][\w\s\-]*=",
        "has a key of several words",
        "Keys are one word: join words with an underscore.",
    ),
    (
        r"""=\s*(\[\s*)?[A-Za-z][^"']*$""",
        "has text without quotes",
        'Put text in straight quotes: `key = "text"`.',
    ),
    (
        r"^[^={]*=\s*\{[^}]*$",
        "has a curly bracket that is not closed on its line",
        "Keep `{ … }` on one line.",
    ),
    (
        r"^[^={]*=\s*[+-]?\d[\d_]*[.,]?\d*\s*(%|[A-Za-z,;])",
        "holds a number that cannot be read",
        "Write a number with digits alone, such as `1000` or `0.2`.",
    ),
    (
        r"=\s*[+-]?0\d",
        "holds a number that cannot be read",
        "Write a number without zeros in front of it.",
    ),
)
# Looked for last, within quotes too.
_IN_TEXT = (
    (
        r"\\",
        "has a backslash that means nothing here",
        "Write a backslash twice, or use single quotes around the text.",
    ),
    (
        r"[^\S\t\n ]|[\x00-\x08\x0b-\x1f\x7f]",
        "holds a hidden character",
        "Type the line again, with ordinary spaces.",
    ),
)
_STRINGS = re.compile(r'"(?:\\.|[^"\\])*"' + r"|'[^']*'")


def hint(statement: str, line: str) -> tuple[str, str]:
    """What is wrong with `line` of a `statement` that TOML refuses, and what to write instead."""
    if _reads_alone(statement):
        return "repeats a key or section that is already written", "Keep one of the two."
    if len(re.findall(r"\d{1000,}", line)):
        return "holds a number of thousands of digits", "Write a smaller number."
    bare = _STRINGS.sub('""', line)
    for pattern, wrong, mend in _HINTS:
        if re.search(pattern, bare):
            return wrong, mend
    for pattern, wrong, mend in _IN_TEXT:
        if re.search(pattern, line):
            return wrong, mend
    if open_quote(line):
        return "has a quote that is never closed", "Close the text with the same quote on the same line."
    if open_brackets(statement) != 0:
        return "has a bracket without its partner", "Close every `[` with `]` and every `{` with `}`."
    if re.match(r"\s*[\w.\-]+\s*=\s*[\[{]|[^=]*,|\s*[\d{]", bare):
        return "is no list as TOML writes it", "Put a comma between values: `[1, 2]`, `{ min = 1, max = 5 }`."
    return "cannot be read", 'Write one `key = value` on a line, text in quotes: `key = "text"`.'


def open_quote(line: str) -> bool:
    """Whether a text begins on `line` that does not end there."""
    bare = _STRINGS.sub("", line).split("#")[0]
    return '"' in bare or "'" in bare


def open_brackets(text: str) -> int:
    """How many square and curly brackets `text` opens and does not close, strings and comments apart."""
    bare = re.sub(r"#.*", "", _STRINGS.sub("", text))
    return sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}")


def _reads_alone(statement: str) -> bool:
    try:
        return bool(tomllib.loads(statement))
    except (ValueError, RecursionError):
        return False
