"""Each section is held to its keys, types and bounds, in our own words."""

import tomllib
from collections.abc import Callable

import pytest

from outcomelab.errors import Mistake, ProtocolError
from outcomelab.protocol.read import read_text

Break = Callable[..., tuple[tuple[Mistake, ...], int]]

# What is replaced in the manual's long example, by what, and the one mistake that makes: where, wrong, mend.
CASES = {
    "a misspelt key": (
        'title = "The workshop and',
        'titel = "The workshop and',
        "study, titel",
        "is not a key of this section",
        "Did you mean `title`?",
    ),
    "a key of nothing we know": (
        'persons = "persons"',
        "colour = 3",
        "holding, colour",
        "is not a key of this section",
        "The keys are `name` and `persons`.",
    ),
    "a key of the top under a section": (
        "precision = 0.99",
        'subgroups = ["sex"]',
        "linkage, subgroups",
        "is not a key of this section",
        "Write `subgroups` at the top of the file, above the first section.",
    ),
    "a section's key at the top": (
        'subgroups = ["sex"]',
        'agreement = "DSA"',
        "agreement",
        "is outside its section",
        "Write it under `[study]`.",
    ),
    "an unknown section": (
        "[linkage]",
        "[linkages]",
        "linkages",
        "is no section of a protocol",
        "Did you mean `linkage`?",
    ),
    "a section with two brackets": (
        "[matching]",
        "[[matching]]",
        "matching",
        "should be one section",
        "Open it with `[matching]`.",
    ),
    "blank words": (
        'provider = "The Workshop Trust"',
        'provider = " "',
        "study, provider",
        "is empty",
        "Write `pro",
    ),
    "no words": ('provider = "The Workshop Trust"', 'provider = ""', "study, provider", "is empty", "Write `pro"),
    "words over two lines": (
        'provider = "The Workshop Trust"',
        'provider = "The\\nTrust"',
        "study, provider",
        "holds a line break or hidden character",
        "Write `provider = ",
    ),
    "too many words": (
        'provider = "The Workshop Trust"',
        f'provider = "{"x" * 201}"',
        "study, provider",
        "is longer than 200 characters",
        "Write it in 200 characters or fewer.",
    ),
    "a number for words": (
        'provider = "The Workshop Trust"',
        "provider = 3",
        "study, provider",
        "should be text in quotes",
        'Write `provider = "The Workshop Trust"`.',
    ),
    "words for a number": (
        "minimum = 100",
        'minimum = "100"',
        "cohort, minimum",
        "should be a whole number, without quotes",
        "Write `minimum = 60`.",
    ),
    "a fraction for a whole number": (
        "minimum = 100",
        "minimum = 100.5",
        "cohort, minimum",
        "should be a whole number, without quotes",
        "Write",
    ),
    "a truth for a number": (
        "caliper = 0.1",
        "caliper = true",
        "matching, caliper",
        "should be a number",
        "Write",
    ),
    "not a number": ("caliper = 0.1", "caliper = nan", "matching, caliper", "is not a number", "Write a number"),
    "a minimum laxer than the rules": (
        "minimum = 100",
        "minimum = 59",
        "cohort, minimum",
        "59 is laxer than the rules",
        "It may only be stricter: write 60 or more.",
    ),
    "a threshold laxer than the rules": (
        "threshold = 20",
        "threshold = 9",
        "disclosure, threshold",
        "9 is laxer than the rules",
        "It may only be stricter: write 10 or more.",
    ),
    "a dominance laxer than the rules": (
        "threshold = 20",
        "dominance_share = 0.95",
        "disclosure, dominance_share",
        "0.95 is laxer than the rules",
        "It may only be stricter: write 0.9 or less.",
    ),
    "a number beyond all bounds": (
        "within_days = 90",
        "within_days = 100000000000000000000",
        "index, within_days",
        "100000000000000000000 is too large",
        "Write 36525 or less",
    ),
    "a number below its bound": (
        "caliper = 0.1",
        "caliper = 0",
        "matching, caliper",
        "0 is too small",
        "more than 0",
    ),
    "a number at its open end": (
        "precision = 0.99",
        "precision = 1",
        "linkage, precision",
        "1 is too l",
        "less than 1",
    ),
    "day zero of follow-up": (
        "from_day = 366",
        "from_day = 0",
        "outcomes 4 (benefits), from_day",
        "0 is too small",
        "Write 1 or more",
    ),
    "a covariate that looks ahead": (
        "to_days = 1",
        "to_days = -1",
        "covariates 5 (thefts_before), to_days",
        "-1 is too small",
        "Write 0 or more",
    ),
    "words for a truth": (
        "day_first = true",
        'day_first = "true"',
        "cohort, day_first",
        "should be true or false, without quotes",
        "Write `day_first = true`.",
    ),
    "a day in quotes": (
        "from = 2019-01-01",
        'from = "2019-01-01"',
        "index, from",
        "should be a day, without quotes",
        "Write `from = 2019-01-01`.",
    ),
    "a number for a day": ("from = 2019-01-01", "from = 2019", "index, from", "should be a day", "Write"),
    "a day with a time": (
        "from = 2019-01-01",
        "from = 2019-01-01T00:00:00",
        "index, from",
        "holds a time of day",
        "Write the day alone, such as `2021-01-31`.",
    ),
    "a time alone": (
        "from = 2019-01-01",
        "from = 07:30:00",
        "index, from",
        "holds a time of day",
        "Write the day",
    ),
    "a misspelt choice": (
        'kind = "count"\n',
        'kind = "cuont"\n',
        "outcomes 2 (arrests), kind",
        '"cuont" is not one of the choices',
        'Write `kind = "count"`. It may be "any", "count", "time-to-first" and "amount".',
    ),
    "a choice that is none": (
        'which = "first"',
        "which = 3",
        "index, which",
        "3 is not one of",
        'It may be "first"',
    ),
    "a name with capitals": (
        'column = "schooling"',
        'column = "Schooling"',
        "covariates 3 (schooling), column",
        '"Schooling" is not a name',
        "Use small letters a–z",
    ),
    "words for a list": (
        'exact = ["sex", "robbery_before"]',
        'exact = "sex"',
        "matching, exact",
        "should be a list in square brackets",
        'Write `exact = ["sex"]`.',
    ),
    "a number in a list of names": (
        'exact = ["sex", "robbery_before"]',
        'exact = ["sex", 3]',
        "matching, exact, value 2",
        "should be text in quotes",
        "Write",
    ),
    "a subgroup that is no name": (
        '["sex"]',
        '["Sex"]',
        "subgroups 1",
        '"Sex" is not a covariate\'s name',
        "Name",
    ),
    "words for subgroups": ('subgroups = ["sex"]', 'subgroups = "sex"', "subgroups", "should be a list", "Write"),
    "words for a range": (
        "{ min = 18 }",
        '"18"',
        "eligible 1, age",
        "should be a table in curly brackets",
        "Write",
    ),
    "a misspelt end of a range": (
        "{ min = 18 }",
        "{ mni = 18 }",
        "eligible 1, age.mni",
        "is not a key of a range",
        "A range has `min`, `max` or both",
    ),
    "words for an end of a range": (
        "{ min = 18 }",
        '{ min = "18" }',
        "eligible 1, age.min",
        "should be a number or a day, without quotes",
        "Write `min = 18`",
    ),
    "an endless end of a range": (
        "{ min = 18 }",
        "{ min = -inf }",
        "eligible 1, age.min",
        "is not a number",
        "Write",
    ),
    "a list for where": (
        'where = { offence = "theft" }',
        'where = ["theft"]',
        "covariates 5 (thefts_before), where",
        "should be a table in curly brackets",
        "Write `where = { offence",
    ),
    "a list within a list": (
        '["north", "south"]',
        '["north", ["south"]]',
        "eligible 2, where.region, value 2",
        "should be text, a number, a day or true or false",
        "Write values such as",
    ),
    "a condition at a time of day": (
        '["north", "south"]',
        "2020-01-01T10:00:00",
        "eligible 2, where.region",
        "holds a time of day",
        "Write the day alone",
    ),
    "a condition on a column of capitals": (
        '{ offence = "theft" }',
        '{ Offence = "theft" }',
        "covariates 5 (thefts_before), where.Offence",
        "`Offence` is not a column's name",
        "Use small letters",
    ),
    "a number for a heading": (
        'surname = "Last name"',
        "surname = 3",
        "cohort, columns.surname",
        "should be text in quotes",
        "Write the heading as",
    ),
    "a section for a table's roles that is no name": (
        "[tables.arrests]",
        "[tables.Arrests]",
        "tables.Arrests",
        "is not a table's name",
        "Use small letters",
    ),
    "a table's roles with an unknown key": (
        'date = "arrested_on"',
        'day = "arrested_on"',
        "tables.arrests, day",
        "is not a key of this section",
        "The keys are `date` and `amount`.",
    ),
    "a long unit": (
        'unit = "pounds"',
        f'unit = "{"x" * 41}"',
        "outcomes 4 (benefits), unit",
        "is longer than 40",
        "40",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_mistake_is_found_where_it_is(case: str, broken: Break) -> None:
    old, new, where, *_ = CASES[case]
    (mistake,), line = broken(old, new)
    assert (mistake.line, mistake.where) == (line, where)


@pytest.mark.parametrize("case", CASES)
def test_one_mistake_is_said_with_what_to_write_instead(case: str, broken: Break) -> None:
    old, new, _, wrong, mend = CASES[case]
    (mistake,), _ = broken(old, new)
    assert (mistake.wrong[: len(wrong)], mend in mistake.mend) == (wrong, True), str(mistake)


@pytest.mark.parametrize("key", ["title", "programme", "provider", "custodian", "agreement"])
def test_a_missing_key_is_placed_at_its_section(key: str, broken: Break) -> None:
    (mistake,), _ = broken(f"{key} = ", f"# {key} = ")
    assert (mistake.where, mistake.wrong) == (f"study, {key}", "is missing")
    assert (mistake.line, mistake.mend[: len(key) + 10]) == (3, f"Write `{key} = ")


@pytest.mark.parametrize("section", ["study", "holding", "index", "covariates", "outcomes"])
def test_a_missing_section_has_no_line(section: str) -> None:
    with pytest.raises(ProtocolError) as raised:
        read_text("[linkage]\n", "S.toml")
    (mistake,) = [mistake for mistake in raised.value.mistakes if mistake.where == section]
    assert (mistake.line, mistake.wrong) == (0, "is missing")


def test_what_to_write_for_a_missing_section_can_be_copied() -> None:
    with pytest.raises(ProtocolError) as raised:
        read_text("[linkage]\n", "S.toml")
    parts = [mistake.mend.split("`")[1::2] for mistake in raised.value.mistakes]
    assert [tomllib.loads("\n".join(part)) != {} for part in parts] == [True] * 5


def test_a_misspelt_section_is_not_called_missing_too(broken: Break) -> None:
    (mistake,), line = broken("[holding]", "[holdings]")
    assert (mistake.line, mistake.where) == (line, "holdings")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('[[eligible]]\nreason = "under 18', '[eligible]\nreason = "under 18', "eligible"),
        ("subgroups", "study = 3\nsubgroups", "study"),
        ("subgroups", "eligible = [3]\nsubgroups", "eligible 1"),
        ("subgroups", "tables = 3\nsubgroups", "tables"),
    ],
)
def test_a_section_of_another_shape_is_found(old: str, new: str, where: str, broken: Break) -> None:
    mistakes, _ = broken(old, new)
    assert where in [mistake.where for mistake in mistakes]


def test_a_list_of_nothing_is_empty() -> None:
    with pytest.raises(ProtocolError) as raised:
        read_text("outcomes = []\n", "S.toml")
    assert ("outcomes", "is empty") in [(mistake.where, mistake.wrong) for mistake in raised.value.mistakes]


def test_a_whole_number_will_do_for_a_fraction(long: str) -> None:
    assert read_text(long.replace("caliper = 0.1", "caliper = 1"), "S.toml").matching.caliper == 1.0


def test_several_mistakes_in_one_section_are_all_found(broken: Break) -> None:
    mistakes, _ = broken("minimum = 100\ncolumns", "minimum = 1\nday_frist = 3\ncompleted = 3\ncolumns")
    assert [mistake.where for mistake in mistakes] == ["cohort, minimum", "cohort, day_frist", "cohort, completed"]
