"""Files that are whole whoever was killed, still there after the power failed, and their owner's alone."""

from __future__ import annotations

import errno
import fcntl
import glob
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import BufferedRandom
from pathlib import Path
from typing import BinaryIO

# What disks say on which a file has one name only: memory sticks, some shares.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
_STAGE = ".part"


def sync(folder: Path) -> None:
    """Bring the names of a folder's new files to disk as well. Raises OSError when that cannot be done."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def overwrite(path: Path) -> bool:
    """Overwrite a file with random bytes and remove it, on disk too; whether there was one. Raises OSError."""
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(os.fstat(file.fileno()).st_size))
            file.flush()
            os.fsync(file.fileno())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
    settle(path)
    path.unlink(missing_ok=True)  # somebody else may just have done the same
    sync(path.parent)
    return True


def write_new(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read: whole or not at all, even if killed; never over another.

    Raises FileExistsError when there is one of that name already, OSError when it cannot be written.
    """
    part = _part(path)
    with _locked(part) as file:
        try:
            if path.exists():
                raise FileExistsError(path)
            file.truncate()
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            _give_name(part, path)
            sync(path.parent)
        finally:
            part.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Remove the second name that a process killed at the very end of `write_new` left of a file; nothing where
    there is none, or where it cannot be removed."""
    part = _part(path)
    with suppress(OSError):
        if part.exists():
            with _locked(part):
                part.unlink(missing_ok=True)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


@contextmanager
def _locked(part: Path) -> Iterator[BufferedRandom]:
    """The file `part`, made if need be, held by nobody else until this ends. One that a killed process left is
    taken over. Raises OSError."""
    while True:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # which ends with the process, however it ends
            if _names(part, file):
                os.fchmod(file.fileno(), 0o600)
                yield file
                return
        # whoever held it has removed it meanwhile


def _names(path: Path, file: BinaryIO) -> bool:
    """Whether a path still leads to an open file. Asked once: between two questions the path may go."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _give_name(part: Path, path: Path) -> None:
    """Give a whole file its name, which, unlike renaming, takes nobody's place."""
    try:
        os.link(part, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # The name is taken first, then filled: killed in between, it stands for an empty file.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        part.replace(path)


@contextmanager
def whole(path: Path) -> Iterator[BufferedRandom]:
    """A file to write, its owner's alone, that takes the place of `path` when all of it is written and on disk;
    otherwise nothing is left of it, also where its process was killed. Its folder is made if need be; of several
    who write it at once, each waits for the one before. Raises OSError."""
    part = _part(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(part) as held:
        try:
            held.truncate()
            with _nameless(path.parent, held) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
                _take_place(path, file, held)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    sync(path.parent)


@contextmanager
def _nameless(folder: Path, otherwise: BufferedRandom) -> Iterator[BufferedRandom]:
    """A file in `folder` that has no name, so that the system takes it away with the process that writes it;
    `otherwise` where the disk knows none."""
    try:
        descriptor = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    except (AttributeError, OSError):  # AttributeError: systems other than Linux
        yield otherwise
        return
    with os.fdopen(descriptor, "w+b") as file:
        yield file


def _take_place(path: Path, file: BufferedRandom, held: BufferedRandom) -> None:
    """Put a file that is written in the place of `path`: the one `held`, or a nameless one."""
    part = _part(path)
    if file is not held:
        named = part.with_suffix(".whole")
        named.unlink(missing_ok=True)  # somebody was killed in the moment that it is there
        with suppress(OSError):
            # A folder is named that is not needed: without one Python would name the link, not what it leads to.
            os.link(f"/proc/self/fd/{file.fileno()}", named, src_dir_fd=held.fileno())
            named.replace(path)
            part.unlink()
            return
        named.unlink(missing_ok=True)
        file.seek(0)
        shutil.copyfileobj(file, held)
        held.flush()
        os.fsync(held.fileno())
    part.replace(path)


def private(path: Path) -> BinaryIO:
    """An empty file, open for writing, that nobody but its owner can open, whatever its folder allows; one that is
    there already is emptied and closed to others. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "wb")


@contextmanager
def staged(place: Path, name: str) -> Iterator[Path]:
    """A new hidden folder in `place` for what is to be called `name`, known to be in use; gone afterwards,
    whatever happens. What a process that was killed at this has left is removed. Raises OSError."""
    clear_staged(place, name)
    with ExitStack() as ours:
        while True:  # somebody may take it for left before it is known to be in use
            stage = place / f".{name}.{secrets.token_hex(6)}{_STAGE}"
            stage.mkdir()
            with suppress(FileNotFoundError, BlockingIOError):
                ours.enter_context(_in_use(stage))
                if stage.is_dir():
                    break
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def clear_staged(place: Path, name: str) -> None:
    """Remove what those who were killed in `staged` have left in `place`; who is alive and at work is not
    disturbed."""
    for left in left_staged(place, name):
        with suppress(OSError):
            shutil.rmtree(left)


def left_staged(place: Path, name: str) -> Iterator[Path]:
    """The folders in `place` that those who were killed in `staged` have left, each nobody else's meanwhile."""
    for left in place.glob(f".{glob.escape(name)}.*{_STAGE}"):
        if left.is_dir():
            with suppress(OSError), _in_use(left):  # refused where its owner is at work
                yield left


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into, which becomes `folder` when all of it is written; otherwise nothing is left of it.

    Raises FileExistsError when `folder` has something in it already, or is none; OSError when it cannot be
    written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with staged(folder.parent, folder.name) as stage:
        yield stage
        if folder.exists():
            folder.rmdir()
        stage.rename(folder)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """While this lasts, of all who ask for it nobody else is at work in `folder`: whoever comes later waits.
    Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # which ends with the process, however it ends
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _in_use(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # which ends with the process, however it ends
        yield
    finally:
        os.close(descriptor)
