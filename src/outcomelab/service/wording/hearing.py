"""What the lab says in whole sentences, in the reader's language: what the checks of a list or of a protocol find,
why an act could not take what a form brought, why work ended otherwise than was asked for.

It comes as English with its facts in it. Here it is found again among the sentences that the lab can say,
translated, and filled in anew; one that is not among them is shown as it came.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from outcomelab.service.domain.refusals import SENTENCES as REFUSALS
from outcomelab.service.domain.telling import SENTENCES as TOLD
from outcomelab.service.wording.sentences import acts, audit, drafting, evidence, lists, protocols, work

ROOMS = (lists, acts, protocols, drafting, evidence, work, audit)
SENTENCES = tuple(chain.from_iterable(room.SENTENCES for room in ROOMS))
_PLACE = re.compile(r"\{(\w+)\}")
_COUNTS = ("count", "row", "least", "more", "most")
_LISTS = ("reasons", "columns", "headings", "others", "parties")
# Places for what somebody wrote themselves (names: several of it), which is left as it is.
_THEIRS = ("name", "other", "table", "column", "key", "value", "example", "near", "section", "place")
_NUMBER = re.compile(r"\d[\d,]*")
# Between things of a list, and not within one of them in quotation marks.
_JOINT = re.compile(r"(?:, | and )(?=(?:[^`“”\"]|`[^`]*`|“[^”]*”|\"[^\"]*\")*$)")
_MORE = re.compile(r"\d+ more")
_QUOTED = re.compile("“([^”]*)”")
_NO_COLUMN, _NO_DATE = "no such column was found", "the date is missing"
_OF_PLACES = re.compile(r"value \d+|order|the file|`the end of the file`")


@dataclass(frozen=True)
class _Template:
    """A sentence with places: what stands before the first of them, and what it looks like filled in."""

    words: str
    start: str
    filled: re.Pattern[str]


def known(sentence: str) -> bool:
    """Whether it is a sentence, or a piece of one, that is found here."""
    return sentence in _WHOLE or _found(sentence) is not None


def heard(sentence: str) -> str:
    """What the lab says, in the reader's language; only its first line, where it says several, is translated."""
    sentence, _line, more = sentence.partition("\n")
    return f"{_heard(sentence)}{_line}{more}"


def place(where: str) -> str:
    """Where in a protocol something is, such as `outcomes 2 (arrested), where.code, value 3`: only what is no key
    and no name in it is translated."""
    return ", ".join(_heard(piece) if _OF_PLACES.fullmatch(piece) else piece for piece in where.split(", "))


def column(heading: str, wrong: str) -> str:
    """The column of a list that something is `wrong` with: what is looked for where there is none, two headings
    where the date of either would do; any other heading as it stands in the list."""
    if wrong == _NO_COLUMN:
        return heard(heading)
    return heading.replace(" or ", gettext(" or ")) if wrong == _NO_DATE else heading


def remarked(protocol: str) -> str:
    """A first protocol with its remarks, each a line that begins with #, in the reader's language."""
    lines = protocol.split("\n")
    return "\n".join(f"# {_heard(line[2:])}" if line.startswith("# ") else line for line in lines)


def _heard(sentence: str) -> str:
    if sentence in _WHOLE:
        return gettext(sentence)
    if (found := _found(sentence)) is None:
        return sentence
    template, places = found
    # What else is in curly brackets is TOML.
    return _PLACE.sub(lambda place: _value(place[1], places[place[1]]), gettext(template))


def _template(words: str) -> _Template:
    pieces, places = _PLACE.split(words), {}
    pattern = re.escape(pieces[0])
    for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
        holds = f"(?P={name})" if name in places else f"(?P<{name}>{_NUMBER.pattern if name in _COUNTS else '.+'})"
        places[name] = holds
        pattern += holds + re.escape(after)
    return _Template(words, pieces[0], re.compile(pattern))


_EVERY = (*SENTENCES, *TOLD, *REFUSALS.values())
_WHOLE = frozenset(one for one in _EVERY if not _PLACE.search(one))
_TEMPLATES = tuple(_template(one) for one in _EVERY if one not in _WHOLE)


@lru_cache(maxsize=1024)
def _found(sentence: str) -> tuple[str, dict[str, str]] | None:
    """The sentence with places that it was made from, the one with most words of its own, and what is in them."""
    fits = [
        (one.words, found.groupdict())
        for one in _TEMPLATES
        if sentence.startswith(one.start) and (found := one.filled.fullmatch(sentence))
    ]
    return min(fits, key=lambda fit: sum(map(len, fit[1].values())), default=None)


def _value(name: str, value: str) -> str:
    if name in _COUNTS:
        return number_format(int(value.replace(",", "")), force_grouping=True)
    if name in _THEIRS:
        return value
    if name == "names":
        return ", ".join(_heard(one) if _MORE.fullmatch(one) else one for one in _JOINT.split(value))
    if name == "kinds":
        return value.replace(" or ", gettext(" or "))
    if name == "why":
        return "; ".join(map(_piece, value.split("; ")))
    if name == "offers":
        return gettext(", and ").join(map(_heard, value.split(", and ")))
    if name == "headings":
        value = _QUOTED.sub(lambda quoted: f"“{_label(quoted[1])}”", value)
    if name in _LISTS:
        return ", ".join(map(_piece, _JOINT.split(value)))
    return _piece(value)


def _piece(value: str) -> str:
    """A reason, what a column is, a heading in quotation marks, a day, or words of their own."""
    if known(value):
        return _heard(value)
    if (label := _label(value.capitalize())) != value.capitalize():
        return label.lower()
    try:
        return date_format(dt.datetime.strptime(value, "%d %B %Y").date(), "j F Y")
    except ValueError:
        return _QUOTED.sub(lambda quoted: gettext("“{words}”").format(words=quoted[1]), gettext(value))


def _label(heading: str) -> str:
    """A heading of the template in the reader's language, which lists are read by too; another as it is."""
    return gettext(heading) if heading in lists.LABELS else heading
