"""Text files: plain ones are read by columns, others by the careful reader, and both say the same."""

import pytest

from outcomelab.errors import CohortError
from outcomelab.people import source
from outcomelab.people.quick import quick_text
from outcomelab.people.read import read_people

ROWS = 'Surname,Forename,DOB\nOkonkwo,Marisol,1990-04-03\n"Brandvold, Jr",Teodor,1984-12-19\n'
FORMS = {
    "as it is": ROWS.encode(),
    "with a mark": b"\xef\xbb\xbf" + ROWS.encode(),
    "Windows line ends": ROWS.replace("\n", "\r\n").encode(),
    "old Macintosh line ends": ROWS.replace("\n", "\r").encode(),
    "no end to the last line": ROWS.rstrip().encode(),
    "empty lines at the end": (ROWS + "\n\n").encode(),
    "UTF-16": ROWS.encode("utf-16"),
    "tabs": b"Surname\tForename\tDOB\nOkonkwo\tMarisol\t1990-04-03\nBrandvold, Jr\tTeodor\t1984-12-19\n",
    "a separator line": ("sep=,\n" + ROWS).encode(),
    "a title above": ("People of the spring\n\n" + ROWS).encode(),
    "spaces after commas": ROWS.replace(",", ", ").replace("  ", " ").encode(),
    "a line break in a cell": ROWS.replace("Marisol", '"Mari\nsol"').encode(),
    "a short row": (ROWS + "Elsewise,Ann\n").encode(),
}


def score(cells):
    return sum(cell in ("Surname", "Forename", "DOB") for cell in cells)


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS)
def test_every_form_is_read(tmp_path, data):
    (tmp_path / "p.csv").write_bytes(data)
    rows = read_people(tmp_path / "p.csv").identifiers.to_pylist()
    assert [row["surname"] for row in rows[:2]] == ["Okonkwo", "Brandvold, Jr"]
    assert rows[1]["date_of_birth"].year == 1984


def test_a_plain_file_is_read_by_columns(tmp_path):
    (tmp_path / "p.csv").write_text(ROWS)
    assert quick_text(tmp_path / "p.csv", score).body(1, [0]).num_rows == 2


@pytest.mark.parametrize("form", ["a line break in a cell", "a short row", "old Macintosh line ends"])
def test_what_is_not_plain_is_noticed(tmp_path, form):
    (tmp_path / "p.csv").write_bytes(FORMS[form])
    quick = quick_text(tmp_path / "p.csv", score)
    assert quick is None or quick.body(1, [0]) is None


def test_an_open_quotation_mark_swallows_nobody(tmp_path):
    (tmp_path / "p.csv").write_text(ROWS + '"Elsewise,Ann,1970-01-01\n' + "Okonkwo,Ben,1971-01-01\n" * 9)
    with pytest.raises(CohortError, match="quotation mark"):
        read_people(tmp_path / "p.csv")


def test_a_large_file_that_is_not_plain_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "MOST_BYTES", 50)
    (tmp_path / "p.csv").write_bytes(FORMS["a short row"])
    with pytest.raises(CohortError, match="not plain enough"):
        read_people(tmp_path / "p.csv")


def test_a_large_file_that_is_no_list_is_refused_for_what_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "MOST_BYTES", 50)
    (tmp_path / "p.csv").write_bytes(b"%PDF-1.7" + b"\0" * 99)
    with pytest.raises(CohortError, match="a PDF document"):
        read_people(tmp_path / "p.csv")
