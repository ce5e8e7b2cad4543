"""The door: `outcomelab COMMAND`. Commands parse, call a stage and show progress; nothing is decided here."""

from __future__ import annotations

from outcomelab.cli import (  # noqa: F401 each registers its commands
    attack,
    audit,
    backups,
    demo,
    dummy,
    encode_page,
    encoding,
    evaluate,
    headline,
    holdings,
    ledger,
    linking,
    perturb,
    power,
    project_keys,
    protect,
    quality,
    review,
    selftest,
    serve,
    service,
    simulate,
    spine,
    stages,
    study,
)
from outcomelab.cli.app import run_app


def main() -> None:
    """The entry point."""
    run_app()
