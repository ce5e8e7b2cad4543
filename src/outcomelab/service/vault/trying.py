"""What was tried on made-up data, which is about nobody: the protocol as it was asked for, and its report."""

from __future__ import annotations

from outcomelab.errors import EngineError
from outcomelab.on_disk import whole
from outcomelab.service.vault.places import Places

_FOLDER, _PROTOCOL, _REPORT = "dummy-run", "protocol.toml", "report.html"
_FULL = "What is tried cannot be kept: the lab's disk is full or closed. Ask for it again later."


def keep_protocol(places: Places, reference: str, text: str) -> None:
    """Keep a protocol to be tried, instead of the one before and what came of it. Raises EngineError."""
    try:
        (places.study(reference) / _FOLDER / _REPORT).unlink(missing_ok=True)
    except OSError:
        raise EngineError(_FULL) from None
    _keep(places, reference, _PROTOCOL, text)


def keep_report(places: Places, reference: str, page: str) -> None:
    """Keep the report that came of it. Raises EngineError."""
    _keep(places, reference, _REPORT, page)


def protocol(places: Places, reference: str) -> str:
    """The protocol that was asked to be tried last; "" where there is none."""
    return _text(places, reference, _PROTOCOL)


def report(places: Places, reference: str) -> str:
    """The report that came of it; "" where there is none (yet)."""
    return _text(places, reference, _REPORT)


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
