"""A review at the command line, on a terminal of its own."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from outcomelab.demo import recid
from outcomelab.holdings.register import add


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The demo's justice study, and a review drawn from it."""
    folder = tmp_path_factory.mktemp("lab")
    given = recid.write(folder)
    add(given.dictionary, folder / "holdings", folder / "holdings.keys")
    run(folder, "review", "role", "linker.key")
    run(
        folder, "review", "draw", given.study, "--cohort", given.cohort, "--holdings", "holdings",
        "--role", "linker.key", "--out", "check.review", "--pairs", "20",
    )  # fmt: skip
    return folder, given


def command(*words):
    return [str(Path(sys.executable).with_name("outcomelab")), *map(str, words)]


def run(folder, *words, status=0):
    done = subprocess.run(command(*words), capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def on_a_terminal(folder, keys, *words):
    """What is shown when `keys` are pressed, one whenever the command asks."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command(*words), stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder)
    os.close(theirs)
    shown, pressed, until = b"", 0, time.monotonic() + 120
    while time.monotonic() < until:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                shown += os.read(ours, 65_536)
            except OSError:  # the terminal is closed: the command has ended
                break
        elif pressed < len(keys) and shown.count(b"q stop for now") > pressed and waits_for_a_key(ours):
            os.write(ours, keys[pressed : pressed + 1].encode())
            pressed += 1
    os.close(ours)
    if process.poll() is None:
        process.kill()
    process.wait()
    return shown.decode()


def waits_for_a_key(terminal):
    """Whether keys are read one by one: whoever begins to throws away what was pressed before."""
    return not termios.tcgetattr(terminal)[3] & termios.ICANON


def test_answers_are_kept_and_the_next_sitting_goes_on_where_the_last_stopped(lab):
    folder, _ = lab
    answer = ("review", "answer", "check.review", "--reviewer", "Ann", "--role", "linker.key")
    first = on_a_terminal(folder, "mnbxuq", *answer)
    assert "you said: not" in first  # after b
    assert "2 of" in first.rsplit("answered", 1)[0][-20:]
    assert "Pair 3 of" in on_a_terminal(folder, "q", *answer)
    assert "Ann: 2 of" in run(folder, *_agree(lab), status=2)


def test_records_are_shown_on_a_terminal_only(lab):
    folder, _ = lab
    told = run(folder, "review", "answer", "check.review", "--reviewer", "Ben", "--role", "linker.key", status=2)
    assert "terminal" in told


def test_a_key_that_others_can_read_is_refused(lab):
    folder, given = lab
    (folder / "open.key").write_text("a" * 64)
    (folder / "open.key").chmod(0o644)
    words = ("--cohort", given.cohort, "--holdings", "holdings", "--role", "open.key", "--out", "b.review")
    assert "chmod 600" in run(folder, "review", "draw", given.study, *words, status=5)
    assert not (folder / "b.review").exists()


def test_a_review_is_not_drawn_over_another(lab):
    folder, given = lab
    words = ("--cohort", given.cohort, "--holdings", "holdings", "--role", "linker.key", "--out", "check.review")
    assert "exists already" in run(folder, "review", "draw", given.study, *words, status=6)


def _agree(lab):
    _, given = lab
    words = ("--study", given.study, "--holdings", "holdings", "--role", "linker.key", "--out", "clerical.json")
    return ("review", "agree", "check.review", *words)
