"""A report as a page of its own: styles of its own and nothing else, so under a policy of its own."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

from django.http import Http404, HttpResponse

from outcomelab.service.queries.reports import Report
from outcomelab.service.web.reading import language

_STYLES = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_POLICY = (
    "sandbox; default-src 'none'; {styles}; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
# How a report can be taken away: the ending of its name, what it is, and how it is read.
_FILES: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "pdf": ("application/pdf", lambda found: found.pdf(language()).read_bytes()),
    "zip": ("application/zip", lambda found: found.open_data()),
    "json": ("application/json", lambda found: found.results.read_bytes()),
}


def read(found: Report) -> HttpResponse:
    """A report to be read, as the lab wrote it in the reader's language. Raises Http404 when its file was taken
    away."""
    return document(_content(found, lambda report: report.html(language()).read_bytes()).decode("utf-8"))


def taken(found: Report, ending: str) -> HttpResponse:
    """A report to be kept: as a PDF (`pdf`) or as open data (`zip`, `json`). Raises Http404 for another
    ending, or when its file was taken away."""
    if ending not in _FILES:
        raise Http404
    kind, take = _FILES[ending]
    said = {"Content-Disposition": f'attachment; filename="report-{found.reference}.{ending}"'}
    return HttpResponse(_content(found, take), content_type=kind, headers=said)


def document(html: str) -> HttpResponse:
    """A whole page that a room of the lab made, such as a report. It runs no script, asks for nothing, and has no
    styles but those it came with, known to the browser by their hashes."""
    hashes = [_hash(style) for style in _STYLES.findall(html)]
    styles = f"style-src {' '.join(hashes)}" if hashes else "style-src 'none'"
    return HttpResponse(html, headers={"Content-Security-Policy": _POLICY.format(styles=styles)})


def _hash(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _content(found: Report, take: Callable[[Report], bytes]) -> bytes:
    try:
        return take(found)
    except OSError:
        raise Http404 from None
