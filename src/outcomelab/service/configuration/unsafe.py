"""What the service refuses to start with: settings that are unsafe for how it is run."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from outcomelab.errors import HoldingError, SettingsError
from outcomelab.holdings.keys import check_folder
from outcomelab.service.configuration.choices import Choices, Mode, Security

THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
_SHORTEST, _LEAST_DIFFERENT = 50, 10  # characters of a secret key, and different ones among them: as Django asks
_HOSTS_AMONG_OPTIONS = {"host", "hostaddr", "service"}
_ENCRYPTED = ("require", "verify-ca", "verify-full")


def refuse_unsafe(choices: Choices, secret_key: str, database: Mapping[str, Any]) -> None:
    """Raises SettingsError with every reason why the service may not be started so."""
    found = [*_anywhere(choices, secret_key)]
    found += _in_production(choices, database) if choices.mode is Mode.PRODUCTION else _locally(choices)
    if found:
        listed = "\n".join(f"  {one}" for one in found)
        raise SettingsError(f"The service is not started with unsafe settings:\n{listed}")


def _anywhere(choices: Choices, secret_key: str) -> Iterator[str]:
    if len(secret_key) < _SHORTEST or len(set(secret_key)) < _LEAST_DIFFERENT:
        yield "OUTCOMELAB_SECRET_KEY can be guessed: leave it out, and the service makes one."
    try:
        check_folder(choices.data, choices.keys_folder)
    except HoldingError as fault:
        yield str(fault)
    if choices.data.exists() and stat.S_IMODE(choices.data.stat().st_mode) & 0o077:
        yield f"Others can read the service's folder {choices.data}: close it with chmod 700."
    for file in choices.secret_files:
        if file.exists() and _open_to_everybody(file):
            yield f"Everybody can read the secret in {file}: close it with chmod 600."


def _open_to_everybody(file: Path) -> bool:
    return bool(stat.S_IMODE(file.stat().st_mode) & 0o007)


def _locally(choices: Choices) -> Iterator[str]:
    if others := [name for name in choices.names if name not in THIS_MACHINE]:
        yield (
            f"OUTCOMELAB_HOSTS names other machines ({', '.join(others)}): that takes OUTCOMELAB_MODE=production, "
            "with HTTPS."
        )
    if not choices.listen.is_loopback:
        yield "OUTCOMELAB_LISTEN lets other machines in: that takes OUTCOMELAB_MODE=production, with HTTPS."


def _in_production(choices: Choices, database: Mapping[str, Any]) -> Iterator[str]:
    if not choices.names:
        yield "OUTCOMELAB_HOSTS is empty: name the host that people type."
    if any(name == "*" or name.startswith(".") for name in choices.names):
        yield "OUTCOMELAB_HOSTS answers to any name: write each name out."
    if not choices.hsts_seconds:
        yield "OUTCOMELAB_HSTS_SECONDS is 0: browsers would come back by HTTP."
    if choices.mail_host not in ("", *THIS_MACHINE) and choices.mail_security is Security.NONE:
        yield "OUTCOMELAB_MAIL_SECURITY is none: notices and the password would travel unencrypted."
    if choices.demo:
        yield "OUTCOMELAB_DEMO is true: anybody could sign in as anybody."
    if choices.oidc_issuer and not choices.oidc_issuer.startswith("https://"):
        yield "OUTCOMELAB_OIDC_ISSUER does not begin with https://: who signs in would travel unencrypted."
    if named := sorted(_HOSTS_AMONG_OPTIONS & set(database.get("OPTIONS", {}))):
        yield (
            f"OUTCOMELAB_DATABASE_URL has its host among its options ({', '.join(named)}): write it before "
            "the name, postgresql://USER@HOST/NAME."
        )
    host = database.get("HOST", "")
    if host and not host.startswith("/") and host not in THIS_MACHINE:
        mode = database["OPTIONS"].get("sslmode")
        if mode not in _ENCRYPTED:
            yield "The database is on another machine and may be spoken to unencrypted: add ?sslmode=verify-full."
