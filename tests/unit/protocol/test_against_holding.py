"""What a protocol asks of a holding is held against the holding's dictionary."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from outcomelab.errors import Mistake, ProtocolError
from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.read import read_text

Break = Callable[..., tuple[tuple[Mistake, ...], int]]

SCHOOLING = 'column = "schooling"'
SEX = 'label = "Sex"\nkind = "category"\ncolumn = "sex"'
COUNT = 'label = "Arrests within a year"\nkind = "count"\ntable = "arrests"'

# What is replaced in the manual's long example, by what (its last line is the mistake's); where, wrong, mend.
CASES = {
    "another holding": (
        'name = "justice"',
        'name = "health"',
        "holding, name",
        "is `health`",
        'Write `name = "justice"`',
    ),
    "a persons table that is none": (
        'persons = "persons"',
        'persons = "people"',
        "holding, persons",
        "the holding has no table `people`",
        "The tables are `persons`, ",
    ),
    "a persons table of events": (
        'persons = "persons"',
        'persons = "arrests"',
        "holding, persons",
        "the table `arrests` has more than one row a person",
        'Write `persons = "persons"`.',
    ),
    "roles of a table that is none": (
        "[tables.arrests]\n",
        "[tables.arrest]\n",
        "tables.arrest",
        "the holding has no table `arrest`",
        "Did you mean `arrests`?",
    ),
    "a table's date that is no date": (
        'date = "arrested_on"',
        'date = "offence"',
        "tables.arrests, date",
        "`offence` does not hold dates of events",
        "Columns of dates of events: `arrested_on`, `charged_on` and `convicted_on`.",
    ),
    "a table's amount that is no number": (
        'date = "arrested_on"',
        'amount = "offence"',
        "tables.arrests, amount",
        "`offence` does not hold numbers",
        "Columns of numbers: `severity`.",
    ),
    "an index table that is none": (
        'table = "releases"',
        'table = "release"',
        "index, table",
        "the holding has no table `release`",
        "Did you mean `releases`?",
    ),
    "an index table without dates": (
        'table = "releases"\nwhere = { sentence_months = { min = 3 } }',
        'table = "visits"',
        "index, table",
        "the table `visits` has no date of events",
        "Name a table with a date.",
    ),
    "an index table of two dates": (
        'table = "releases"\nwhere = { sentence_months = { min = 3 } }',
        'table = "hearings"',
        "index, table",
        "the table `hearings` has 2 dates of events, `listed_on` and `heard_on`",
        'write `[tables.hearings]` and under it `date = "listed_on"`',
    ),
    "an index date that is none": (
        'which = "first"',
        'date = "sentence_months"',
        "index, date",
        "`sentence_months` does not hold dates of events",
        "`released_on`",
    ),
    "a condition on a column that is none": (
        "sentence_months = {",
        "sentence_month = {",
        "index, where.sentence_month",
        "the table `releases` has no column `sentence_month`",
        "Did you mean `sentence_months`?",
    ),
    "a condition on an identifier": (
        'where = { region = ["north", "south"] }',
        'where = { surname = "x" }',
        "eligible 2, where.surname",
        "`surname` says who a person is: identifiers are not available to outcomes",
        "The columns are `date_of_birth`, `sex`,",
    ),
    "a condition on the person number": (
        'where = { region = ["north", "south"] }',
        'where = { person = "x" }',
        "eligible 2, where.person",
        "`person` says who a person is",
        "The columns are",
    ),
    "a code that is none": (
        'region = ["north", "south"]',
        'region = ["north", "suoth"]',
        "eligible 2, where.region, value 2",
        '"suoth" is no code of `region`',
        "Did you mean `south`?",
    ),
    "a number for a code of words": (
        'region = ["north", "south"]',
        "region = 1",
        "eligible 2, where.region",
        "1 cannot be compared with `region`, which holds text",
        'Write a value such as `"theft"`.',
    ),
    "a code of numbers that is none": (
        COUNT,
        f"{COUNT}\nwhere = {{ severity = 4 }}",
        "outcomes 2 (arrests), where.severity",
        "4 is no code of `severity`",
        "The codes are `1`, `2` and `3`.",
    ),
    "a range of words": (
        COUNT,
        f"{COUNT}\nwhere = {{ court = {{ min = 1 }} }}",
        "outcomes 2 (arrests), where.court",
        "is a range, and `court` holds text",
        'List the values instead: `court = ["theft"]`.',
    ),
    "a range of days over numbers": (
        "{ min = 3 }",
        "{ min = 2019-01-01 }",
        "index, where.sentence_months.min",
        "2019-01-01 cannot be compared with `sentence_months`, which holds numbers",
        "Write a value such as",
    ),
    "a fraction for whole numbers": (
        COUNT,
        f"{COUNT}\nwhere = {{ severity = 1.5 }}",
        "outcomes 2 (arrests), where.severity",
        "1.5 cannot be compared with `severity`, which holds whole numbers",
        "Write a value such as `3`.",
    ),
    "a truth for numbers": (
        COUNT,
        f"{COUNT}\nwhere = {{ severity = true }}",
        "outcomes 2 (arrests), where.severity",
        "true cannot be compared with `severity`",
        "Write a value such as `3`.",
    ),
    "words for a truth": (
        COUNT,
        f'{COUNT}\nwhere = {{ in_custody = "yes" }}',
        "outcomes 2 (arrests), where.in_custody",
        '"yes" cannot be compared with `in_custody`, which holds true or false',
        "Write a value such as `true`.",
    ),
    "words for a day": (
        COUNT,
        f'{COUNT}\nwhere = {{ charged_on = "2020" }}',
        "outcomes 2 (arrests), where.charged_on",
        '"2020" cannot be compared with `charged_on`, which holds days',
        "Write a value such as `2020-01-31`.",
    ),
    "a value of words": (
        'kind = "value"\ncolumn = "schooling"',
        'kind = "value"\ncolumn = "region"',
        "covariates 3 (schooling), column",
        "`region` does not hold numbers",
        'Write `kind = "category"` for codes',
    ),
    "a category of fractions": (
        SEX,
        'label = "Sex"\nkind = "category"\ncolumn = "height"',
        "covariates 2 (sex), column",
        "`height` does not hold codes",
        'Write `kind = "value"` for numbers',
    ),
    "a category of days": (
        SEX,
        'label = "Sex"\nkind = "category"\ncolumn = "registered_on"',
        "covariates 2 (sex), column",
        "`registered_on` does not hold codes",
        "A day says too much of a person",
    ),
    "a covariate of an identifier": (
        SCHOOLING,
        'column = "surname"',
        "covariates 3 (schooling), column",
        "`surname` says who a person is",
        "The columns are",
    ),
    "a covariate of a table that is none": (
        'kind = "any-before"\ntable = "arrests"',
        'kind = "any-before"\ntable = "arests"',
        "covariates 6 (robbery_before), table",
        "the holding has no table `arests`",
        "Did you mean `arrests`?",
    ),
    "events before of a table without dates": (
        'kind = "sum-before"\ntable = "payments"',
        'kind = "sum-before"\ncolumn = "minutes"\ntable = "visits"',
        "covariates 7 (benefits_before), table",
        "the table `visits` has no date of events",
        "Name a table with a date.",
    ),
    "a sum of words": (
        'kind = "sum-before"\ntable = "payments"',
        'kind = "sum-before"\ntable = "arrests"\ncolumn = "offence"',
        "covariates 7 (benefits_before), column",
        "`offence` does not hold numbers",
        "Columns of numbers: `severity`.",
    ),
    "an outcome of a table that is none": (
        COUNT,
        COUNT.replace('"arrests"', '"visit"'),
        "outcomes 2 (arrests), table",
        "the holding has no table `visit`",
        "Did you mean `visits`?",
    ),
    "an outcome decided on no day": (
        'decided = "convicted_on"',
        'decided = "offence"',
        "outcomes 1 (convicted), decided",
        "`offence` does not hold dates of events",
        "Columns of dates of events",
    ),
    "a first event of no column": (
        'decided = "convicted_on"',
        '[[outcomes]]\nname = "theft"\nlabel = "Theft"\nkind = "any"\ntable = "arrests"\nwaiting_days = 183\n'
        'first = { ofence = "theft" }',
        "outcomes 2 (theft), first.ofence",
        "the table `arrests` has no column `ofence`",
        "Did you mean `offence`?",
    ),
    "an amount of words": (
        'kind = "amount"\ntable = "payments"\ncolumn = "amount"',
        'kind = "amount"\ntable = "arrests"\ncolumn = "court"',
        "outcomes 4 (benefits), column",
        "`court` does not hold numbers",
        "Columns of numbers: `severity`.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_mistake_is_found_where_it_is(case: str, broken: Break, justice: Dictionary) -> None:
    old, new, where, wrong, mend = CASES[case]
    mistakes, line = broken(old, new, justice)
    found = {(mistake.line, mistake.where): mistake for mistake in mistakes}
    mistake = found[(line, where)]
    assert (mistake.wrong[: len(wrong)], mend in mistake.mend) == (wrong, True), str(mistake)


@pytest.mark.parametrize("case", [case for case in CASES if "persons table" not in case])
def test_one_mistake_makes_one_message(case: str, broken: Break, justice: Dictionary) -> None:
    old, new, *_ = CASES[case]
    assert len(broken(old, new, justice)[0]) == 1


def test_an_amount_that_is_not_marked_must_be_named(broken: Break, justice: Dictionary) -> None:
    (mistake,), _ = broken('table = "payments"\ncolumn = "amount"', 'table = "arrests"', justice)
    assert (mistake.where, mistake.wrong, mistake.mend) == (
        "outcomes 4 (benefits), column",
        "the table `arrests` has no column marked amount",
        'Say which column to add up: write `column = "severity"`.',
    )


def test_a_table_without_numbers_has_no_amount(broken: Break, justice: Dictionary) -> None:
    mistakes, _ = broken('table = "payments"\ncolumn = "amount"', 'table = "hearings"', justice)
    assert "the table `hearings` has no column of numbers" in [mistake.wrong for mistake in mistakes]


def test_ages_need_the_month_of_birth(long: str, justice: Dictionary) -> None:
    persons = justice.tables[0]
    without = replace(persons, columns=tuple(replace(column, kept=False) for column in persons.columns))
    with pytest.raises(ProtocolError) as raised:
        read_text(long, "S.toml", replace(justice, tables=(without, *justice.tables[1:])))
    wrong = "needs the month of birth, which this holding does not keep"
    places = [mistake.where for mistake in raised.value.mistakes if mistake.wrong == wrong]
    assert places == ["eligible 1, age", "covariates 1 (age), kind"]


def test_the_protocol_may_say_which_date_counts(short: str, justice: Dictionary) -> None:
    text = short.replace('"arrests"', '"hearings"') + '[tables.hearings]\ndate = "heard_on"\n'
    assert read_text(text, "S.toml", justice).tables["hearings"].date == "heard_on"


def test_another_table_of_persons_needs_no_date(short: str, justice: Dictionary) -> None:
    other = replace(justice.tables[0], name="homes")
    text = (
        f'{short}[[covariates]]\nname = "r"\nlabel = "R"\nkind = "category"\ntable = "homes"\ncolumn = "region"\n'
    )
    assert read_text(text, "S.toml", replace(justice, tables=(*justice.tables, other)))


def test_another_table_of_persons_has_nothing_to_choose_from(short: str, justice: Dictionary) -> None:
    other = replace(justice.tables[0], name="homes")
    text = (
        f'{short}[[covariates]]\nname = "r"\nlabel = "R"\nkind = "category"\ntable = "homes"\ncolumn = "region"\n'
    )
    with pytest.raises(ProtocolError, match="has no meaning for a table of persons"):
        read_text(f"{text}from_days = 3\n", "S.toml", replace(justice, tables=(*justice.tables, other)))


def test_a_value_may_be_the_last_one_of_the_year_before(short: str, justice: Dictionary) -> None:
    text = (
        f'{short}[[covariates]]\nname = "s"\nlabel = "S"\nkind = "value"\ntable = "releases"\n'
        'column = "sentence_months"\nfrom_days = 365\nwhere = { sentence_months = { min = 1 } }\n'
    )
    assert read_text(text, "S.toml", justice).covariates[-1].from_days == 365
