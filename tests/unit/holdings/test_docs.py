"""The page for custodians: its example can be registered as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from outcomelab.holdings.register import add

PAGE = Path(__file__).parents[3] / "docs" / "holdings.md"


def test_the_example_for_custodians_can_be_registered(tmp_path):
    blocks = re.findall(r"^```(json|csv)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    names = ("dictionary.json", "persons.csv", "offences.csv")
    for name, (_, text) in zip(names, blocks, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    registered = add(tmp_path / "dictionary.json", tmp_path / "holdings", tmp_path / "keys")
    assert [table.name for table in registered.tables] == ["persons", "offences"]
