"""`outcomelab selftest` through the front door."""

import json
import tempfile

import pytest

from outcomelab.attacks.releases import selftest
from outcomelab.cli import selftest as door
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.selftest import Attack, Attempt


def attempt(success):
    attack = Attack(name="guess", knows="nothing", does="guesses", source="nobody")
    return Attempt(attack=attack, released="a table", measure="x", success=success, guess=0, limit=0, tries=1)


@pytest.fixture
def battery(monkeypatch):
    """Has the battery (which the page of the docs runs) end as it is told."""
    return lambda *ended: monkeypatch.setattr(selftest, "selftest", lambda **_: ended)


def test_how_far_each_attack_came_is_told_and_written_down(battery, tmp_path, capsys):
    battery(attempt(0), attempt(0))
    door.selftest(whole=False, out=tmp_path / "told")
    assert "none came further than its limit" in " ".join(capsys.readouterr().out.split())
    told = json.loads((tmp_path / "told" / door.FILE).read_text())
    assert [(one["attack"]["name"], one["success"]) for one in told] == [("guess", 0), ("guess", 0)]


def test_an_attack_that_succeeds_ends_in_words_and_an_exit_status(battery):
    battery(attempt(9))
    with pytest.raises(DisclosureRefused, match="1 of 1 attacks came further than they may"):
        door.selftest(whole=False, out=None)


def test_what_a_killed_battery_left_in_the_temporary_folder_goes_with_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(selftest, "_RUNS", ())
    (tmp_path / ".outcomelab-selftest.dead.part" / "ledger").mkdir(parents=True)
    assert selftest.selftest() == ()
    assert list(tmp_path.iterdir()) == []
