"""Long runs say what they do where there is no terminal."""

from __future__ import annotations

from io import StringIO
from threading import Timer
from threading import enumerate as running

from rich.console import Console

from outcomelab.cli.progress import Narrator
from outcomelab.cli.waiting import Waiting


def wait_for_what_is_to_be_said() -> None:
    for thread in running():
        if isinstance(thread, Timer):
            thread.join()


def test_what_still_lasts_is_said_on_standard_error(capsys):
    waiting = Waiting(first=0.001)
    waiting.at("Attack: encoding 1,000 people …")
    wait_for_what_is_to_be_said()
    assert capsys.readouterr() == ("", "Attack: encoding 1,000 people …\n")


def test_what_does_not_change_is_said_once(capsys):
    waiting = Waiting(first=0.001, then=0.001)
    waiting.at("Attack: encoding …")
    wait_for_what_is_to_be_said()
    wait_for_what_is_to_be_said()
    assert capsys.readouterr().err.count("\n") == 1


def test_a_short_run_says_nothing_besides(capsys):
    with Narrator(Console(file=StringIO())) as progress:
        progress("attack", "encoding 1,000 people, plain")
    assert not any(isinstance(thread, Timer) and not thread.finished.is_set() for thread in running())
    assert capsys.readouterr().err == ""
