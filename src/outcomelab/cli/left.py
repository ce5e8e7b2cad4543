"""What the stages leave for one another in the lab's folder: whole, and all of one run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa
from pydantic import ValidationError

from outcomelab.cli.lab_files import write_together
from outcomelab.errors import UsageError
from outcomelab.handovers.as_json import as_json, from_json

Stage = Literal["link", "derive", "evaluate"]
ANALYSIS = "analysis.parquet"
HOLDING = "holding"  # among what a stage read: the files of its holding, as one hash


@dataclass(frozen=True)
class Made:
    """What a stage was run on: the SHA-256 of its protocol and, by name, of the files that it read and wrote."""

    protocol: str
    read: dict[str, str]
    wrote: dict[str, str]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal; nothing when it cannot be read."""
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def leave(
    lab: Path,
    stage: Stage,
    protocol: str,
    read: Mapping[str, str],
    tables: Mapping[str, pa.Table],
    texts: Mapping[str, str],
) -> None:
    """Write what `stage` made under `protocol`, and last of all what it was made of: all of it or nothing. Whoever
    reads it finds out when that was interrupted. Of several who leave the same stage at once, each waits for the
    one before. Raises UsageError when the folder cannot be written."""

    def note(wrote: dict[str, str]) -> str:
        return as_json(Made, Made(protocol, dict(read), wrote))

    write_together(lab, tables, texts, (_note(lab, stage).name, note))


def is_left(lab: Path, stage: Stage) -> bool:
    """Whether `stage` has ever left something in `lab`."""
    return _note(lab, stage).is_file()


def require(lab: Path, protocol: str, *stages: Stage, holding: str = "") -> dict[str, str]:
    """The hashes of all that the `stages` left in `lab`, by name of the file, and that of the `holding` as it is
    now, where it is given.

    Raises UsageError naming the stage to run again where something is missing, was changed or interrupted, or was
    made of another file or holding or under another protocol than the rest.
    """
    there = {HOLDING: holding} if holding else {}
    for stage in stages:
        made = _made(lab, stage)
        again = f"Run `outcomelab {stage}` again, and what comes after it."
        if made.protocol != protocol:
            raise UsageError(f"What `outcomelab {stage}` left in {lab} is of another protocol. {again}")
        for name, was in made.wrote.items():
            there[name] = digest(lab / name)
            if not there[name] and (lab / name).is_file():
                raise UsageError(f"{lab / name} cannot be read. Check who may read it, and the disk.")
            if there[name] != was:
                raise UsageError(f"{lab / name} is not as `outcomelab {stage}` leaves it. {again}")
        for name, was in made.read.items():
            if name == HOLDING and there.get(name, was) != was:
                raise UsageError(f"The holding was changed since `outcomelab {stage}` was run on it. {again}")
            if there.get(name, was) != was:
                raise UsageError(f"`outcomelab {stage}` was run on another {name} than is in {lab}. {again}")
    return there


def _made(lab: Path, stage: Stage) -> Made:
    try:
        return from_json(Made, _note(lab, stage).read_bytes())
    except PermissionError:
        raise UsageError(f"{_note(lab, stage)} cannot be read. Check who may read it.") from None
    except (OSError, ValidationError):
        raise UsageError(f"{lab} does not hold what `outcomelab {stage}` leaves there. Run that first.") from None


def _note(lab: Path, stage: Stage) -> Path:
    return lab / f"{stage}.made.json"
