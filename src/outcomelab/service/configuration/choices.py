"""What whoever runs the service chooses: from the environment, or from files named there."""

from __future__ import annotations

from enum import StrEnum
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field, IPvAnyAddress, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from outcomelab.errors import SettingsError

PREFIX = "OUTCOMELAB_"


class Mode(StrEnum):
    """`local`: on this machine alone, over plain HTTP. `production`: for others, over HTTPS, or not at all."""

    LOCAL = "local"
    PRODUCTION = "production"


class Security(StrEnum):
    """How the mail server is spoken to."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Choices(BaseSettings):
    """Every choice, each read from OUTCOMELAB_ and its name in capitals; a secret also from the file that the same
    name with _FILE names.

    data: the folder for everything the service keeps. keys: that for keys, beside it unless named. database_url:
    sqlite:///FILE or postgresql://...; a file in `data` unless given. hosts: the names the service answers to,
    separated by commas. behind_proxy: a proxy takes the HTTPS connections and says so. listen: the
    address of this machine that the pages are served at. hsts_seconds: how long
    browsers remember to come by HTTPS only. time_zone: whose days the agreements' days are. address: what notices
    lead to; the first host unless given. mail_...: the server that sends notices; without a host none are sent.
    mfa_for: the roles that need a second factor. oidc_...: the OpenID Connect provider people may sign in with;
    oidc_trusted: every address it tells is verified. demo: everybody is invented, and anybody is any of them.
    backup_passphrase: what backups are sealed with instead of a key file.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True)

    mode: Mode = Mode.LOCAL
    data: Path = Path("outcomelab-data")
    keys: Path | None = None
    database_url: SecretStr | None = None
    database_url_file: Path | None = None
    secret_key: SecretStr | None = None
    secret_key_file: Path | None = None
    hosts: Annotated[str, NoDecode] = ""
    behind_proxy: bool = False
    listen: IPvAnyAddress = IPv4Address("127.0.0.1")
    hsts_seconds: Annotated[int, Field(ge=0, le=63_072_000)] = 31_536_000
    time_zone: str = "UTC"
    address: str = ""
    mail_host: str = ""
    mail_port: Annotated[int, Field(ge=1, le=65_535)] = 587
    mail_security: Security = Security.STARTTLS
    mail_user: str = ""
    mail_password: SecretStr | None = None
    mail_password_file: Path | None = None
    mail_from: str = ""
    mfa_for: str | None = None
    oidc_name: str = "OpenID Connect"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_client_secret_file: Path | None = None
    oidc_trusted: bool = False
    demo: bool = False
    backup_passphrase: SecretStr | None = None
    backup_passphrase_file: Path | None = None

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("this is no time zone: write one such as America/Toronto")
        return name

    @field_validator("address")
    @classmethod
    def _ends(cls, address: str) -> str:
        """With a slash at its end, so that the path of a page can follow."""
        return f"{address.rstrip('/')}/" if address else ""

    @property
    def names(self) -> list[str]:
        """The hosts, one by one."""
        return [host.strip() for host in self.hosts.split(",") if host.strip()]

    @property
    def keys_folder(self) -> Path:
        """The folder of keys: the one named, or `outcomelab-data.keys` beside `outcomelab-data`."""
        data = self.data.resolve()
        return self.keys or data.with_name(f"{data.name}.keys")

    @property
    def secret_files(self) -> list[Path]:
        """The files that secrets are in, of those that are named."""
        named = (getattr(self, name) for name in type(self).model_fields if name.endswith("_file"))
        return [file for file in named if file is not None]

    def secret(self, name: str) -> str | None:
        """A secret, from its variable or from the file named; None when neither is given. Raises SettingsError."""
        given: SecretStr | None = getattr(self, name)
        file: Path | None = getattr(self, f"{name}_file")
        variable = f"{PREFIX}{name.upper()}"
        if given is not None and file is not None:
            raise SettingsError(f"{variable} and {variable}_FILE are both set: keep one of them.")
        if file is None:
            return given.get_secret_value() if given else None
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise SettingsError(f"{variable}_FILE names {file}, which cannot be read.") from None


def chosen() -> Choices:
    """The choices made in the environment. Raises SettingsError naming the variables that say something else than
    they may, and nothing of what they say."""
    try:
        return Choices()
    except ValidationError as fault:
        wrong = "; ".join(f"{PREFIX}{str(one['loc'][0]).upper()}: {one['msg']}" for one in fault.errors())
        raise SettingsError(f"The service's settings are wrong. {wrong}.") from None
