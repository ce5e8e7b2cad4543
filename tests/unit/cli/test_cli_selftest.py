"""`outcomelab selftest` through the front door."""

import json
import subprocess
import sys

import pytest

from outcomelab.cli import selftest as door
from outcomelab.errors import DisclosureRefused


def test_the_lab_withstands_every_attack_and_writes_down_how_far_each_came(tmp_path):
    command = [sys.executable, "-c", "from outcomelab.cli.main import main; main()", "selftest", "--out", "told"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "none came further than its limit" in done.stdout
    told = json.loads((tmp_path / "told" / door.FILE).read_text())
    names = {one["attack"]["name"] for one in told}
    assert names == {
        "differencing", "tracker", "decoding", "reconstruction", "membership", "homogeneity", "uniqueness",
        "event dates", "contributors", "edges",
    }  # fmt: skip
    assert all(one["success"] <= one["limit"] and one["attack"]["source"] for one in told)


def test_an_attack_that_succeeds_ends_in_words_and_an_exit_status(monkeypatch):
    from outcomelab.attacks.releases import selftest
    from outcomelab.handovers.selftest import Attack, Attempt

    attack = Attack(name="guess", knows="nothing", does="guesses", source="nobody")
    won = Attempt(attack=attack, released="a table", measure="x", success=9, guess=0, limit=0, tries=1)
    monkeypatch.setattr(selftest, "selftest", lambda **_: (won,))
    with pytest.raises(DisclosureRefused, match="1 of 1 attacks came further than they may"):
        door.selftest(whole=False, out=None)
