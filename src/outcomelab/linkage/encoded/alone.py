"""Whoever links encodings must not be able to read them: with a key in sight, linkage refuses to run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from outcomelab.errors import LinkageError

_KEY_FILE = b"outcomelab-project-key/"
_LARGEST = 10_000
_VARIABLES = ("OUTCOMELAB_PASSPHRASE", "OUTCOMELAB_PROJECT_KEY")


def refuse_keys(folders: Iterable[Path], environment: Mapping[str, str]) -> None:
    """Raise LinkageError when a project key lies in one of `folders`, or one is told in `environment`.

    A folder that cannot be looked into is refused as well: what is not seen to be safe is not.
    """
    named = [name for name in _VARIABLES if environment.get(name)]
    if named:
        raise LinkageError(
            f"The variable {named[0]} tells this process a project's key or passphrase. Whoever links encodings "
            "must not hold their key: unset it, and link where nobody has it."
        )
    for folder in dict.fromkeys(folder.resolve() for folder in folders):
        try:
            found = next((file.name for file in sorted(folder.iterdir()) if _is_key(file)), None)
        except OSError:
            raise LinkageError(
                f"The folder {folder} cannot be looked into, so it is not sure that no key lies there."
            ) from None
        if found:
            raise LinkageError(
                f"{found} in {folder} is a project's key. Whoever links encodings must not hold their key: "
                "keep it with the custodian, and link where nobody has it."
            )


def _is_key(file: Path) -> bool:
    return file.is_file() and file.stat().st_size <= _LARGEST and _KEY_FILE in file.read_bytes()
