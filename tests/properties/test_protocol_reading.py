"""Whatever is done to a protocol, reading it ends in a protocol or in mistakes, never in a crash."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.errors import ProtocolError
from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.fix import sha256
from outcomelab.protocol.read import read_text

MANUAL = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text("utf-8")
LONG = re.findall(r"^```toml\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)[-1]
LINES = LONG.splitlines()
FIXED = sha256(read_text(LONG, "STUDY.toml"))

VALUES = st.sampled_from(
    (
        *("1", "-1", "0", "1.5", "nan", '""', '"x"', "true", "2020-01-01", "2020-01-01T00:00:00Z", "07:30:00"),
        *("[]", "[1]", '["a"]', "[[]]", "[{}]", "{}", "{ min = 1 }", "{ a = { b = 1 } }", "{ a = [] }"),
        *("9" * 30, "0001-01-01", "9999-12-31", '"\\u0000"', '{ region = "north" }', '"arrests"', '"persons"'),
    )
)

PERSON = Column("person", "string", "person")
REGION = Column("region", "string", "code", categories=("north", "south"))
SEX = Column("sex", "string", "identifier", identifier="sex", kept=True)
DATED = (PERSON, Column("arrested_on", "date", "event-date"), Column("offence", "string", "code"))
JUSTICE = Dictionary(
    name="justice",
    title="Justice",
    custodian="A ministry",
    legal_basis="an invented law",
    covers_from=dt.date(2017, 1, 1),
    covers_to=dt.date(2021, 12, 31),
    tables=(
        Table("persons", (PERSON, REGION, SEX), one_row_a_person=True),
        Table("arrests", DATED),
        Table("payments", (*DATED, Column("amount", "number", "amount"))),
    ),
)


def judged(text: str) -> None:
    """Read `text`, with a holding and without: every mistake is said in our own words, on a line there is."""
    for dictionary in (None, JUSTICE):
        try:
            read_text(text, "STUDY.toml", dictionary)
            continue
        except ProtocolError as error:
            found = error
        last = len(re.split(r"\r\n|\r|\n", text))
        assert found.mistakes
        assert all(0 <= mistake.line <= last for mistake in found.mistakes)
        assert all(mistake.where and mistake.wrong and mistake.mend.endswith(".") for mistake in found.mistakes)
        assert not re.search(r"Input|pydantic|validation|Field required|UNREAD|set-aside", str(found))


@settings(deadline=None)
@given(st.sets(st.sampled_from(range(len(LINES))), min_size=1, max_size=8))
def test_lines_may_be_lost(lost: set[int]) -> None:
    judged("\n".join(line for number, line in enumerate(LINES) if number not in lost))


@settings(deadline=None)
@given(st.integers(0, len(LONG) - 1), st.characters() | st.sampled_from("[]{}=\"'#.\n\\,"), st.booleans())
def test_a_character_may_be_mistyped(at: int, character: str, instead: bool) -> None:
    judged(LONG[:at] + character + LONG[at + instead :])


@settings(deadline=None)
@given(st.integers(0, len(LONG)), st.integers(0, len(LONG)))
def test_a_stretch_may_be_lost(one: int, other: int) -> None:
    judged(LONG[: min(one, other)] + LONG[max(one, other) :])


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([n for n, line in enumerate(LINES) if "=" in line]), VALUES, min_size=1))
def test_values_may_be_of_any_type(changed: dict[int, str]) -> None:
    lines = [
        f"{line.split('=')[0]}= {changed[number]}" if number in changed else line
        for number, line in enumerate(LINES)
    ]
    judged("\n".join(lines))


@settings(deadline=None)
@given(st.text())
def test_any_text_may_be_read(text: str) -> None:
    judged(text)


@settings(deadline=None)
@given(st.permutations(re.split(r"\n(?=\[)", LONG.split("\n", 1)[1])), st.text("# \t", max_size=3))
def test_order_layout_and_comments_leave_the_hash_alone(sections: list[str], space: str) -> None:
    # Items of a list keep their order among themselves; all else may stand anywhere.
    in_order = iter(sorted((s for s in sections if s.startswith("[[")), key=LONG.index))
    moved = [next(in_order) if section.startswith("[[") else section for section in sections]
    keys = ["\n".join([s.split("\n")[0], *reversed(s.split("\n")[1:])]) for s in moved]
    text = "\n".join([LINES[0], *keys]).replace("\n", f" {space}# a comment\n\n").replace(" = ", "  =   ")
    assert sha256(read_text(text, "STUDY.toml")) == FIXED
