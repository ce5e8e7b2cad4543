"""What a report is made of, before it becomes a web page or a PDF: both show these blocks in this order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Text:
    """A paragraph. `lead` is the answer itself, `warning` stands out, `quiet` is small."""

    words: str
    style: Literal["plain", "lead", "warning", "quiet"] = "plain"
    kind: Literal["text"] = "text"


@dataclass(frozen=True)
class Points:
    """A list under a heading of its own (none when empty)."""

    items: tuple[str, ...]
    heading: str = ""
    kind: Literal["points"] = "points"


@dataclass(frozen=True)
class KeyFigure:
    """A figure set large, with the words that say what it is."""

    value: str
    words: str


@dataclass(frozen=True)
class KeyFigures:
    """The few figures a reader should remember."""

    items: tuple[KeyFigure, ...]
    kind: Literal["key"] = "key"


@dataclass(frozen=True)
class Saying:
    """What can and what can't be said about one outcome, side by side."""

    about: str
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    kind: Literal["saying"] = "saying"


@dataclass(frozen=True)
class Table:
    """A table. The first column heads its rows; `numeric` columns are set flush right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Picture:
    """A drawing with its text alternative. `name` is unique in the report, sizes are in CSS pixels."""

    name: str
    title: str
    alternative: str
    svg: str
    width: int
    height: int
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True)
class Terms:
    """Words and what they mean."""

    items: tuple[tuple[str, str], ...]
    kind: Literal["terms"] = "terms"


Block = Text | Points | KeyFigures | Saying | Table | Picture | Terms


@dataclass(frozen=True)
class Section:
    """A part of the report; `name` stays the same from report to report and is its address in the page."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Fixtures:
    """The words that every report has around its blocks, in its language."""

    skip: str
    contents: str
    can: str
    cannot: str
    made_by: str


@dataclass(frozen=True)
class Document:
    """A whole report. `language` is that of its words (BCP 47), `facts` are the study's particulars; `made_on` is
    an ISO date."""

    title: str
    programme: str
    headline: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    fixtures: Fixtures
    made_on: str
    language: str
