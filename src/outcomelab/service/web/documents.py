"""A report as a page of its own: styles of its own and nothing else, so under a policy of its own."""

from __future__ import annotations

import base64
import hashlib
import re

from django.http import HttpResponse

_STYLES = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_POLICY = (
    "sandbox; default-src 'none'; {styles}; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def document(html: str) -> HttpResponse:
    """A whole page that a room of the lab made, such as a report. It runs no script, asks for nothing, and has no
    styles but those it came with, known to the browser by their hashes."""
    hashes = [_hash(style) for style in _STYLES.findall(html)]
    styles = f"style-src {' '.join(hashes)}" if hashes else "style-src 'none'"
    return HttpResponse(html, headers={"Content-Security-Policy": _POLICY.format(styles=styles)})


def _hash(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
