"""A service to back up, and empty places to restore it into."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings
from tests.unit.service import databases

from outcomelab.service.backups.archive import unpack
from outcomelab.service.backups.restoring import restore
from outcomelab.service.backups.staging import staged
from outcomelab.service.configuration.choices import Choices

OUTCOMELAB = Path(sys.executable).with_name("outcomelab")


@pytest.fixture
def empty(servers):
    """Makes empty databases of a kind, and removes them."""
    made = []

    def new(kind):
        if kind not in servers:
            servers[kind] = databases.SERVERS[kind]()
        made.append((servers[kind], servers[kind].empty()))
        return made[-1][1]

    yield new
    databases.close()
    for server, address in made:
        server.gone(address)


@pytest.fixture
def restored(empty, tmp_path):
    """Restores a backup in this process, into folders of their own and an empty database that is then used."""

    def back(file, secret, kind="sqlite", later=None):
        data, keys = tmp_path / "again", tmp_path / "again.keys"
        databases.use(empty(kind))
        with (
            staged(data, keys) as beside,
            override_settings(CHOICES=Choices(data=beside.data, keys=beside.keys)),
        ):
            told = restore(unpack(file, secret, beside.data, beside.keys), later)
        return told, data

    return back


@pytest.fixture
def typed(tmp_path):
    """Runs a command of the service, which says what and with which status."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OUTCOMELAB_", "DJANGO_"))}

    def run(*words, **environment):
        said = clean | environment
        done = subprocess.run([OUTCOMELAB, *words], cwd=tmp_path, env=said, capture_output=True, text=True)
        assert "Traceback" not in done.stderr
        return done.returncode, " ".join((done.stdout + done.stderr).split())

    return run
