"""What was tried on made-up data, which is about nobody: the protocol as it was asked for, and its report."""

from __future__ import annotations

from collections.abc import Mapping

from outcomelab.errors import EngineError
from outcomelab.on_disk import whole
from outcomelab.service.vault.places import Places

_FOLDER, _PROTOCOL = "dummy-run", "protocol.toml"
_FULL = "What is tried cannot be kept: the lab's disk is full or closed. Ask for it again later."


def keep_protocol(places: Places, reference: str, text: str) -> None:
    """Keep a protocol to be tried, instead of the one before and what came of it. Raises EngineError."""
    try:
        for page in (places.study(reference) / _FOLDER).glob("report*.html"):
            page.unlink(missing_ok=True)
    except OSError:
        raise EngineError(_FULL) from None
    _keep(places, reference, _PROTOCOL, text)


def keep_report(places: Places, reference: str, pages: Mapping[str, str]) -> None:
    """Keep the report that came of it, a page for each language. Raises EngineError."""
    for language, page in pages.items():
        _keep(places, reference, _named(language), page)


def protocol(places: Places, reference: str) -> str:
    """The protocol that was asked to be tried last; "" where there is none."""
    return _text(places, reference, _PROTOCOL)


def report(places: Places, reference: str, language: str) -> str:
    """The report that came of it in that language, or in English where it was not written in it; "" where there is
    none (yet)."""
    return _text(places, reference, _named(language)) or _text(places, reference, _named("en"))


def _named(language: str) -> str:
    return "report.html" if language == "en" else f"report.{language}.html"


def _keep(places: Places, reference: str, name: str, text: str) -> None:
    try:
        with whole(places.study(reference) / _FOLDER / name) as file:
            file.write(text.encode("utf-8"))
    except OSError:
        raise EngineError(_FULL) from None


def _text(places: Places, reference: str, name: str) -> str:
    try:
        return (places.study(reference) / _FOLDER / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
