"""What a protocol asks for by value is among the codes that made-up data have."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from outcomelab.dummy.asked import with_asked
from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.model import Covariate, HoldingChoice, IndexEvent, Outcome, Protocol, Range, Study

DICTIONARY = Dictionary(
    name="justice", title="Justice", custodian="Ministry", legal_basis="Act",
    covers_from=dt.date(2015, 1, 1), covers_to=dt.date(2020, 12, 31),
    tables=(
        Table("persons", (Column("person", "string", "person"), Column("district", "integer", "code")),
              one_row_a_person=True),
        Table("arrests", (Column("offence", "string", "code"),
                          Column("court", "string", "code", categories=("a", "b")),
                          Column("fine", "number", "amount"))),
    ),
)  # fmt: skip


def protocol(**where):
    outcome = Outcome(name="arrested", label="Arrested", kind="any", table="arrests", where=where)
    covariate = Covariate(name="district", label="District", kind="category", column="district")
    words = dict.fromkeys(("title", "programme", "provider", "custodian", "agreement"), "a")
    return Protocol(
        study=Study(**words), holding=HoldingChoice(name="justice"), covariates=(covariate,), outcomes=(outcome,),
        index=IndexEvent(event="start", on=dt.date(2018, 1, 1)),
    )  # fmt: skip


def codes(made, table, column):
    return next(one for one in made.table(table).columns if one.name == column).categories


@given(st.sets(st.text("abcdefg", min_size=1, max_size=3), min_size=1, max_size=4))
def test_every_value_asked_of_a_column_without_codes_is_one_and_there_is_another(values):
    made = with_asked(DICTIONARY, protocol(offence=tuple(sorted(values))))
    assert values < set(codes(made, "arrests", "offence"))


def test_codes_of_the_dictionary_ranges_and_columns_nobody_asks_about_stay():
    made = with_asked(DICTIONARY, protocol(court="a", fine=Range(min=10)))
    assert made == DICTIONARY
    assert codes(with_asked(DICTIONARY, protocol(fine=10)), "arrests", "fine") == ("10", "11")
