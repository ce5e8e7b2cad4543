"""Whatever a holding's dictionary holds, the protocol written from it can be run as it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Column, ColumnType, Dictionary, IdentifierKind, Role, Table
from outcomelab.protocol.read import read_text
from outcomelab.protocol.template import new_measures, new_study

names = st.from_regex(r"[a-z][a-z0-9_]{0,59}", fullmatch=True) | st.sampled_from(
    ["participant", "age", "index_date", "person_key", "row", "persons", "where", "x" * 60]
)
titles = st.text(max_size=300)
codes = st.sampled_from(["custody", "prison", "community order", "fine", "not guilty", "summary", "either way"])
PERSON = Column("person", "string", "person")


@st.composite
def columns(draw: st.DrawFn) -> Column:
    role = draw(st.sampled_from([role for role in get_args(Role) if role != "person"]))
    identifier = draw(st.sampled_from(get_args(IdentifierKind))) if role == "identifier" else None
    return Column(
        name=draw(names),
        type=draw(st.sampled_from(get_args(ColumnType))),
        role=role,
        title=draw(titles),
        identifier=identifier,
        kept=identifier is not None and draw(st.booleans()),
        sensitive=draw(st.booleans()),
        categories=tuple(draw(st.lists(titles | codes, max_size=4))),
        unit=draw(titles),
    )


def table(of_persons: bool) -> st.SearchStrategy[Table]:
    dated = [] if of_persons else [Column("happened_on", "date", "event-date")]
    return st.builds(
        lambda name, title, found: Table(name, (PERSON, *dated, *found), title, of_persons),
        names,
        titles,
        st.lists(columns(), max_size=6, unique_by=lambda column: column.name).map(
            lambda found: [column for column in found if column.name not in ("person", "happened_on")]
        ),
    )


dictionaries = st.builds(
    lambda name, title, custodian, start, days, tables: Dictionary(
        name, title, custodian, "law", start, start + dt.timedelta(days=days), tuple(tables)
    ),
    names,
    titles,
    titles,
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.integers(1, 20_000),
    st.tuples(table(True), table(False), table(False), st.booleans().flatmap(table))
    .filter(lambda tables: len({table.name for table in tables}) == len(tables))
    .flatmap(st.permutations),
)


@settings(deadline=None)
@given(dictionaries)
def test_a_first_protocol_has_no_mistakes(dictionary: Dictionary) -> None:
    assert read_text(new_study(dictionary), "STUDY.toml", dictionary).holding.name == dictionary.name


@settings(deadline=None)
@given(dictionaries, st.sampled_from(["offences", "x_convicted", "arrests"]))
def test_measures_of_reoffending_have_no_mistakes(dictionary: Dictionary, name: str) -> None:
    """The first table of events is called one of offences."""
    place = next(at for at, one in enumerate(dictionary.tables) if not one.one_row_a_person)
    tables = [one for one in dictionary.tables if one.name != name or one is dictionary.tables[place]]
    tables = [replace(one, name=name) if one is dictionary.tables[place] else one for one in tables]
    named = replace(dictionary, tables=tuple(tables))
    try:
        drafted = new_measures(named)
    except HoldingError:
        return
    assert read_text(drafted.text, "STUDY.toml", named).primary.name.startswith("reoffended")
