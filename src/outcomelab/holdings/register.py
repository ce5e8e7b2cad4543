"""The front door for custodians: a holding is registered, or removed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from outcomelab.engines.duck import opened
from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import ContentStore, Dictionary, IdentifierStore, Store
from outcomelab.handovers.progress import Progress, silent
from outcomelab.holdings.build import build
from outcomelab.holdings.content import CONTENT
from outcomelab.holdings.dictionary import read_descriptor
from outcomelab.holdings.identifiers import IDENTIFIERS
from outcomelab.holdings.keys import (
    check_place,
    content_key,
    destroy_key,
    identifiers_key,
    is_there,
    keep_key,
    members_key,
    new_key,
    read_key,
)
from outcomelab.holdings.members import key_of_members
from outcomelab.holdings.opening import folder_of
from outcomelab.holdings.record import write_record
from outcomelab.on_disk import clear_staged, left_staged, staged


def add(dictionary: Path, holdings: Path, keys: Path, progress: Progress = silent) -> Dictionary:
    """Register the holding that the file `dictionary` describes: check it, split it, encrypt it.

    Leaves in `holdings` a folder of the holding's name with two encrypted stores, identifiers and
    content, joined only by a random person key, and the record `holding.json`; in `keys` one key a store, and
    the key of the member numbers by which the ledger knows persons again, unless it is there already.
    All of it or nothing. The files of the custodian stay as they are; no other file is written that is
    not encrypted.

    Returns the dictionary. Raises HoldingError, with every mistake found, when the dictionary or its data
    cannot be used, when the holding is registered already, or when a folder will not do.
    """
    descriptor = read_descriptor(dictionary)
    name = descriptor.dictionary.name
    if is_there(holdings / name):
        raise _registered_already(name)
    _take_back(holdings, keys, name)
    check_place(holdings, keys, name)
    with _building(holdings, name) as folder:
        identifiers = IdentifierStore(folder / IDENTIFIERS, new_key())
        content = ContentStore(folder / CONTENT, new_key())
        members, new = key_of_members(keys, name)
        build(descriptor, identifiers, content, members, progress)
        write_record(descriptor.dictionary, folder)
        kept = [(identifiers_key(keys, name), identifiers.key), (content_key(keys, name), content.key)]
        kept += [(members_key(keys, name), members)] if new else []
        _settle(folder, holdings / name, tuple(kept))
    return descriptor.dictionary


def remove(holdings: Path, keys: Path, name: str, progress: Progress = silent) -> None:
    """Remove the holding `name`: first its keys, so that copies of its stores stay shut, then its stores. Also
    what is left of one where somebody was killed who removed or registered it.

    Raises HoldingError when it is not registered or a folder cannot be changed.
    """
    if not is_there(holdings / name) and any(left_staged(holdings, name)):
        _take_back(holdings, keys, name)
        clear_staged(holdings, name)
        progress("holdings", f"what was left of {name} is removed")
        return
    folder = folder_of(holdings, name)
    try:
        destroyed = [destroy_key(path) for path in (identifiers_key(keys, name), content_key(keys, name))]
        with staged(holdings, name) as going:
            folder.rename(going / name)
            shutil.rmtree(going)
    except OSError:
        raise HoldingError(f"The holding {name} cannot be removed whole. Check who may write there.") from None
    if not all(destroyed):
        progress("holdings", f"{keys} did not have both keys of {name}: destroy them wherever they are kept")
    progress("holdings", f"{name} is removed")


@contextmanager
def _building(holdings: Path, name: str) -> Iterator[Path]:
    """A folder beside the holdings that is gone afterwards unless it was moved to its place."""
    new = not holdings.exists()
    try:
        with ExitStack() as ours:
            try:
                holdings.mkdir(parents=True, exist_ok=True)
                folder = ours.enter_context(staged(holdings, name)) / name
                folder.mkdir(mode=0o700)
            except OSError:
                raise HoldingError(f"Nothing can be written into {holdings}. Check who may write there.") from None
            yield folder
    finally:
        if new:
            with suppress(OSError):  # what has something in it stays
                holdings.rmdir()


def _take_back(holdings: Path, keys: Path, name: str) -> None:
    """Destroy the keys that somebody left who was killed just before the holding was in its place: they open the
    stores of a holding that never was, and nothing else."""
    for left in left_staged(holdings, name):
        identifiers, content = left / name / IDENTIFIERS, left / name / CONTENT
        for path, store in ((identifiers_key(keys, name), identifiers), (content_key(keys, name), content)):
            if is_there(path) and store.is_file() and _opens(Store(store, read_key(path))):
                destroy_key(path)


def _opens(store: Store) -> bool:
    with suppress(HoldingError), opened(store):
        return True
    return False


def _settle(folder: Path, place: Path, keys: tuple[tuple[Path, str], ...]) -> None:
    """Write the keys, then move the holding to its place in one step; on failure no key is left."""
    written: list[Path] = []
    try:
        for path, key in keys:
            keep_key(path, key)
            written.append(path)
        try:
            folder.rename(place)
        except OSError:
            raise _registered_already(place.name) from None
    except BaseException:
        for path in written:
            destroy_key(path)
        raise


def _registered_already(name: str) -> HoldingError:
    return HoldingError(
        f"A holding {name} is registered already. Remove it first with: outcomelab holdings remove {name}"
    )
