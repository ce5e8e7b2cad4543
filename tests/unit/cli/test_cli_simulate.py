"""`outcomelab simulate`, and a study on what it makes."""

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import outcomelab
import outcomelab.cli.main
from outcomelab.cli.app import app
from outcomelab.holdings.keys import default_keys
from outcomelab.holdings.register import add


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What the command leaves."""
    folder = tmp_path_factory.mktemp("made") / "world"
    words = ["simulate", "--out", str(folder), "--persons", "60000", "--participants", "300", "--seed", "5"]
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0
    assert "60,000 persons" in done.output
    return folder


def test_a_study_of_the_simulated_programme_finds_what_it_did(folder, tmp_path):
    holdings = tmp_path / "holdings"
    add(folder / "ministries" / "justice" / "justice.json", holdings, default_keys(holdings))
    release = outcomelab.run(
        folder / "study.toml", folder / "provider" / "participants.csv", tmp_path / "holdings"
    )
    truth = pq.read_table(folder / "truth" / "effects.parquet")
    change = 100 * (np.mean(truth["reoffended_with"]) - np.mean(truth["reoffended_without"]))
    effect = release.figures.outcomes[0].effect
    assert effect.low <= change <= effect.high
