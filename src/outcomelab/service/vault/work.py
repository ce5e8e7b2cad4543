"""What the stages of a study leave for one another: encrypted under the study's key, and gone with it."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from outcomelab.errors import LinkageError
from outcomelab.hall.kept import Kept
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import Figures
from outcomelab.holdings.keys import destroy_key, made_key, read_key
from outcomelab.on_disk import overwrite, write_new
from outcomelab.protocol.model import Protocol
from outcomelab.service.vault.places import Places
from outcomelab.unfinished.steps import Steps

FIGURES, EVIDENCE = "figures", "evidence"  # the steps that a draft is kept as
LINKAGE, FLOW = "linkage", "flow"  # and those that a linkage tells of itself in


def content_of(figures: Cleared[Figures]) -> str:
    """The hash of an output's content: of every figure and word in it."""
    return hashlib.sha256(figures.figures.model_dump_json().encode("utf-8")).hexdigest()


def of_links(list_sha256: str, protocol: Protocol, holding: str) -> str:
    """The part that a linkage is kept in: of this list, by these sections of the protocol. holding: its
    fingerprint."""
    return f"linked-{_short((list_sha256, protocol.cohort, protocol.linkage, protocol.index, holding))}"


def of_evaluation(list_sha256: str, protocol_sha256: str, holding: str) -> str:
    """The part that an evaluation is kept in: of this list, by this protocol, of the holding of this fingerprint,
    by this version of the program. Links, which cannot be made again once the list is destroyed, outlast one."""
    return f"evaluated-{_short((list_sha256, protocol_sha256, holding, version('outcomelab')))}"


def kept(places: Places, reference: str, part: str, *, new: bool = False) -> Kept:
    """What is kept of one part of a study's work: the list that was linked, or the protocol that was evaluated.

    new: makes the study's key when there is none yet. Raises LinkageError when the key was destroyed, HoldingError
    when it can be neither read nor written.
    """
    file = places.keys / f"{reference}.study.key"
    if not new and not file.is_file():
        raise LinkageError("What was kept of this study was destroyed with its key: begin with a new study.")
    key = bytes.fromhex(made_key(file) if new else read_key(file))
    folder = places.study(reference) / part
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Kept(Steps(folder, key))


def destroy(places: Places, reference: str) -> dict[str, str]:
    """Destroy a study's key; overwrite and remove every step, finished or half-written by a killed worker. Returns
    the hash of the key and of each file; they are noted first, so that they are known also when this is cut off
    and done again."""
    key, folder = places.keys / f"{reference}.study.key", places.study(reference)
    files, note = sorted(folder.rglob("*.step*")), folder / "destroyed.json"
    if not note.is_file():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        hashes = {"key": _sha256(key)} | {str(file.relative_to(folder)): _sha256(file) for file in files}
        write_new(note, json.dumps(hashes).encode("utf-8"))
    destroy_key(key)
    for file in files:
        overwrite(file)
    noted: dict[str, str] = json.loads(note.read_text(encoding="utf-8"))
    return noted


def _short(of: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(of).encode("utf-8")).hexdigest()[:16]


def _sha256(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
