"""A first protocol is written from a holding's dictionary, and can be run as it stands."""

import datetime as dt
from dataclasses import replace

import pytest

from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.drafting.agreed import Agreed
from outcomelab.protocol.drafting.placeholders import placeholders_left
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.read import read_text
from outcomelab.protocol.template import new_study


def study(dictionary: Dictionary) -> Protocol:
    return read_text(new_study(dictionary), "STUDY.toml", dictionary)


def with_persons(dictionary: Dictionary, *columns: Column) -> Dictionary:
    persons = replace(dictionary.tables[0], columns=(*dictionary.tables[0].columns, *columns))
    return replace(dictionary, tables=(persons, *dictionary.tables[1:]))


def test_it_has_no_mistakes(justice: Dictionary) -> None:
    assert study(justice).holding.name == "justice"


def test_the_index_period_is_what_the_holding_covers_around(justice: Dictionary) -> None:
    index = study(justice).index
    assert (index.from_, index.to) == (dt.date(2014, 1, 1), dt.date(2021, 12, 31))


def test_the_custodian_is_the_holding_s(justice: Dictionary) -> None:
    assert study(justice).study.custodian == "Ministry of Justice"


def test_codes_are_categories_and_numbers_are_values(justice: Dictionary) -> None:
    kinds = {covariate.name: covariate.kind for covariate in study(justice).covariates}
    assert kinds == {
        "age": "age",
        "sex": "category",
        "region": "category",
        "schooling": "value",
        "height": "value",
        "releases_before": "count-before",
        "arrests_before": "count-before",
        "payments_before": "count-before",
        "hearings_before": "count-before",
    }


def test_codes_are_shown(justice: Dictionary) -> None:
    assert '# region has the codes "north", "south" and "west".' in new_study(justice)


def test_a_table_of_two_dates_gets_the_first(justice: Dictionary) -> None:
    assert study(justice).tables["hearings"].date == "listed_on"


def test_amounts_become_outcomes_in_their_unit(justice: Dictionary) -> None:
    (amount,) = [outcome for outcome in study(justice).outcomes if outcome.kind == "amount"]
    assert (amount.table, amount.column, amount.unit) == ("payments", "amount", "pounds")


def test_the_index_table_is_no_outcome_where_there_are_others(justice: Dictionary) -> None:
    assert "releases" not in {outcome.table for outcome in study(justice).outcomes}


def test_the_only_table_of_events_is_index_and_outcome(justice: Dictionary) -> None:
    assert study(replace(justice, tables=justice.tables[:2])).primary.table == "releases"


def test_no_identifier_is_proposed_but_sex(justice: Dictionary) -> None:
    columns = {covariate.column for covariate in study(justice).covariates}
    assert columns.isdisjoint({"surname", "date_of_birth", "person"})


def test_a_sensitive_column_is_proposed_as_a_comment(justice: Dictionary) -> None:
    text = new_study(
        with_persons(justice, Column("faith", "string", "code", sensitive=True, categories=("a", "b")))
    )
    assert '# name = "faith"' in text


def test_columns_beyond_a_dozen_are_comments(justice: Dictionary) -> None:
    columns = [Column(f"score_{number}", "integer", "attribute") for number in range(30)]
    assert len(study(with_persons(justice, *columns)).covariates) == 17


def test_without_a_month_of_birth_there_is_no_age(justice: Dictionary) -> None:
    persons = Table("persons", (Column("person", "string", "person"),), one_row_a_person=True)
    bare = replace(justice, tables=(persons, *justice.tables[1:]))
    assert "age" not in {covariate.kind for covariate in study(bare).covariates}


@pytest.mark.parametrize("days", [1, 2, 3, 10, 400])
def test_a_holding_of_few_days_gets_a_shorter_follow_up(days: int, justice: Dictionary) -> None:
    brief = replace(justice, covers_to=justice.covers_from + dt.timedelta(days=days))
    assert study(brief).primary.to_day <= max(1, days // 3)


def test_a_holding_of_one_day_can_carry_no_study(justice: Dictionary) -> None:
    with pytest.raises(HoldingError, match="covers less than two days"):
        new_study(replace(justice, covers_to=justice.covers_from))


def test_a_holding_without_persons_can_carry_no_study(justice: Dictionary) -> None:
    with pytest.raises(HoldingError, match="no table with one row a person"):
        new_study(replace(justice, tables=justice.tables[1:]))


def test_a_holding_without_dated_events_can_carry_no_study(justice: Dictionary) -> None:
    with pytest.raises(HoldingError, match="no table of dated events"):
        new_study(replace(justice, tables=(justice.tables[0], justice.tables[-1])))


def test_what_is_left_for_its_writer_to_say_is_told(justice: Dictionary) -> None:
    assert placeholders_left(study(justice)) == (
        "The report will say what the first protocol had where your own words belong. Under [study] "
        "write them for title, programme, provider, agreement."
    )


def test_nothing_is_told_of_a_protocol_in_its_writer_s_own_words(justice: Dictionary) -> None:
    said = Agreed(title="Mentoring", programme="Mentoring", provider="The Trust", agreement="2026-014")
    assert placeholders_left(read_text(new_study(justice, said), "STUDY.toml", justice)) is None
