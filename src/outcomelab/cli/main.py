"""The door: `outcomelab COMMAND`. Commands parse, call a stage and show progress; nothing is decided here."""

from __future__ import annotations

# Each registers its commands.
from outcomelab.cli import demo, holdings, linking, quality, spine, stages, study  # noqa: F401
from outcomelab.cli.app import run_app


def main() -> None:
    """The entry point."""
    run_app()
