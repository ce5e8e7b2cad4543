"""The report as a PDF, set by Typst with the fonts it brings along: same blocks, same order as the page."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict

import typst

from outcomelab.errors import ReportError
from outcomelab.reports.blocks import Document
from outcomelab.reports.html import TEMPLATES


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
            sys_inputs={"document": json.dumps(asdict(document))},
            timestamp=made,
            pdf_standards="ua-1",
        )
    except typst.TypstError as refused:
        raise ReportError(f"The PDF could not be set: {refused.message}.") from None
