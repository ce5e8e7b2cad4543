"""The language a report is in: its sentences, while it is made, come from the catalogue of that language.

Sentences stand in the code in English, with places for their facts. Which language they are said in is set by
whoever makes a whole report (`spoken`), once; what else depends on it asks which is `current`. Outside of that
everything is in English.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import as_file, files
from typing import Literal, get_args

from outcomelab.errors import ReportError

Language = Literal["en", "fr-CA"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_CATALOGUES = {"fr-CA": "fr_CA"}
_now: ContextVar[Language] = ContextVar("language", default="en")


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Everything a report says within is in `language`. Raises ReportError when its catalogue is not there."""
    _sentences(language)
    before = _now.set(language)
    try:
        yield
    finally:
        _now.reset(before)


def require_known(languages: Sequence[str]) -> tuple[Language, ...]:
    """The languages, each once. Raises ReportError without any, and for one there are no words of."""
    known: dict[str, Language] = {language: language for language in LANGUAGES}
    if not languages or not known.keys() >= set(languages):
        raise ReportError(f"A report is written in one or more of {', '.join(LANGUAGES)}: choose from these.")
    return tuple(known[language] for language in dict.fromkeys(languages))


def current() -> Language:
    """The language that is spoken."""
    return _now.get()


def tell(sentence: str, **facts: object) -> str:
    """`sentence` in the language that is spoken, its {places} filled with `facts`, which are in it already."""
    said = _sentences(_now.get()).gettext(sentence) if sentence else ""
    return said.format_map(facts) if facts else said


def tell_many(one: str, many: str, count: int, **facts: object) -> str:
    """The same, as the language says it of so many."""
    return _sentences(_now.get()).ngettext(one, many, count).format_map(facts)


def marked(sentence: str) -> str:
    """A sentence in a table, for the catalogue to take up; it is told where it is used."""
    return sentence


@cache
def _sentences(language: Language) -> gettext.NullTranslations:
    if language not in _CATALOGUES:
        return gettext.NullTranslations()
    try:
        with as_file(files("outcomelab.reports") / "locale") as folder:
            return gettext.translation("report", folder, [_CATALOGUES[language]])
    except OSError:
        raise ReportError(
            f"The words of reports in {language} are not there. Run scripts/setup, or install Outcome Lab again."
        ) from None
