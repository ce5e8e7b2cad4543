"""A protocol with many mistakes gets all of them at once."""

import pytest

from outcomelab.errors import ProtocolError
from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.read import read_text

TWELVE = """\
[study]
titel = "Prison work"
programme = "Prison work"
provider = 7
custodian = "Ministry of Justice"
agreement = "DSA-1"

[holding]
name = "justice"

[index]
event = "release from custody"
table = "releases"
from = 2019-01-01T00:00:00
to = 2022-06-30

[[covariates]]
name = "age"
label = "Age"
kind = "years"

[[covariates]]
name = "offences"
label = "Offences before"
kind = "count-before"
table = "arrests"
where = { ofence = "theft", severity = { min = 3, max = 2 } }
from_days = 10
to_days = 20

[[outcomes]]
name = "arrested"
label = "Arrested"
kind = "any"
table = "arests"
from_day = 30
to_day = 7

[disclosure]
threshold = 5

[[outcomes]]
name = "arrested"
label = "Paid"
kind = "amount"
table = "payments"
column = "paid_on"
to_day = 200
"""


@pytest.fixture
def twelve(justice: Dictionary) -> list[tuple[int, str]]:
    with pytest.raises(ProtocolError) as raised:
        read_text(TWELVE, "STUDY.toml", justice)
    return [(mistake.line, mistake.where) for mistake in raised.value.mistakes]


def test_every_mistake_is_listed_with_its_line(twelve: list[tuple[int, str]]) -> None:
    assert sorted(twelve) == [
        (2, "study, titel"),
        (4, "study, provider"),
        (14, "index, from"),
        (15, "index, to"),
        (20, "covariates 1 (age), kind"),
        (27, "covariates 2 (offences), where.ofence"),
        (27, "covariates 2 (offences), where.severity"),
        (28, "covariates 2 (offences), from_days"),
        (31, "outcomes"),
        (35, "outcomes 1 (arrested), table"),
        (37, "outcomes 1 (arrested), to_day"),
        (40, "disclosure, threshold"),
        (43, "outcomes 2 (arrested), name"),
        (47, "outcomes 2 (arrested), column"),
    ]


def test_no_message_speaks_of_the_machinery(justice: Dictionary) -> None:
    with pytest.raises(ProtocolError) as raised:
        read_text(TWELVE, "STUDY.toml", justice)
    assert not [word for word in ("Input", "pydantic", "valid ", "None", "tuple") if word in str(raised.value)]


def test_the_same_mistakes_come_in_the_same_order(twelve: list[tuple[int, str]]) -> None:
    assert [line for line, _ in twelve] == sorted(line for line, _ in twelve)
