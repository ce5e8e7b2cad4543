"""What lies in a backup: entries of a tar archive (POSIX.1-2001, pax), each a name and its bytes."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from outcomelab.errors import BackupError
from outcomelab.on_disk import private
from outcomelab.service.backups.sealing import Sealing, Unsealing
from outcomelab.service.backups.secret import Secret

ABOUT, ROWS, DATA, KEYS = "about.json", "rows.jsonl.gz", "data", "keys"
_NS = 1_000_000_000
_BLOCK = 1 << 20


class Packing:
    """An archive that is being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, content: bytes) -> None:
        """An entry of these bytes. Raises OSError."""
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        self._tar.addfile(entry, io.BytesIO(content))

    def add_file(self, name: str, path: Path) -> bool:
        """An entry of a file, as long as it is when it is opened; whether it was still there. Raises OSError."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return False
        with file:
            stat = os.fstat(file.fileno())
            entry = tarfile.TarInfo(name)
            entry.size = stat.st_size
            entry.pax_headers = {"mtime": f"{stat.st_mtime_ns // _NS}.{stat.st_mtime_ns % _NS:09d}"}
            self._tar.addfile(entry, file)
        return True


@contextmanager
def packing(stream: BinaryIO, secret: Secret) -> Iterator[Packing]:
    """An archive in a stream, sealed; it counts only when this ends without an error."""
    sealing = Sealing(stream, secret)
    with tarfile.open(fileobj=cast(IO[bytes], sealing), mode="w|", format=tarfile.PAX_FORMAT) as tar:
        yield Packing(tar)
    sealing.end()
    stream.flush()
    os.fsync(stream.fileno())


def unpack(path: Path, secret: Secret, data: Path, keys: Path) -> dict[str, bytes]:
    """Write what an archive has for the folders of data and keys into these, each file its owner's alone; returns
    its other entries. Raises BackupError when it is not as it was written, or cannot be written here."""
    others: dict[str, bytes] = {}
    try:
        with path.open("rb") as stream:
            unsealing = Unsealing(path, stream, secret)
            with tarfile.open(fileobj=cast(IO[bytes], unsealing), mode="r|") as tar:
                for entry in tar:
                    content = cast(IO[bytes], tar.extractfile(entry) if entry.isreg() else io.BytesIO())
                    place = _place(entry.name, data, keys)
                    if place is None:
                        others[entry.name] = content.read()
                    else:
                        _write(place, content, entry)
            unsealing.end()
    except tarfile.TarError:
        raise BackupError(f"The backup {path} has no archive in it: take another copy.") from None
    except OSError as fault:
        raise BackupError(
            f"The backup {path} cannot be restored ({fault.strerror}): check that it can be read, and that the "
            "disk has room."
        ) from None
    if not {ABOUT, ROWS} <= others.keys():
        raise BackupError(f"The backup {path} has no archive of the service in it: take another copy.")
    return others


def _place(name: str, data: Path, keys: Path) -> Path | None:
    """Where an entry goes; None for one that is no file of the two folders."""
    parts = PurePosixPath(name).parts
    folder = {DATA: data, KEYS: keys}.get(parts[0])
    if folder is None:
        return None
    if len(parts) == 1 or ".." in parts:
        raise BackupError("The backup has a file that belongs nowhere: take another copy.")
    return folder.joinpath(*parts[1:])


def _write(place: Path, content: IO[bytes], entry: tarfile.TarInfo) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with private(place) as file:
        while block := content.read(_BLOCK):
            file.write(block)
    if mtime := entry.pax_headers.get("mtime"):  # to the nanosecond: it is as old as it was
        seconds, _, rest = str(mtime).partition(".")
        when = int(seconds) * _NS + int(rest.ljust(9, "0")[:9])
        os.utime(place, ns=(when, when))
