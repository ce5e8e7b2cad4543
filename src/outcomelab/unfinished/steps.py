"""The finished steps of a run, kept on the disk so that one that was killed can be taken up.

No identifier is kept. What is kept is encrypted, under a key that is kept nowhere: it is derived from the lists
and the settings, which the same command has again and nobody else has (docs/decisions/unfinished-linkage.md).
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from outcomelab.errors import EngineError, LedgerError, ReportError, UsageError
from outcomelab.on_disk import overwrite
from outcomelab.unfinished.envelope import seal, unseal
from outcomelab.unfinished.fingerprint import fingerprint
from outcomelab.unfinished.program import program

Said = Callable[[str], None]
_MARK, _LOCK, _ENDING = "mark", "lock", ".step"
_TEXT = "text"
# What went wrong around the work and not in it: the same command may go on once it is mended.
_PASSING = (EngineError, LedgerError, ReportError)


@dataclass(frozen=True)
class Steps:
    """Where finished steps are kept, and under which key; without a folder nothing is kept."""

    folder: Path | None = None
    key: bytes = field(default=b"", repr=False)
    said: Said = field(default=lambda _: None, repr=False)

    def take(self, step: str) -> pa.Table | None:
        """What an earlier run made of `step` (words of letters and digits), None where it did not finish it."""
        return None if self.folder is None else unseal(self._file(self.folder, step), self.key, step)

    def keep(self, step: str, table: pa.Table) -> None:
        """Keep what was made of `step`. A disk that is full stops no run."""
        if self.folder is None:
            return
        try:
            seal(table, self._file(self.folder, step), self.key, step)
        except OSError:
            self.said(f"What was finished ({step}) cannot be kept: a run that is killed will do it again.")

    def forget(self, step: str) -> None:
        """Overwrite and remove what is kept of `step`, if anything is. Raises OSError."""
        if self.folder is not None:
            overwrite(self._file(self.folder, step))

    def take_text(self, step: str) -> str | None:
        """The text that an earlier run made of `step`, None where it did not finish it."""
        table = self.take(step)
        return None if table is None else str(table[_TEXT][0].as_py())

    def keep_text(self, step: str, text: str) -> None:
        """Keep a text, as `keep` does a table."""
        self.keep(step, pa.table({_TEXT: pa.array([text], pa.large_string())}))

    def finished(self) -> tuple[str, ...]:
        """The steps that are kept, in the order they were finished."""
        if self.folder is None:
            return ()
        files = sorted(self.folder.glob(f"*{_ENDING}"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        return tuple(file.stem.replace("-", " ") for file in files)

    def _file(self, folder: Path, step: str) -> Path:
        return folder / f"{step.replace(' ', '-')}{_ENDING}"


NOTHING_KEPT = Steps()
# Called with the tables a run is of, the settings, and who is told: what an earlier run left of the same.
Keeping = Callable[[Iterable[pa.Table], str, Said], Steps]


def folder_for(out: Path) -> Path:
    """Where the finished steps of a run lie whose results go to `out`: a hidden folder beside it."""
    out = out.resolve()
    return out.with_name(f".{out.name}.unfinished")


@contextmanager
def unfinished(folder: Path, of: str) -> Iterator[Keeping]:
    """While this lasts, finished steps of one run are kept in `folder`, readable by their owner only.

    A run that is killed or interrupted leaves them, and so does one that ends in what may pass (a cluster that is
    gone, a disk that is full); the next one of the same files and settings, by the same program, takes them up
    and says so; another removes them and says so. Whatever ends otherwise, well or refused, leaves nothing behind.
    `of`: what two runs at once would both be at work on, in words. Raises UsageError when another is at work
    there.
    """
    made = [place for place in folder.parents if not place.exists()]
    with ExitStack() as locked:
        ours: list[Path] = []

        def keeping(sides: Iterable[pa.Table], settings: str, said: Said) -> Steps:
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                lock = locked.enter_context((folder / _LOCK).open("w"))
            except OSError:
                said(
                    f"Nothing can be kept in {folder.parent}: a run that is killed will start from the beginning."
                )
                return NOTHING_KEPT
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # which ends with the process, however it ends
            except OSError:
                raise UsageError(f"Another run is at work on {of}. Wait until it has ended.") from None
            ours.append(folder)
            return _begun(folder, fingerprint(sides, program() + settings), said)

        def forget() -> None:
            for place in ours:
                shutil.rmtree(place, ignore_errors=True)
            with suppress(OSError):  # a folder that is not empty stays
                for place in made if ours else ():
                    place.rmdir()

        try:
            yield keeping
        except _PASSING:
            raise
        except Exception:
            forget()
            raise
        forget()


def _begun(folder: Path, secret: bytes, said: Said) -> Steps:
    steps, mark = Steps(folder, _derived(secret, b"key"), said), _derived(secret, b"mark")
    try:
        before = (folder / _MARK).read_bytes() if (folder / _MARK).exists() else mark
        if before != mark and steps.finished():
            said(
                "An earlier run was stopped that had other files or settings, or was of another version of the "
                "program: this one starts from the beginning."
            )
            for file in folder.glob(f"*{_ENDING}"):
                file.unlink()
        (folder / _MARK).write_bytes(mark)
    except OSError:
        said(f"Nothing can be kept in {folder.parent}: a run that is killed will start from the beginning.")
        return NOTHING_KEPT
    if steps.finished():
        said(f"An earlier run was stopped and is taken up after: {steps.finished()[-1]}.")
    return steps


def _derived(secret: bytes, purpose: bytes) -> bytes:
    """32 bytes for one purpose (HKDF-SHA256, RFC 5869), from which neither the secret nor another can be told."""
    return HKDF(SHA256(), 32, None, b"outcomelab unfinished, " + purpose).derive(secret)
