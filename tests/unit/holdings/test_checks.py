"""Bad values: named by table, row and column with what to do; the value itself is never repeated."""

from __future__ import annotations

import pytest

from outcomelab.errors import HoldingError
from outcomelab.holdings.register import add

HEADINGS = "person,day,kind,amount,violent\n"
PERSONS = "person,last_name,first_name,dob,sex,postcode,schooling\n"


@pytest.fixture
def mistakes(ministry):
    def run() -> list[str]:
        with pytest.raises(HoldingError) as refused:
            add(ministry.descriptor, ministry.holdings, ministry.keys)
        return [str(mistake) for mistake in refused.value.mistakes]

    return run


def test_a_bad_value_is_named_by_table_row_and_column_with_what_to_do(ministry, mistakes):
    ministry.write("offences.csv", HEADINGS + "P-70001,2015-03-04,theft,1,1\n\nP-70001,31/02/2015,theft,1,1\n")
    assert mistakes() == [
        "table offences, row 4, column day: the cell is not a date. Write a day that exists as 2019-01-31, "
        'add its "format" in the dictionary, or leave the cell empty.'
    ]


def test_no_value_is_repeated_in_the_refusal(ministry, mistakes):
    ministry.write("persons.csv", PERSONS + "SECRET1,Secret,Secret,Secret2,Secret,Secret,Secret3\n" * 2)
    ministry.write("offences.csv", HEADINGS + "SECRET4,Secret5,Secret6,Secret7,Secret8\n")
    assert "secret" not in "\n".join(mistakes()).lower()


def test_no_cause_of_the_refusal_repeats_a_value(ministry):
    ministry.write("offences.csv", HEADINGS + "SECRET," * 9 + "\n" + "x" * 40_000_000)
    with pytest.raises(HoldingError) as refused:
        add(ministry.descriptor, ministry.holdings, ministry.keys)
    assert (refused.value.__cause__, "SECRET" in str(refused.value)) == (None, False)


def test_twenty_bad_cells_are_named_in_the_order_of_the_rows_and_the_rest_counted(ministry, mistakes):
    ministry.write("offences.csv", HEADINGS + "P-70001,x,theft,x,1\n" * 30)
    said = mistakes()
    assert (len(said), said[0][:26], said[20]) == (
        21,
        "table offences, row 2, col",
        "table offences: 40 more cells have something wrong. Mend those above first: the cause is often the same.",
    )


def test_a_quotation_mark_left_open_is_found_by_the_lines_it_swallows(ministry, mistakes):
    last = 'P-70001,2015-03-04,theft,1,"1\nP-70001,2015-03-04,theft,1,0\n'
    ministry.write("offences.csv", HEADINGS + last)
    assert mistakes() == [
        "table offences, row 2, column violent: the cell runs over more than one line. "
        "Close its quotation mark, or take the line break out."
    ]


def test_a_person_twice_among_the_persons_is_refused_with_count_and_row(ministry, mistakes):
    ministry.write("persons.csv", PERSONS + "A,X,Y,,,,\nB,X,Y,,,,\nA,X,Y,,,,\nB,X,Y,,,,\nA,X,Y,,,,\n")
    ministry.write("offences.csv", HEADINGS)
    assert mistakes() == [
        "table persons, column person: a person is there already: 3 rows, the first is row 4. "
        "Keep one row a person."
    ]


def test_a_row_without_a_person_number_is_refused(ministry, mistakes):
    ministry.write("offences.csv", HEADINGS + ",2015-03-04,theft,1,1\n")
    assert mistakes()[0].startswith("table offences, row 2, column person: the person number is missing.")


def test_events_of_persons_unknown_are_refused_with_count_and_first_row(ministry, mistakes):
    line = "2015-03-04,theft,1,1\n"
    ministry.write("offences.csv", HEADINGS + f"P-70001,{line}P-1,{line}P-2,{line}P-1,{line}")
    assert mistakes() == [
        "table offences, column person: a person is not in the table persons: 3 rows, the first is row 3. "
        "Add these persons to persons, or take the rows out."
    ]


