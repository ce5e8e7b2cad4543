"""`outcomelab backup` and `restore`, as whoever runs the service types them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

OUTCOMELAB = Path(sys.executable).with_name("outcomelab")
WORDS = "rain falls on the lab"


@pytest.fixture
def run(tmp_path):
    """Runs a command in a folder of its own, which says what and with which status."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OUTCOMELAB_", "DJANGO_"))}

    def typed(*words, **environment):
        done = subprocess.run(
            [OUTCOMELAB, *words], cwd=tmp_path, env=clean | environment, capture_output=True, text=True, input=""
        )
        assert "Traceback" not in done.stderr
        return done.returncode, " ".join((done.stdout + done.stderr).split())

    return typed


def test_a_service_is_backed_up_lost_and_restored_with_a_key_that_was_kept_elsewhere(run, tmp_path):
    assert run("service", "prepare", "--data", "data")[0] == 0
    status, said = run("backup", "backup", "--data", "data", "--key", "elsewhere.key")
    assert (status, "elsewhere.key" in said, "Keep the two apart" in said) == (0, True, True)
    head = re.search(r"head of its audit log is (\d+(?: [0-9a-f]{4}){16})", said)[1]
    assert run("restore", "backup", "--data", "data", "--key", "elsewhere.key")[0] == 16
    shutil.rmtree(tmp_path / "data")
    shutil.rmtree(tmp_path / "data.keys")
    status, said = run("restore", "backup", "--data", "data")
    assert (status, "--key" in said) == (16, True)
    status, said = run("restore", "backup", "--data", "data", "--key", "elsewhere.key")
    assert (status, "is in data again" in said) == (0, True), said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "data", "data.keys", "elsewhere.key"]
    assert run("audit", "export", "log", "--data", "data")[0] == 0
    assert run("audit", "verify", "log", "--head", head)[0] == 0


def test_a_passphrase_seals_and_opens_and_another_is_told(run, tmp_path):
    assert run("service", "prepare", "--data", "data")[0] == 0
    (tmp_path / "words").write_text(WORDS)
    (tmp_path / "words").chmod(0o600)
    assert run("backup", "backup", "--data", "data", OUTCOMELAB_BACKUP_PASSPHRASE_FILE="words")[0] == 0
    assert not list(tmp_path.glob("*.key"))
    status, said = run("restore", "backup", "--data", "new", OUTCOMELAB_BACKUP_PASSPHRASE="it shines on the lab")
    assert (status, "does not open with this passphrase" in said) == (16, True)
    assert not list(tmp_path.glob("*new*"))
    status, said = run("restore", "backup", "--data", "new", OUTCOMELAB_BACKUP_PASSPHRASE=WORDS)
    assert (status, "is in new again" in said) == (0, True), said


def test_what_is_no_backup_is_told_in_a_sentence_and_nothing_is_left(run, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(bytes(100))
    for file, word in (("photo.jpg", "is no backup"), ("lost", "cannot be read")):
        status, said = run("restore", file, "--data", "data")
        assert (status, word in said) == (16, True), said
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]
