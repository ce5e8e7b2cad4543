"""Every key of a TOML file has its line."""

import pytest

from outcomelab.protocol.reading.lines import lines_of
from outcomelab.protocol.reading.slips import KeyPath, place

TEXT = """\
top = 1
a.b = 2

[study]
"quoted key".c = { d = 1, "e" = { f = 2 } }
list = [
  1,
  # a comment
  { g = 3 },
]

[[outcomes]]
name = "é"
[outcomes.where]
code = "x"
[[outcomes.parts]]
h = 1
[[outcomes.parts]]
h = 2

[[outcomes]]
name = \"\"\"two
lines\"\"\"
where.code = "y"

[tables.one]
date = "d"
"""

LINES: dict[KeyPath, int] = {
    ("top",): 1,
    ("a", "b"): 2,
    ("study",): 4,
    ("study", "quoted key", "c", "d"): 5,
    ("study", "quoted key", "c", "e", "f"): 5,
    ("study", "list"): 6,
    ("study", "list", 0): 7,
    ("study", "list", 1, "g"): 9,
    ("outcomes",): 12,
    ("outcomes", 0, "name"): 13,
    ("outcomes", 0, "where"): 14,
    ("outcomes", 0, "where", "code"): 15,
    ("outcomes", 0, "parts", 1, "h"): 19,
    ("outcomes", 1): 21,
    ("outcomes", 1, "where", "code"): 24,
    ("tables",): 26,
    ("tables", "one", "date"): 27,
    ("outcomes", 1, "missing"): 21,
    ("nowhere", "at", "all"): 0,
}


@pytest.mark.parametrize("path", LINES)
def test_a_key_has_the_line_it_is_written_on(path: KeyPath) -> None:
    assert lines_of(TEXT).of(path) == LINES[path]


def test_a_place_is_counted_as_a_reader_counts() -> None:
    path = ("outcomes", 1, "where", "code", 2)
    assert place(path, "arrested") == "outcomes 2 (arrested), where.code, value 3"


def test_a_place_in_a_table_s_roles_names_the_table() -> None:
    assert place(("tables", "arrests", "date")) == "tables.arrests, date"