def test_events_outside_the_coverage_are_refused_with_count_and_first_row(ministry, mistakes):
    days = ("2010-01-01", "2009-12-31", "2020-12-31", "2021-01-01")
    ministry.write("offences.csv", HEADINGS + "".join(f"P-70001,{day},theft,1,1\n" for day in days))
    assert mistakes() == [
        "table offences, column day: an event is dated outside the coverage, 2010-01-01 to 2020-12-31: "
        '2 rows, the first is row 3. Correct the date, or "coverage" in the dictionary, or take these rows out.'
    ]


def test_amounts_too_large_to_add_up_exactly_are_refused(ministry, mistakes):
    amounts = ("999999999999", "-1000000000000", "1e30")
    ministry.write("offences.csv", HEADINGS + "".join(f"P-70001,2015-03-04,theft,{one},1\n" for one in amounts))
    assert mistakes() == [
        "table offences, column amount: an amount is larger than sums are kept for, a million million: "
        "2 rows, the first is row 3. "
        'Correct it, or give all of them in thousands and say so as their "unit" in the dictionary.'
    ]


def test_values_outside_the_categories_are_refused_with_count_and_first_row(ministry, mistakes):
    ministry.write("offences.csv", HEADINGS + "P-70001,2015-03-04,Theft,1,1\nP-70001,2015-03-04,,1,1\n")
    assert mistakes() == [
        "table offences, column kind: a value is not among the dictionary's categories: row 2. "
        'Correct it, or add it to "enum" in the dictionary.'
    ]


def test_what_is_wrong_in_the_last_of_many_columns_is_found(ministry, mistakes):
    fields = ministry.dictionary["resources"][1]["schema"]["fields"]
    names = [f"code{number}" for number in range(60)]
    fields += [{"name": one, "type": "string", "role": "code", "constraints": {"enum": ["a"]}} for one in names]
    cells = ["a"] * 59 + ["b"]
    ministry.write(
        "offences.csv", f"{HEADINGS.strip()},{','.join(names)}\nP-70001,2015-03-04,theft,1,1,{','.join(cells)}\n"
    )
    [mistake] = mistakes()
    assert mistake.startswith(
        "table offences, column code59: a value is not among the dictionary's categories: row 2"
    )


@pytest.mark.parametrize(("type_", "enum", "good"), [("integer", [1, 2], "2.0"), ("boolean", [True], "1")])
def test_categories_of_other_types_are_compared_as_values(ministry, type_, enum, good):
    ministry.field(1, "kind").update({"type": type_, "constraints": {"enum": enum}})
    ministry.write("offences.csv", HEADINGS + f"P-70001,2015-03-04,{good},1,1\n")
    assert add(ministry.descriptor, ministry.holdings, ministry.keys).name == "justice"


def test_a_value_the_dictionary_requires_must_be_there(ministry, mistakes):
    ministry.field(1, "day")["constraints"] = {"required": True}
    ministry.write("offences.csv", HEADINGS + "P-70001,,theft,1,1\n")
    assert mistakes()[0].startswith("table offences, row 2, column day: the cell is empty")


def test_a_holding_without_persons_is_refused(ministry, mistakes):
    ministry.write("persons.csv", PERSONS)
    ministry.write("offences.csv", HEADINGS)
    assert mistakes() == ["table persons: it has no rows. Extract the table again."]


def test_a_table_of_events_may_have_no_rows(ministry):
    ministry.write("offences.csv", HEADINGS)
    assert add(ministry.descriptor, ministry.holdings, ministry.keys).name == "justice"


@pytest.mark.parametrize("name", ["person", "spine", "select", "main"])
def test_tables_and_columns_may_have_any_name(ministry, name):
    ministry.dictionary["resources"][1]["name"] = name
    ministry.field(1, "kind")["name"] = "spine"
    ministry.field(1, "amount")["name"] = name if name not in ("person", "spine") else "memory"
    heading = f"person,day,spine,{ministry.dictionary['resources'][1]['schema']['fields'][3]['name']},violent\n"
    ministry.write("offences.csv", heading + "P-70001,2015-03-04,theft,1,1\n")
    assert add(ministry.descriptor, ministry.holdings, ministry.keys).tables[1].name == name
