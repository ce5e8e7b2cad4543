"""Whatever a holding's dictionary holds, the protocol written from it can be run as it stands."""

from __future__ import annotations

import datetime as dt
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.handovers.holding import Column, ColumnType, Dictionary, IdentifierKind, Role, Table
from outcomelab.protocol.read import read_text
from outcomelab.protocol.template import new_study

names = st.from_regex(r"[a-z][a-z0-9_]{0,59}", fullmatch=True) | st.sampled_from(
    ["participant", "age", "index_date", "person_key", "row", "persons", "where", "x" * 60]
)
titles = st.text(max_size=300)
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
        categories=tuple(draw(st.lists(titles, max_size=3))),
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
