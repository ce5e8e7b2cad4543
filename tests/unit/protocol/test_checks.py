"""What is wrong across keys and sections shows without the holding."""

from collections.abc import Callable

import pytest

from outcomelab.errors import Mistake, ProtocolError
from outcomelab.protocol.read import read_text

Break = Callable[..., tuple[tuple[Mistake, ...], int]]

AGE = 'label = "Age at release"\nkind = "age"'
SCHOOLING = 'label = "Years of schooling"\nkind = "value"\ncolumn = "schooling"'

# What is replaced in the manual's long example, by what (its last line is the mistake's), where, wrong.
CASES = {
    "an index of both kinds": (
        'event = "release from custody"\ntable = "releases"',
        'event = "release from custody"\non = 2020-01-01\ntable = "releases"',
        "index, table",
        "stands beside `on`",
    ),
    "a period upside down": (
        "from = 2019-01-01\nto = 2020-12-31",
        "from = 2020-12-31\nto = 2019-01-01",
        "index, to",
        "is before `from`",
    ),
    "a programme period upside down": (
        "started_to = 2020-12-31",
        "started_to = 2018-01-01",
        "cohort, started_to",
        "is before `started_from`",
    ),
    "a heading for a field of ours that is none": (
        "columns = { surname",
        "columns = { surnam",
        "cohort, columns.surnam",
        "is no field of a participants' file",
    ),
    "no heading": ('"Last name"', '""', "cohort, columns.surname", "names no heading"),
    "a condition that lists nothing": (
        'region = ["north", "south"]',
        "region = []",
        "eligible 2, where.region",
        "lists no value",
    ),
    "a range without ends": ("{ min = 3 }", "{}", "index, where.sentence_months", "has neither `min` nor `max`"),
    "a range upside down": (
        "{ min = 3 }",
        "{ min = 3, max = 2 }",
        "index, where.sentence_months",
        "has its `min` above its `max`",
    ),
    "a range of days upside down": (
        "{ min = 3 }",
        "{ min = 2020-01-01, max = 2019-01-01 }",
        "index, where.sentence_months",
        "has its `min` above its `max`",
    ),
    "a range of two types": (
        "{ min = 3 }",
        "{ min = 3, max = 2019-01-01 }",
        "index, where.sentence_months",
        "has a number at one end and a day at the other",
    ),
    "a reason without a condition": ("\nage = { min = 18 }\n", "\n", "eligible 1", "has no condition"),
    "an age in days": ("age = { min = 18 }", "age = { min = 2000-01-01 }", "eligible 1, age", "holds a day"),
    "an age of nobody": ("age = { min = 18 }", "age = { min = 200 }", "eligible 1, age", "is no person's age"),
    "ages upside down": (
        "age = { min = 18 }",
        "age = { min = 18, max = 9 }",
        "eligible 1, age",
        "has its `min` above",
    ),
    "the same reason twice": (
        'reason = "no known region"',
        'reason = "Under 18  at release"',
        "eligible 2, reason",
        "`Under 18 at release` is the reason of eligible 1 already",
    ),
    "a value without a column": (
        SCHOOLING,
        'label = "Years of schooling"\nkind = "value"',
        "covariates 3 (schooling), column",
        "is missing",
    ),
    "events before without a table": (
        'table = "payments"\nfrom_days = 730\nto_days = 366',
        "from_days = 730\nto_days = 366",
        "covariates 7 (benefits_before), table",
        "is missing",
    ),
    "an age with a column": (
        AGE,
        f'{AGE}\ncolumn = "born"',
        "covariates 1 (age), column",
        "has no meaning for the kind",
    ),
    "an age with a table": (
        AGE,
        f'{AGE}\ntable = "persons"',
        "covariates 1 (age), table",
        "has no meaning for the kind",
    ),
    "a value of a person with days": (
        SCHOOLING,
        f"{SCHOOLING}\nfrom_days = 3",
        "covariates 3 (schooling), from_days",
        "has no meaning for a table of persons",
    ),
    "a value of a person with a condition": (
        SCHOOLING,
        f'{SCHOOLING}\nwhere = {{ region = "north" }}',
        "covariates 3 (schooling), where",
        "has no meaning for a table of persons",
    ),
    "a count with a column": (
        'kind = "count-before"',
        'kind = "count-before"\ncolumn = "offence"',
        "covariates 5 (thefts_before), column",
        "has no meaning for the kind `count-before`",
    ),
    "an outcome that ends before it starts": (
        'column = "amount"\nfrom_day = 366\nto_day = 730',
        'column = "amount"\nfrom_day = 366\nto_day = 365',
        "outcomes 4 (benefits), to_day",
        "is before `from_day = 366`",
    ),
    "a count of a column": (
        'label = "Arrests within a year"\nkind = "count"',
        'label = "Arrests within a year"\nkind = "count"\ncolumn = "offence"',
        "outcomes 2 (arrests), column",
        "has no meaning for the kind `count`",
    ),
    "two primary outcomes": (
        'unit = "pounds"',
        'unit = "pounds"\nprimary = true',
        "outcomes 4 (benefits), primary",
        "makes a second outcome primary",
    ),
    "a name used twice": (
        'name = "days_to_arrest"',
        'name = "age"',
        "outcomes 3 (age), name",
        "`age` is the name of covariates 1 already",
    ),
    "a name of the lab's own": (
        'name = "days_to_arrest"',
        'name = "participant"',
        "outcomes 3 (participant), name",
        "`participant` is a name the lab uses itself",
    ),
    "a name of a column the lab makes": (
        'name = "benefits"\n',
        'name = "days_to_arrest__event"\n',
        "outcomes 4 (days_to_arrest__event), name",
        "`days_to_arrest__event` is the column the lab makes beside `days_to_arrest`",
    ),
    "a label used twice": (
        'label = "Days to the first arrest"',
        'label = "arrests within a year"',
        "outcomes 3 (days_to_arrest), label",
        "`arrests within a year` is the label of outcomes 2 already",
    ),
    "a subgroup that is no covariate": ('["sex"]', '["sexes"]', "subgroups 1", "no covariate is called `sexes`"),
    "a subgroup of a number": ('["sex"]', '["age"]', "subgroups 1", "`age` is a covariate of kind `age`"),
    "a subgroup twice": ('["sex"]', '["sex", "sex"]', "subgroups 2", "`sex` is listed twice"),
    "matching on a number": (
        '["sex", "robbery_before"]',
        '["sex", "schooling"]',
        "matching, exact, value 2",
        "`schooling` is a covariate of kind `value`",
    ),
    "matching on no covariate": (
        '["sex", "robbery_before"]',
        '["sexes"]',
        "matching, exact, value 1",
        "no covariate is called `sexes`",
    ),
    "a region that is a number": (
        'exact = ["sex", "robbery_before"]',
        'region = "schooling"',
        "matching, region",
        "`schooling` is a covariate of kind `value`",
    ),
    "a graver first event of none": (
        'decided = "convicted_on"',
        'graver = { offence = "theft" }',
        "outcomes 1 (convicted), graver",
        "says which first events are graver, but `first` is not there",
    ),
    "a first event of no outcome": (
        'decided = "convicted_on"',
        'first = { offence = "theft" }',
        "outcomes 1 (convicted), first",
        "asks what a first event was, and no outcome if there was",
    ),
    "those with an outcome that is a number": (
        'name = "days_to_arrest"',
        'name = "days_to_arrest"\namong = "arrests"',
        "outcomes 3 (days_to_arrest), among",
        "`arrests` is no other outcome of kind `any` that everybody is asked about",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_mistake_is_found_where_it_is(case: str, broken: Break) -> None:
    old, new, where, wrong = CASES[case]
    (mistake,), _ = broken(old, new)
    assert (mistake.where, mistake.wrong[: len(wrong)]) == (where, wrong)


@pytest.mark.parametrize("case", [case for case in CASES if "without" not in case])
def test_one_mistake_has_the_line_of_its_key(case: str, broken: Break) -> None:
    old, new, _, _ = CASES[case]
    (mistake,), line = broken(old, new)
    assert mistake.line == line


def test_days_before_are_counted_back(broken: Break) -> None:
    (mistake,), _ = broken("from_days = 730\nto_days = 366", "from_days = 365\nto_days = 366")
    assert (mistake.where, mistake.wrong) == (
        "covariates 7 (benefits_before), from_days",
        "is nearer than `to_days = 366`",
    )


def test_an_index_of_neither_kind_is_placed_at_its_section(broken: Break) -> None:
    (mistake,), _ = broken('\n[index]\nevent = "release from custody"\ntable', '\n[index]\nevent = "x"\n#')
    assert (mistake.where, mistake.wrong) == ("index", "has neither `on` nor `table`")


@pytest.mark.parametrize("key", ["where", "from", "to", "which", "within_days"])
def test_one_day_for_all_leaves_no_meaning_to(key: str, broken: Break) -> None:
    mistakes, _ = broken('table = "releases"\nwhere', "on = 2020-01-01\nwhere")
    assert [mistake.wrong for mistake in mistakes if mistake.where == f"index, {key}"] == [
        "has no meaning beside `on`"
    ]


def test_a_first_event_is_of_the_outcome_that_lists_the_same_in_another_order(short: str) -> None:
    kind = 'label = "By court"\nkind = "any"\ntable = "arrests"\n'
    parts = (
        'primary = true\nwhere = { court = ["crown", "magistrates"], offence = "theft" }\n',
        f'[[outcomes]]\nname = "crown"\n{kind}first = {{ court = "crown" }}\n'
        'where = { court = ["magistrates", "crown"], offence = ["theft"] }\n',
    )
    assert len(read_text(short + "".join(parts), "S.toml").outcomes) == 2


def test_no_primary_outcome_among_several_is_a_mistake(broken: Break) -> None:
    (mistake,), _ = broken("primary = true\n", "")
    assert (mistake.where, mistake.wrong) == ("outcomes", "have no primary one among them")


def test_a_single_outcome_is_primary_unsaid(short: str) -> None:
    assert read_text(short, "S.toml").outcomes[0].primary


def test_a_single_outcome_cannot_be_said_not_to_be_primary(short: str) -> None:
    with pytest.raises(ProtocolError, match="leaves the study without a primary outcome"):
        read_text(f"{short}primary = false\n", "S.toml")


def test_matching_may_be_exact_on_whether_there_were_events(long: str) -> None:
    assert "robbery_before" in read_text(long, "S.toml").matching.exact


def test_a_covariate_with_a_mistake_can_still_be_named(broken: Break) -> None:
    mistakes, _ = broken('label = "Sex"', "label = 3")
    assert [mistake.where for mistake in mistakes] == ["covariates 2 (sex), label"]


def test_where_a_name_cannot_be_read_nothing_is_said_to_be_missing(broken: Break) -> None:
    mistakes, _ = broken('name = "sex"', "name = 3")
    assert [mistake.where for mistake in mistakes] == ["covariates 2, name"]
