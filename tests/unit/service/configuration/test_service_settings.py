"""The service's settings: read once, and refused when they are unsafe."""

import logging
import os
import stat
import subprocess
import sys

import pytest
from pydantic import SecretStr

from outcomelab.errors import SettingsError
from outcomelab.service.configuration.choices import Choices, Mode, Security, chosen
from outcomelab.service.configuration.database import database
from outcomelab.service.configuration.logs import Plain
from outcomelab.service.configuration.places import made
from outcomelab.service.configuration.secret import kept_secret
from outcomelab.service.configuration.signing_in import providers
from outcomelab.service.configuration.unsafe import refuse_unsafe

SECRET = "".join(chr(letter) for letter in range(40, 100))


@pytest.fixture
def choices(tmp_path):
    def choose(**changes):
        made(tmp_path / "data", tmp_path / "data.keys")
        said = {"mode": Mode.PRODUCTION, "hosts": "lab.example.org", "data": tmp_path / "data", "keys": None}
        return Choices(**said | changes)

    return choose


def started(folder, *words, **environment):
    said = {"OUTCOMELAB_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "outcomelab.service.settings"}
    ours = ("OUTCOMELAB_", "DJANGO_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    command = [sys.executable, "-W", "error", "-m", "django", *words]
    return subprocess.run(command, env=clean | said | environment, capture_output=True, text=True, check=False)


def test_the_service_as_it_is_run_for_others_passes_django_s_own_checks(tmp_path):
    done = started(
        tmp_path, "check", "--deploy", "--fail-level", "WARNING",
        OUTCOMELAB_MODE="production", OUTCOMELAB_HOSTS="lab.example.org",
    )  # fmt: skip
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr
    key = tmp_path / "data.keys" / "service.secret.key"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data", key.parent, key)] == [
        0o700, 0o700, 0o600,
    ]  # fmt: skip


def test_it_does_not_start_for_others_with_unsafe_settings_and_says_every_reason(tmp_path):
    done = started(
        tmp_path, "check", OUTCOMELAB_MODE="production", OUTCOMELAB_SECRET_KEY="changeme",
        OUTCOMELAB_DATABASE_URL="postgresql://lab:pass@db.example.org/lab", OUTCOMELAB_HSTS_SECONDS="0",
    )  # fmt: skip
    assert done.returncode != 0
    said = done.stderr.partition("not started with unsafe settings")[2]
    assert all(word in said for word in ("SECRET_KEY", "HOSTS", "HSTS", "sslmode"))
    assert "changeme" not in said
    assert "pass@" not in said


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"hosts": "*"}, "any name"),
        ({"hosts": ".example.org"}, "any name"),
        ({"mode": Mode.LOCAL}, "MODE=production"),
        ({"hsts_seconds": 0}, "HSTS"),
        ({"demo": True}, "OUTCOMELAB_DEMO"),
        ({"oidc_issuer": "http://id.example.org"}, "OIDC_ISSUER"),
        ({"mail_host": "mail.example.org", "mail_security": Security.NONE}, "MAIL_SECURITY"),
    ],
)
def test_unsafe_choices_are_refused(choices, changes, word):
    refuse_unsafe(choices(), SECRET, {})
    with pytest.raises(SettingsError, match=word):
        refuse_unsafe(choices(**changes), SECRET, {})


def test_a_database_s_host_is_not_hidden_among_its_options(choices, tmp_path):
    hidden = database("postgresql:///store?host=db.example.org", tmp_path)
    with pytest.raises(SettingsError, match="among its options"):
        refuse_unsafe(choices(), SECRET, hidden)


def test_folders_and_secrets_that_others_can_read_are_refused(choices, tmp_path):
    with pytest.raises(SettingsError, match="inside one another"):
        refuse_unsafe(choices(keys=tmp_path / "data" / "keys"), SECRET, {})
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    with pytest.raises(SettingsError, match="Everybody can read the secret"):
        refuse_unsafe(choices(secret_key_file=secret), SECRET, {})
    open_to_all = choices()
    open_to_all.data.chmod(0o755)
    with pytest.raises(SettingsError, match="chmod 700"):
        refuse_unsafe(open_to_all, SECRET, {})


