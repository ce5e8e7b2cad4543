"""Evidence as a page and as JSON, on the lab's side and for nobody else's eyes."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from pydantic import TypeAdapter

from outcomelab.errors import ReportError, UsageError
from outcomelab.handovers.evidence import Evidence

JSON, PAGE = "evidence.json", "evidence.html"
_PRIVATE = 0o600
_MANY = 1e15


def write_evidence(evidence: Evidence, folder: Path) -> None:
    """Write `evidence.json` and `evidence.html` into `folder`, readable by their owner alone, both or neither.

    Raises TypeError for anything that is no evidence, ReportError when the folder cannot be written to.
    """
    if type(evidence) is not Evidence:
        raise TypeError("only evidence is written for a checker")
    texts = {JSON: TypeAdapter(Evidence).dump_json(evidence, indent=2), PAGE: page(evidence).encode("utf-8")}
    parts = {name: folder / f".{name}.part" for name in texts}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, text in texts.items():
            _write(parts[name], text)
        for name, part in parts.items():
            part.replace(folder / name)
    except OSError:
        for part in parts.values() if folder.is_dir() else ():
            part.unlink(missing_ok=True)
        raise ReportError(
            f"The evidence cannot be written to {folder}. Check the folder and the space left on the disk."
        ) from None


def refuse_beside_release(evidence: Path, release: Path) -> None:
    """Raise UsageError when evidence would be written where the release goes, or within it."""
    mine, theirs = evidence.resolve(), release.resolve()
    if mine == theirs or theirs in mine.parents:
        raise UsageError(
            f"{evidence} is in the folder of the release. Evidence shows raw figures: name a folder of the lab's."
        )


def page(evidence: Evidence) -> str:
    """The page. Every word in it is escaped; it asks for nothing from anywhere."""
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["short"] = _short
    source = (files("outcomelab.checking") / "evidence.html").read_text(encoding="utf-8")
    return environment.from_string(source).render(it=evidence)


def _short(value: float | None) -> str:
    if value is None:
        return "no bound"
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) < _MANY else f"{value:.4g}"


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as file:
        file.write(content)
