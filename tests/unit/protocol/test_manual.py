"""The manual says what the software does."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol import model
from outcomelab.protocol.read import read_text
from outcomelab.protocol.reading.wording import allowed
from outcomelab.protocol.rules import DisclosureRules

MANUAL = (Path(__file__).parents[3] / "docs" / "protocol.md").read_text("utf-8")
SECTIONS: dict[str, type[BaseModel]] = {
    "[study]": model.Study,
    "[holding]": model.HoldingChoice,
    "[tables.NAME]": model.TableRoles,
    "[index]": model.IndexEvent,
    "[cohort]": model.CohortRule,
    "[[eligible]]": model.Eligible,
    "[[covariates]]": model.Covariate,
    "[[outcomes]]": model.Outcome,
    "[linkage]": model.Linkage,
    "[matching]": model.Matching,
    "[disclosure]": DisclosureRules,
}


def rows_of(section: str) -> dict[str, str]:
    """The manual's keys of a section, each with its default."""
    text = MANUAL.split(f"## `{section}`", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| `([a-z_]+)` \|.*\| ([^|]*) \|$", text, re.MULTILINE))


def test_the_short_example_is_a_whole_protocol(short: str, justice: Dictionary) -> None:
    assert read_text(short, "short", justice).primary.name == "arrested"


def test_the_long_example_is_a_whole_protocol(long: str, justice: Dictionary) -> None:
    assert read_text(long, "long", justice).primary.name == "convicted"


def test_every_other_example_is_toml(manual: tuple[str, ...]) -> None:
    assert all(tomllib.loads(example) for example in manual)


def test_the_example_of_conditions_fits_into_the_short_example(
    manual: tuple[str, ...], short: str, justice: Dictionary
) -> None:
    both = read_text(f"{short}primary = true\n{manual[1]}", "both", justice)
    assert set(both.outcomes[1].where) == {"offence", "court", "severity", "charged_on", "in_custody"}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_manual_lists_exactly_the_keys_of_a_section(section: str) -> None:
    assert set(rows_of(section)) == set(allowed(SECTIONS[section]))


@pytest.mark.parametrize("section", SECTIONS)
def test_the_manual_gives_the_defaults_of_a_section(section: str) -> None:
    rows = rows_of(section)
    for name, info in SECTIONS[section].model_fields.items():
        said = rows[info.alias or name].strip()
        if info.is_required():
            assert said == "needed"
        elif info.default not in (None, "", {}) and said not in ("all", "none"):
            (said_value,) = tomllib.loads(f"x = {said.strip('`')}").values()
            assert said_value == (list(info.default) if isinstance(info.default, tuple) else info.default)
