"""The report as a PDF, set by Typst with the fonts it brings along: same blocks, same order as the page."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import asdict
from typing import Any

import typst

from outcomelab.errors import ReportError
from outcomelab.reports.blocks import Document
from outcomelab.reports.html import TEMPLATES

_LONG = re.compile(r"\S{25,}")
_HASH = re.compile(r"[0-9a-f]{64}")


def pdf(document: Document) -> bytes:
    """The whole PDF, dated by the day the report was made so that its bytes repeat.

    Words reach Typst as data, never as its markup. It is tagged, and PDF/UA-1 unless some word is in a script that
    Typst's own fonts lack: then the machine's fonts help out. Raises ReportError when Typst refuses the document.
    """
    data = json.dumps(_breakable(asdict(document)))
    made = dt.datetime.fromisoformat(document.made_on).replace(tzinfo=dt.UTC)
    try:
        return _set(data, made, accessible=True)
    except typst.TypstError:
        try:
            return _set(data, made, accessible=False)
        except typst.TypstError as refused:
            raise ReportError(f"The PDF could not be set: {refused.message}.") from None


def _set(data: str, made: dt.datetime, *, accessible: bool) -> bytes:
    return typst.compile(
        (TEMPLATES / "report.typ").read_bytes(),
        format="pdf",
        ignore_system_fonts=accessible,
        sys_inputs={"document": data},
        timestamp=made,
        pdf_standards="ua-1" if accessible else [],
    )


def _breakable(value: Any) -> Any:
    """`value` with room to break a line inside words too long for a column; drawings and hashes as they are."""
    if isinstance(value, dict):
        return {name: inner if name == "svg" else _breakable(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_breakable(inner) for inner in value]
    if isinstance(value, str) and not _HASH.fullmatch(value):
        return _LONG.sub(lambda word: re.sub(r"(.{12})(?=.)", "\\1\u200b", word.group()), value)
    return value
