"""What other rooms wrote into the figures, in the language of the report: why something is not shown, where people
were lost, by which method.

It comes as English with its facts in it. Here it is found again among the sentences that those rooms write, told
in the report's language, and filled in anew; whatever is not among them, such as words of the protocol, stays as
it came, by itself and within a sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from outcomelab.handovers.figure import Figure
from outcomelab.reports.heard_sentences import CONDITIONS, LEVELS, SENTENCES
from outcomelab.reports.language import current, tell
from outcomelab.reports.numbers import day, with_percent, written

F = TypeVar("F", bound=Figure)

# Which words of which figures other rooms write; all others are an author's, or no words.
_FIELDS = {
    "StudyFigures": ("index_event", "population"),
    "LossFigure": ("reason",),
    "FlowFigure": ("label",),
    "BalanceFigure": ("withheld",),
    "OutcomeFigure": ("unit", "follow_up", "band", "withheld"),
    "EstimateFigure": ("label", "withheld"),
    "MatchingFigures": ("notes",),
    "SurvivalFigure": ("withheld",),
    "OverlapFigures": ("largest_weight", "withheld"),
    "UnmatchedFigure": ("withheld",),
    "StrengthFigure": ("withheld",),
    "BoundsFigure": ("withheld",),
    "LinkageFigures": ("warnings",),
    "LinkageGroupFigure": ("group", "withheld"),
    "HeldGroupFigure": ("withheld",),
    "KnownFigure": ("variable",),
    "ThresholdFigure": ("withheld",),
    "LinkageMethodFigure": ("identifiers",),
}
# A level is an author's code or word, but for a few words that stand for what has none.
_LEVELS = dict.fromkeys(
    ("BalanceFigure", "UnmatchedFigure", "OutcomeFigure", "LinkageGroupFigure", "HeldGroupFigure", "KnownFigure"),
    ("level",),
)
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_NUMBER = r"-?[\d,]+(?:\.\d+)?"
_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
# Places that hold no words: figures, percentages, days.
_HOLDS = {
    "count": _NUMBER,
    "first_count": _NUMBER,
    "last_count": _NUMBER,
    "low": r"\d+%",
    "high": r"\d+%",
    "day": _DAY,
    "last_day": _DAY,
}


def heard(figures: F) -> F:
    """The same figures, their sentences in the language that is spoken."""
    if current() == "en":
        return figures
    found: F = _heard(figures)
    return found


def known(sentence: str) -> bool:
    """Whether it is one of the sentences that other rooms write."""
    return _found(sentence, SENTENCES) is not None


def in_language(sentence: str) -> str:
    """A sentence, or a piece of one, that another room wrote, in the language that is spoken."""
    return _anew(sentence, SENTENCES)


def _anew(sentence: str, among: tuple[str, ...]) -> str:
    found = _found(sentence, among)
    if found is None:
        return sentence
    template, places = found
    return tell(template, **{name: _value(name, words) for name, words in places.items()})


def _heard(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_heard, value))
    if not isinstance(value, Figure):
        return value
    kind = type(value).__name__
    changed: dict[str, Any] = {}
    for name in type(value).model_fields:
        old = getattr(value, name)
        if name in _FIELDS.get(kind, ()):
            new: Any = tuple(map(in_language, old)) if isinstance(old, tuple) else in_language(old)
        elif name in _LEVELS.get(kind, ()):
            new = _level(old)
        else:
            new = _heard(old)
        if new is not old:
            changed[name] = new
    return value.model_copy(update=changed) if changed else value


def _level(words: str) -> str:
    """A level, or two that are shown together."""
    return tell(" or ").join(tell(word) if word in LEVELS else word for word in words.split(" or "))


def _value(name: str, words: str) -> str:
    if name in ("low", "high"):
        return with_percent(words.removesuffix("%"))
    if name.endswith("day"):
        return day(dt.datetime.strptime(words, "%d %B %Y").date())
    if name in _HOLDS:
        return written(words)
    return _PIECES[name](words) if name in _PIECES else words


def _conditions(words: str) -> str:
    """Who is eligible, a condition after the other; a value may have an “and” of its own."""
    said: list[str] = []
    for piece in words.split(" and "):
        if said and _found(piece, CONDITIONS) is None:
            said[-1] += f" and {piece}"
        else:
            said.append(piece)
    return tell(" and ").join(_anew(one, CONDITIONS) for one in said)


# Places that hold words which may be of another room; what is in all others is an author's.
_PIECES: dict[str, Callable[[str], str]] = {
    "conditions": _conditions,
    "value": _level,
    "best": _level,
    "worst": _level,
    "name": in_language,
    "reason": in_language,
    "method": in_language,
    "window": in_language,
    "span": in_language,
}


@cache
def _patterns(among: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sentence, _pattern(sentence)) for sentence in among if "{" in sentence)


def _pattern(template: str) -> re.Pattern[str]:
    def place(found: re.Match[str]) -> str:
        return rf"(?P<{found[1]}>{_HOLDS.get(found[1], '.+')})"

    return re.compile(_PLACE.sub(place, re.escape(template)))


def _found(sentence: str, among: tuple[str, ...]) -> tuple[str, dict[str, str]] | None:
    """Which of the sentences it was made from, the one with most words of its own, and what is in its places."""
    if sentence in among:
        return sentence, {}
    fits = [
        (template, found.groupdict()) for template, one in _patterns(among) if (found := one.fullmatch(sentence))
    ]
    return min(fits, key=lambda fit: sum(map(len, fit[1].values())), default=None)
