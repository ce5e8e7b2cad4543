"""Who on a list could be found, and how those who couldn't are named."""

import datetime as dt

import pyarrow as pa
import pytest

from outcomelab.encoding.usable import NAMELESS, UNPLACED, rows_in_words, usable
from outcomelab.errors import EncodingError
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS

DAY = dt.date(1980, 1, 2)


def table(*people):
    return pa.Table.from_pylist(
        [{"row": row, **one} for row, one in enumerate(people, start=2)], COHORT_IDENTIFIERS
    )


def test_a_name_and_a_date_or_postcode_or_a_service_number_is_enough():
    listed = table(
        {"surname": "A", "date_of_birth": DAY},
        {"forename": "A", "postcode": "Z"},
        {"service_number": "1"},
        {"surname": "A", "forename": "B", "sex": "F"},
        {"date_of_birth": DAY, "postcode": "Z"},
        {"surname": "", "forename": "", "date_of_birth": DAY},
        {"surname": "A", "postcode": ""},
    )
    found = usable(listed)
    assert found.identifiers["row"].to_pylist() == [2, 3, 4]
    assert found.left_out == {NAMELESS: (6, 7), UNPLACED: (5, 8)}


def test_a_list_on_which_nobody_could_be_found_is_refused():
    with pytest.raises(EncodingError, match="Nobody on the list could be found"):
        usable(table({"surname": "A"}, {}))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((4,), "row 4"),
        ((4, 5), "rows 4–5"),
        ((9, 4, 7, 8, 12), "rows 4, 7–9 and 12"),
        (tuple(range(2, 200, 2)), "rows 2, 4, 6 and others"),
    ],
)
def test_rows_are_named_as_a_person_writes_them(rows, words):
    assert rows_in_words(rows, most=3) == words
