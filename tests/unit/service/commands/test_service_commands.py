"""`outcomelab service` and `outcomelab audit export`, as whoever runs the service types them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

OUTCOMELAB = Path(sys.executable).with_name("outcomelab")


@pytest.fixture
def run(tmp_path):
    """Runs the command on a folder of data of its own, which says what and with which status."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OUTCOMELAB_", "DJANGO_"))}

    def typed(*words, **environment):
        said = clean | {"OUTCOMELAB_DATA": str(tmp_path / "data")} | environment
        done = subprocess.run([OUTCOMELAB, *words], cwd=tmp_path, env=said, capture_output=True, text=True)
        return done.returncode, " ".join((done.stdout + done.stderr).split())

    return typed


def test_the_service_is_prepared_once_and_its_log_exported_and_verified(run, tmp_path):
    status, said = run("audit", "export", "log.jsonl")
    assert (status, "service prepare" in said) == (15, True)
    assert re.match(r"The service can be started: \d+ changes made", run("service", "prepare")[1])
    said = run("service", "prepare")[1]
    assert "the database was prepared already." in said
    assert re.search(r"asked for this code: (\w{4}-){3}\w{4}$", said)
    status, said = run("audit", "export", "log.jsonl")
    assert (status, said.startswith("0 events")) == (0, True)
    assert (tmp_path / "log.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"OUTCOMELAB_DATABASE_URL": "postgresql://lab:hidden@127.0.0.1:1/lab"}, "cannot be reached"),
        ({"OUTCOMELAB_DATABASE_URL": "hidden"}, "OUTCOMELAB_DATABASE_URL"),
        ({"OUTCOMELAB_MODE": "production"}, "OUTCOMELAB_HOSTS is empty"),
    ],
)
def test_what_it_cannot_start_with_is_told_in_a_sentence(run, environment, word):
    status, said = run("service", "work", **environment)
    assert (status, word in said) == (15, True)
    assert "hidden" not in said
    assert "Traceback" not in said


def test_its_settings_are_checked_as_it_is_run_for_others(run):
    production = {"OUTCOMELAB_MODE": "production", "OUTCOMELAB_HOSTS": "lab.example.org"}
    assert run("service", "check", **production) == (0, "The service can be started with these settings.")
    status, said = run("service", "check", OUTCOMELAB_DEMO="true", **production)
    assert (status, "OUTCOMELAB_DEMO is true" in said) == (15, True)
    status, said = run("service", "check", OUTCOMELAB_LISTEN="203.0.113.7")
    assert (status, "OUTCOMELAB_LISTEN lets other machines in" in said) == (15, True)
