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
    """The whole PDF (tagged, PDF/UA-1), dated by the day the report was made so that its bytes repeat.

    Words reach Typst as data, never as its markup. Raises ReportError when Typst refuses the document.
    """
    made = dt.datetime.fromisoformat(document.made_on).replace(tzinfo=dt.UTC)
    template = (TEMPLATES / "report.typ").read_bytes()
    try:
        return typst.compile(
            template,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(_breakable(asdict(document)))},
            timestamp=made,
            pdf_standards="ua-1",
        )
    except typst.TypstError as refused:
        raise ReportError(f"The PDF could not be set: {refused.message}.") from None


def _breakable(value: Any) -> Any:
    """`value` with room to break a line inside words too long for a column; drawings and hashes as they are."""
    if isinstance(value, dict):
        return {name: inner if name == "svg" else _breakable(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_breakable(inner) for inner in value]
    if isinstance(value, str) and not _HASH.fullmatch(value):
        return _LONG.sub(lambda word: re.sub(r"(.{12})(?=.)", "\\1\u200b", word.group()), value)
    return value
