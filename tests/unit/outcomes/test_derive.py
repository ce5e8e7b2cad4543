"""The front door: the table's shape, what it never holds, and what it refuses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pyarrow as pa
import pytest

from outcomelab.engines.duck import opened
from outcomelab.errors import OutcomesError
from outcomelab.outcomes.ages import born
from outcomelab.outcomes.sources import source

RELEASED = dt.date(2018, 6, 1)


def test_the_table_has_the_protocols_columns_in_its_order_and_no_keys_or_dates(lab, make_covariate, make_outcome):
    lab.participant(1, RELEASED)
    lab.study(
        covariates=(
            make_covariate("past", "count-before", table="offences"),
            make_covariate("region", "category", column="region"),
        ),
        outcomes=(
            make_outcome("wait", "time-to-first"),
            make_outcome("again", "any", primary=False),
        ),
    )
    assert lab.derive().table.schema == pa.schema(
        [
            ("participant", pa.bool_()),
            ("past", pa.float64()),
            ("region", pa.string()),
            ("wait", pa.float64()),
            ("wait__event", pa.float64()),
            ("again", pa.float64()),
        ]
    )


def test_rows_are_sorted_by_what_they_hold_with_the_unknown_last(lab):
    for key, region in enumerate(("south", None, "east"), start=1):
        lab.participant(key, RELEASED, region=region)
    assert lab.of_participants("region") == ["east", "south", None]


def test_the_same_people_under_other_keys_and_in_another_order_give_the_same_table(lab, tmp_path):
    def fill(one, keys):
        for key in keys[1:]:
            one.participant(key, RELEASED, region=f"region {abs(key) % 10}")
            one.offence(key, RELEASED + dt.timedelta(abs(key) % 10))
        return one.derive().table

    other = type(lab)(tmp_path / "other")
    other.content.path.parent.mkdir()
    other.person(-9, RELEASED, region="north")
    assert fill(lab, [99, 11, 12, 13]).equals(fill(other, [-9, 903, 802, 701]))


def test_amounts_add_up_to_the_same_figure_in_any_order(lab, make_outcome, tmp_path):
    costs = [0.1, 1e15, 0.2, -1e15, 0.3]
    other = type(lab)(tmp_path / "other")
    other.content.path.parent.mkdir()
    other.person(99, RELEASED, region="north")
    tables = []
    for one, order in ((lab, costs), (other, costs[::-1])):
        one.participant(1, RELEASED)
        for cost in order:
            one.offence(1, RELEASED + dt.timedelta(1), cost=cost)
        one.study(outcomes=(make_outcome("costs", "amount"),))
        tables.append(one.of_participants("costs"))
    assert tables == [[0.6], [0.6]]


def test_progress_is_told_in_words_without_figures(lab):
    lab.participant(1, RELEASED)
    told = []
    lab.derive(lambda stage, words: told.append((stage, words)))
    assert told
    assert not any(character.isdigit() for _, words in told for character in words)


def test_two_rows_linked_to_one_person_are_refused(lab):
    lab.participant(1, RELEASED)
    lab.links.append((3, 1))
    with pytest.raises(OutcomesError, match="linked to one person"):
        lab.derive()


def test_one_row_linked_to_two_persons_is_refused(lab):
    lab.participant(1, RELEASED)
    lab.links.append((2, 99))
    with pytest.raises(OutcomesError, match="linked to two persons"):
        lab.derive()


def test_two_sets_of_dates_for_a_row_are_refused(lab):
    lab.participant(1, RELEASED)
    lab.dates.append({"row": 2, "index_date": RELEASED})
    with pytest.raises(OutcomesError, match="two sets of dates"):
        lab.derive()


def test_a_link_to_nobody_is_refused(lab):
    lab.participant(1, RELEASED)
    lab.links.append((3, None))
    with pytest.raises(OutcomesError, match="no row or no person"):
        lab.derive()


def test_a_crosswalk_of_another_shape_is_refused(lab):
    lab.participant(1, RELEASED)
    lab.crosswalk = lambda: pa.table({"row": [2], "person_key": [1]})
    with pytest.raises(OutcomesError, match="The crosswalk does not have the columns"):
        lab.derive()


def test_two_rows_of_a_person_in_the_persons_table_are_refused(lab):
    lab.participant(1, RELEASED)
    lab.person(99)
    with pytest.raises(OutcomesError, match="more than one row for a person"):
        lab.derive()


def test_a_table_the_dictionary_does_not_know_is_refused(lab, make_outcome):
    lab.participant(1, RELEASED)
    lab.study(outcomes=(make_outcome("again", "any", table="arrests"),))
    with pytest.raises(OutcomesError, match="no table arrests"):
        lab.derive()


def test_a_table_that_content_lacks_is_refused(lab):
    lab.participant(1, RELEASED)
    del lab.tables["offences"]
    with pytest.raises(OutcomesError, match="content store has no table offences"):
        lab.derive()


def test_a_column_that_content_lacks_is_refused(lab):
    lab.participant(1, RELEASED)
    lab.derive()
    with opened(lab.content, write=True) as connection:
        connection.execute("ALTER TABLE offences DROP COLUMN severity")
    with pytest.raises(OutcomesError, match="lacks severity of table offences"):
        lab.derive_again()


def test_content_of_another_type_than_the_dictionary_says_is_refused_without_being_quoted(lab, make_outcome):
    lab.participant(1, RELEASED)
    lab.offence(1, RELEASED + dt.timedelta(1), cost=1.0)
    lab.study(outcomes=(make_outcome("costs", "amount"),))
    lab.derive()
    with opened(lab.content, write=True) as connection:
        connection.execute("ALTER TABLE offences ALTER COLUMN cost TYPE VARCHAR USING 'Ashdown'")
    with pytest.raises(OutcomesError) as refused:
        lab.derive_again()
    assert ("Ashdown" in str(refused.value), refused.value.__suppress_context__) == (False, True)


@pytest.mark.parametrize("name", ["again", "participant"])
def test_two_columns_of_one_name_are_refused(lab, make_covariate, name):
    lab.participant(1, RELEASED)
    lab.study(covariates=(make_covariate(name, "age"),))
    with pytest.raises(OutcomesError, match=f"would be called {name}"):
        lab.derive()


@pytest.mark.parametrize(
    ("kind", "column", "words"),
    [
        ("value", "region", "holds no numbers"),
        ("value", "born", "holds no numbers"),
        ("category", "born", "holds no codes"),
        ("category", "score", "holds no codes"),
        ("value", None, "names no column"),
        ("value", "surname", "has no column surname"),
    ],
)
def test_a_covariate_that_its_column_cannot_give_is_refused(lab, make_covariate, kind, column, words):
    lab.participant(1, RELEASED)
    lab.study(covariates=(make_covariate("known", kind, column=column),))
    with pytest.raises(OutcomesError, match=words):
        lab.derive()


def test_age_from_a_holding_that_keeps_no_birth_is_refused(dictionary):
    persons = dictionary.tables[0]
    without = replace(persons, columns=tuple(c for c in persons.columns if c.name != "born"))
    with pytest.raises(OutcomesError, match="keeps no month of birth"):
        born(source(replace(dictionary, tables=(without,)), "persons"))


def test_a_decision_without_a_date_is_refused(lab, make_outcome):
    lab.participant(1, RELEASED)
    lab.study(outcomes=(make_outcome("again", "any", decided="offence"),))
    with pytest.raises(OutcomesError, match="holds no dates"):
        lab.derive()
