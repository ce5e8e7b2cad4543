"""Every line that is no TOML is found, said in plain words, and does not hide the rest."""

import pytest

from outcomelab.errors import ProtocolError
from outcomelab.protocol.read import read_text
from outcomelab.protocol.reading.syntax import toml

WRONG = [
    ("title = Prison work", "has text without quotes"),
    ("title = Prison", "has text without quotes"),
    ('title = "Prison work', "has a quote that is never closed"),
    ("title = 'Prison work\"", "has a quote that is never closed"),
    ('title = """Prison work', "has a quote that is never closed"),
    ("title = “Prison work”", "has curly quotes"),
    ('title: "Prison work"', "has a colon where an equals sign belongs"),
    ('title "Prison work"', "has no equals sign"),
    ("title", "is a key without a value"),
    ("title =", "has no value"),
    ("title = # later", "has no value"),
    ("primary = True", "is neither true nor false"),
    ("primary = yes", "is neither true nor false"),
    ("from = 3/4/2021", "holds a date that cannot be read"),
    ("from = 2021-4-3", "holds a date that cannot be read"),
    ("from = 2021-02-30", "holds a date that cannot be read"),
    ("to day = 365", "has a key of several words"),
    ("größe = 3", "has a key with a letter beyond a–z"),
    ("to_day = 1,000", "holds a number that cannot be read"),
    ("to_day = 20%", "holds a number that cannot be read"),
    ("to_day = 365 days", "holds a number that cannot be read"),
    ("to_day = 0365", "holds a number that cannot be read"),
    ("to_day = " + "1" * 5000, "holds a number of thousands of digits"),
    ("exact = [1, 2", "has a bracket without its partner"),
    ("exact = [1 2]", "is no list as TOML writes it"),
    ("age = { min = 1", "has a curly bracket that is not closed on its line"),
    ('title = "C:\\path"', "has a backslash that means nothing here"),
    ('title = "a\x00b"', "holds a hidden character"),
    ("= 3", "cannot be read"),
    ("!!", "cannot be read"),
]


@pytest.mark.parametrize(("line", "wrong"), WRONG)
def test_a_line_that_cannot_be_read_is_found(line: str, wrong: str) -> None:
    found = toml(f"[study]\n{line}\n[holding]\nname = 'x'\n").mistakes
    assert [(mistake.line, mistake.wrong) for mistake in found] == [(2, wrong)]


@pytest.mark.parametrize(("line", "wrong"), WRONG)
def test_what_follows_a_line_that_cannot_be_read_is_read(line: str, wrong: str) -> None:
    values = toml(f"[study]\n{line}\n[holding]\nname = 'x'\n").values
    assert values is not None
    assert values["holding"] == {"name": "x"}, wrong


@pytest.mark.parametrize("line", ["[study", "[study] title", "[my study]", "[[study]"])
def test_a_heading_that_cannot_be_read_is_found(line: str) -> None:
    found = toml(f"a = 1\n{line}\nb = 2\n").mistakes
    assert [(mistake.line, mistake.wrong) for mistake in found] == [(2, "is not a section's name")]


def test_a_key_written_twice_is_found_at_its_second_place() -> None:
    (mistake,) = toml("[study]\ntitle = 'a'\nprogramme = 'b'\ntitle = 'c'\n").mistakes
    assert (mistake.line, mistake.wrong) == (4, "repeats a key or section that is already written")


def test_a_section_written_twice_is_found_at_its_second_place() -> None:
    (mistake,) = toml("[study]\ntitle = 'a'\n[holding]\n[study]\nprogramme = 'b'\n").mistakes
    assert (mistake.line, mistake.wrong) == (4, "repeats a key or section that is already written")


def test_a_list_never_closed_is_blamed_on_the_line_that_opens_it() -> None:
    (mistake,) = toml("a = 1\nexact = [\n  'x',\n  'y'\n\n[study]\ntitle = 'a'\n").mistakes
    assert mistake.line == 2


def test_a_comma_missing_in_a_long_list_is_blamed_on_its_own_line() -> None:
    (mistake,) = toml("exact = [\n  'x'\n  'y',\n]\nb = 1\n").mistakes
    assert mistake.line == 3


def test_a_long_text_never_closed_does_not_hide_the_next_section() -> None:
    found = toml('[study]\nquestion = """Why\nnot\n\n[holding]\nname = "x"\n')
    assert found.values == {"study": {"question": found.marker}, "holding": {"name": "x"}}


def test_every_line_that_cannot_be_read_is_listed_once() -> None:
    text = "[study]\n" + "\n".join(line for line, _ in WRONG if '"""' not in line)
    lines = [mistake.line for mistake in toml(text).mistakes]
    assert sorted(lines) == list(range(2, len(WRONG) + 1))


def test_a_file_of_nonsense_ends() -> None:
    with pytest.raises(ProtocolError):
        read_text("!!\n" * 5000, "S.toml")


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 5000, "a" + ".a" * 50_000 + " = 1", "a = " + "{b = " * 40 + "1" + "}" * 40]
)
def test_values_within_values_are_refused(text: str) -> None:
    with pytest.raises(ProtocolError, match="too deep"):
        read_text(text, "S.toml")


def test_a_key_that_cannot_be_read_is_not_called_missing_too(short: str) -> None:
    with pytest.raises(ProtocolError) as raised:
        read_text(short.replace('agreement = "', "agreement = "), "S.toml")
    assert [mistake.line for mistake in raised.value.mistakes] == [6]


def test_mistakes_of_writing_and_of_meaning_are_listed_together(short: str) -> None:
    text = short.replace('agreement = "', "agreement = ").replace('kind = "any"', 'kind = "maybe"')
    with pytest.raises(ProtocolError, match="has 2 mistakes"):
        read_text(text, "S.toml")
