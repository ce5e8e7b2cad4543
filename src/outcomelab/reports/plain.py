"""Words from a protocol or a data dictionary, made fit to stand in a report.

Control and direction characters go, numbers that are no number count as not shown, and a report whose
groups were not alike enough does not use the word that claims what the programme did.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, TypeVar

from outcomelab.handovers.figures import ComparisonFigures
from outcomelab.reports.language import Language, current, tell

F = TypeVar("F", bound=ComparisonFigures)

# Characters that turn the reading direction: they could make a title read as something else.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# The second alternative is the same word set with the ligature some word processors leave behind. In a French
# report an author's words can be of either language, and not all that begins so is a claim: en effet, effectué.
_CLAIMS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\w*e(?:ff|ﬀ)ect\w*", re.IGNORECASE),
    "fr-CA": re.compile(
        r"(?<!\ben )\be(?:ff|ﬀ)ets?\b|\b(?:in)?e(?:ff|ﬀ|ﬃ)i?cac\w*|\b(?:in)?e(?:ff|ﬀ)ect(?:s|ive(?:ly|ness)?)?\b",
        re.IGNORECASE,
    ),
}


def plain(figures: F) -> F:
    """The same figures with every word in them fit to show.

    Where the balance is red, the word for what a programme does to its participants is replaced by
    `[difference]`, and words made from it by `[…]`: square brackets show that they are not the author's.
    """
    return type(figures).model_validate(_fit(figures.model_dump(), tempered=figures.matching.colour == "red"))


def is_tempered(figures: ComparisonFigures) -> bool:
    """Whether `plain` replaces a claim in the words of these figures."""
    words = _strings(figures.model_dump())
    return figures.matching.colour == "red" and any(_CLAIMS[current()].search(one_line(word)) for word in words)


def one_line(words: str) -> str:
    """`words` on one line, without control characters, lone surrogates or direction marks."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in words)
    return " ".join(_TURNING.sub("", kept).split())


def temper(words: str) -> str:
    """`words` without the word that claims what a programme did."""
    return _CLAIMS[current()].sub(_instead, words)


def _instead(found: re.Match[str]) -> str:
    word = found.group().lower()
    if word in ("effect", "effet"):
        return tell("[difference]")
    return tell("[differences]") if word in ("effects", "effets") else "[…]"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, tuple)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _fit(value: Any, *, tempered: bool) -> Any:
    if isinstance(value, dict):
        return {key: _fit(inner, tempered=tempered) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_fit(inner, tempered=tempered) for inner in value)
    if isinstance(value, str):
        return temper(one_line(value)) if tempered else one_line(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
