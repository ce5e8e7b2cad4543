"""The folders that the service keeps things in: its own, closed to everybody else."""

from __future__ import annotations

from pathlib import Path

from outcomelab.errors import SettingsError

WEB = Path(__file__).parents[1] / "web"  # the pages' own folder


def made(*folders: Path) -> None:
    """Make the folders that are not there yet. Raises SettingsError when one cannot be made."""
    for folder in folders:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise SettingsError(
                f"The folder {folder} cannot be made: name another, or make it yourself."
            ) from None
