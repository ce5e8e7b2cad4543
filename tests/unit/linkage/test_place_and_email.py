"""Where somebody is from and how they are written to: compared where both files have it."""

from __future__ import annotations

import pyarrow as pa
import pytest

from outcomelab.handovers.people import PEOPLE_IDENTIFIERS, People
from outcomelab.linkage.people import link_people
from outcomelab.people.standardise import email, place

TOWNS = ("Halden", "Moss", "Tønsberg", "Mysen", "Askim", "Ski", "Larvik", "Horten", "Sande", "Drøbak")


def people(table: pa.Table, without: tuple[str, ...]) -> People:
    """A table of identifiers as if it had been read, without some of them."""
    nothing = pa.nulls(table.num_rows)
    given = {name: table[name] for name in table.column_names if name not in without}
    rows = pa.array(range(2, table.num_rows + 2), pa.int32())
    whole = {f.name: given.get(f.name, nothing).cast(f.type) for f in PEOPLE_IDENTIFIERS} | {"row": rows}
    return People(rows, pa.table(whole, PEOPLE_IDENTIFIERS), ())


@pytest.fixture(scope="module")
def town(inventing):
    """A register of 1,000 and a list of 150, all in it; each person with a town and an address."""
    return inventing(1_000, 150, seed=5, absent=0.0)


def found(town, *more: str) -> int:
    """How many are found rightly by names, and by what of town and address is given."""
    hidden = ("date_of_birth", "born_also", "middle", "service_number", "postcode", "sex")
    keys = town.persons["person_key"].to_pylist()
    of_row = [keys.index(town.truth[row]) for row in town.participants["row"].to_pylist()]
    towns = [TOWNS[nth % 10] for nth in range(1_000)]
    addresses = [f"p{nth}@home.example" for nth in range(1_000)]
    sides = []
    for table, who in ((town.participants, of_row), (town.persons, range(1_000))):
        table = table.append_column("place", pa.array([towns[nth].upper() for nth in who]))
        table = table.append_column("email", pa.array([addresses[nth] for nth in who]))
        sides.append(people(table, (*hidden, *({"place", "email"} - set(more)))))
    links = link_people(*sides).links
    pairs = zip(links["left_id"].to_pylist(), links["right_id"].to_pylist(), strict=True)
    right = [of_row[left - 2] == held - 2 for left, held in pairs]
    assert sum(right) >= 0.97 * len(right)
    return sum(right)


def test_an_address_finds_nearly_everybody(town):
    assert found(town, "email") > 140


def test_a_town_besides_loses_nobody(town):
    assert found(town, "place", "email") >= found(town, "email") - 2


@pytest.mark.parametrize(
    ("written", "form"), [(" Tønsberg ", "tonsberg"), ("MOSS", "moss"), ("St. Ives", "st ives"), ("unknown", None)]
)
def test_a_place_has_one_form(written, form):
    assert place(written) == form
    assert form is None or place(form) == form


@pytest.mark.parametrize(
    ("written", "form"),
    [(" I.Moss@Home.example ", "i.moss@home.example"), ("none", None)],
)
def test_an_address_has_one_form(written, form):
    assert email(written) == form