def test_a_secret_comes_from_its_variable_or_from_a_file_and_not_from_both(choices, tmp_path):
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    assert choices(secret_key_file=file).secret("secret_key") == SECRET
    assert choices(secret_key=SecretStr("given")).secret("secret_key") == "given"
    assert choices().secret("secret_key") is None
    with pytest.raises(SettingsError, match="keep one"):
        choices(secret_key=SecretStr("given"), secret_key_file=file).secret("secret_key")
    with pytest.raises(SettingsError, match="cannot be read"):
        choices(secret_key_file=tmp_path / "none").secret("secret_key")


def test_the_secret_key_is_made_once(tmp_path):
    first = kept_secret(tmp_path / "keys")
    assert len(first) == 64
    assert kept_secret(tmp_path / "keys") == first
    (tmp_path / "keys" / "service.secret.key").write_text("short")
    with pytest.raises(SettingsError, match="does not hold a key"):
        kept_secret(tmp_path / "keys")


def test_a_variable_that_says_what_it_may_not_is_named_and_what_it_says_is_not(monkeypatch):
    monkeypatch.setenv("OUTCOMELAB_MODE", "hurried")
    monkeypatch.setenv("OUTCOMELAB_TIME_ZONE", "Atlantis/Capital")
    with pytest.raises(SettingsError, match=r"OUTCOMELAB_MODE.*OUTCOMELAB_TIME_ZONE") as told:
        chosen()
    assert "hurried" not in str(told.value)
    assert "Atlantis" not in str(told.value)


def test_the_address_that_notices_lead_to_ends_with_a_slash_however_it_is_written(choices):
    written = ("https://lab.example.org", "https://lab.example.org/", "")
    found = [choices(address=address).address for address in written]
    assert found == ["https://lab.example.org/", "https://lab.example.org/", ""]


def test_without_an_address_the_store_is_a_file_among_the_data(tmp_path):
    made_of = database(None, tmp_path)
    assert made_of["NAME"] == str(tmp_path / "store.sqlite3")
    assert made_of["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "WAL" in made_of["OPTIONS"]["init_command"]


def test_an_address_of_postgresql_is_read_with_its_options(tmp_path):
    made_of = database("postgresql://lab:p%40ss@db.example.org:5433/store?sslmode=verify-full", tmp_path)
    assert (made_of["ENGINE"], made_of["HOST"], made_of["PORT"]) == (
        "django.db.backends.postgresql", "db.example.org", 5433,
    )  # fmt: skip
    assert (made_of["PASSWORD"], made_of["NAME"], made_of["OPTIONS"]["sslmode"]) == (
        "p@ss",
        "store",
        "verify-full",
    )
    assert database("postgres://lab@%2Frun%2Fpostgresql/store", tmp_path)["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    "address",
    ["mysql://lab:pass@host/name", "pass", "postgresql://lab:pass@host", "postgresql://lab:pass@host:port/n"],
)
def test_what_is_no_address_of_a_database_is_refused_without_repeating_it(tmp_path, address):
    with pytest.raises(SettingsError, match="OUTCOMELAB_DATABASE_URL") as told:
        database(address, tmp_path)
    assert "pass" not in str(told.value)


def test_a_log_line_has_kinds_and_places_of_an_error_and_never_its_words():
    try:
        try:
            raise ValueError("Jane Smith")
        except ValueError as first:
            raise KeyError("1990-02-03") from first
    except KeyError:
        record = logging.LogRecord("outcomelab", logging.ERROR, "", 1, "failed", (), sys.exc_info())
    line = Plain().format(record)
    assert "KeyError" in line
    assert "ValueError" in line
    assert "test_service_settings.py" in line
    assert "Jane" not in line
    assert "1990" not in line


def test_the_lab_alone_knows_no_django():
    code = "import sys, outcomelab, outcomelab.cli.main; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_an_openid_connect_provider_is_named_whole_or_not_at_all():
    assert providers("", "", "", None, trusted=False) == {}
    made = providers("The Ministry", "https://id.example.org/", "lab", "secret", trusted=False)
    assert made["openid_connect"]["APPS"][0]["settings"] == {"server_url": "https://id.example.org"}
    with pytest.raises(SettingsError, match="go together"):
        providers("The Ministry", "https://id.example.org", "lab", None, trusted=False)
