"""The providers' guide says what the program does."""

from pathlib import Path

import pytest

from outcomelab.cohort.fields import FIELDS, VOCABULARY
from outcomelab.people.fields import Field

GUIDE = (Path(__file__).parents[3] / "docs" / "prepare-a-list.md").read_text(encoding="utf-8")
ROWS = {cells[1].strip(): cells[4] for line in GUIDE.splitlines() if len(cells := line.split("|")) == 6}


@pytest.mark.parametrize(
    "field", [field for field in FIELDS if field.name != "name"], ids=lambda field: field.name
)
def test_every_heading_in_the_guide_is_recognised(field: Field) -> None:
    headings = [field.label, *(heading.strip() for heading in ROWS[field.label].split(","))]
    assert {found and found[0] for found in (VOCABULARY.field_of(heading, {}) for heading in headings)} == {
        field.name
    }
