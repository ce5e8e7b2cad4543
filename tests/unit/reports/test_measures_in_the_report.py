"""A study of measures: said of a hundred people, a section each, the region beside the country."""

from __future__ import annotations

import pytest

from outcomelab.handovers.figures import Colour, EstimateFigure, Figures, OutcomeFigure
from outcomelab.reports.blocks import Document, Picture, Points, Saying, Table, Text
from outcomelab.reports.document import document
from outcomelab.reports.html import page
from outcomelab.reports.pdf import pdf
from outcomelab.reports.per_hundred import per_hundred

Samples = dict[str, Figures]
RATE, FREQUENCY, CUSTODY = "Rate of reoffending", "Frequency of reoffending", "Custody"


def estimate(best: float, low: float, high: float, method: str = "radius") -> EstimateFigure:
    return EstimateFigure(method=method, label=method, estimand="ATT", estimate=best, low=low, high=high)


def counted(figures: Figures, among: str = "") -> OutcomeFigure:
    """0.57 reoffences a person against 0.73; of those who reoffended alone, where `among` says so."""
    return figures.outcomes[0].model_copy(
        update={
            "name": "sentences" if among else "reoffences",
            "label": "Times in custody" if among else "Reoffences",
            "kind": "count",
            "unit": "reoffences",
            "primary": False,
            "measure": CUSTODY if among else FREQUENCY,
            "among": among,
            "participants_value": 0.57,
            "comparison_value": 0.73,
            "decimals": 2,
            "effect": estimate(-0.16, -0.30, -0.03),
            "beside": (estimate(-0.11, -0.23, 0.02, "regional"),),
        }
    )


def study(figures: Figures) -> Figures:
    """A rate, a frequency, and what is counted of those with the rate's outcome alone."""
    rate = figures.outcomes[0].model_copy(update={"name": "reoffended", "measure": RATE})
    return figures.model_copy(
        update={"outcomes": (rate, counted(figures), counted(figures, "reoffended")), "subgroups": ()}
    )


@pytest.fixture(params=["good", "red"])
def either(request: pytest.FixtureRequest, samples: Samples) -> Figures:
    return study(samples[request.param])


@pytest.fixture
def shown(samples: Samples) -> Document:
    return document(study(samples["good"]))


def words_of(report: Document, name: str) -> list[str]:
    (section,) = [one for one in report.sections if one.name == name]
    found: list[str] = []
    for block in section.blocks:
        if isinstance(block, Text):
            found.append(block.words)
        elif isinstance(block, Points):
            found += block.items
        elif isinstance(block, Saying):
            found += [*block.can, *block.cannot]
    return found


def test_there_is_a_section_for_each_measure_in_their_order(either: Figures) -> None:
    headings = [section.heading for section in document(either).sections]
    at = headings.index("The measures at a glance")
    assert headings[at : at + 4] == ["The measures at a glance", RATE, FREQUENCY, CUSTODY]
    assert "The result, outcome by outcome" not in headings


def test_outcomes_without_a_measure_come_last(samples: Samples) -> None:
    figures = study(samples["good"])
    more = figures.model_copy(update={"outcomes": (*samples["good"].outcomes[1:2], *figures.outcomes)})
    headings = [section.heading for section in document(more).sections if section.name.startswith("measure-")]
    assert headings == [RATE, FREQUENCY, CUSTODY, "Other outcomes"]


def test_a_study_without_measures_stays_as_it_was(samples: Samples) -> None:
    names = [section.name for section in document(samples["good"]).sections]
    assert "result" in names
    assert not [name for name in names if name.startswith("measure")]
    assert per_hundred(samples["good"]) == samples["good"]


def test_counts_are_said_of_a_hundred_people(shown: Document) -> None:
    (line,) = words_of(shown, "measure-2")
    assert "about 16 fewer reoffences per 100 people, probably between 3 and 30 fewer" in line
    assert "Participants: 57 reoffences per 100 people" in line
    assert "expected without the programme: 73 reoffences per 100 people" in line


def test_those_who_had_an_outcome_alone_are_described_and_no_more(either: Figures) -> None:
    report = document(either)
    (line,) = words_of(report, "measure-3")
    assert "only those who had it are compared, so it does not say what the programme did" in line
    assert "the comparison group: 73 reoffences per 100 people" in line
    assert any("only those who had the outcome are compared" in said for said in words_of(report, "say"))


def test_tables_of_those_alone_name_what_they_had(shown: Document) -> None:
    (section,) = [one for one in shown.sections if one.name == "measure-3"]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert table.caption == "Custody, of those alone who had “Rearrested within a year”"


def test_what_is_of_those_alone_is_called_no_effect_in_its_table_and_picture(shown: Document) -> None:
    (section,) = [one for one in shown.sections if one.name == "measures"]
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert [table.columns[3] for table in tables] == ["Effect (95% interval)", "Difference (95% interval)"]
    titles = [block.title for block in section.blocks if isinstance(block, Picture)]
    assert titles == [
        "The programme's effect per 100 people",
        "The difference between participants and comparison group per 100 people, of those alone who had "
        "“Rearrested within a year”",
    ]


@pytest.fixture
def partly(samples: Samples) -> Document:
    """The same study, of whose frequency nothing may be shown."""
    figures = study(samples["good"])
    rate, frequency, sentences = figures.outcomes
    nothing = EstimateFigure(method="radius", label="radius", estimand="ATT", estimate=None, low=None, high=None)
    hidden = {"participants_value": None, "comparison_value": None, "effect": nothing, "beside": ()}
    frequency = frequency.model_copy(update={**hidden, "verdict": "withheld", "withheld": "too few"})
    return document(figures.model_copy(update={"outcomes": (rate, frequency, sentences)}))


def test_a_measure_that_is_not_shown_says_why_in_its_section(partly: Document) -> None:
    (line,) = words_of(partly, "measure-2")
    assert line == "The result on “Reoffences” cannot be shown, to protect the people behind it: too few."


def test_what_no_picture_shows_is_named_under_them(shown: Document, partly: Document) -> None:
    said = "Not in a picture, because it may not be shown: “Reoffences”."
    assert said in words_of(partly, "measures")
    assert not any("Not in a picture" in words for words in words_of(shown, "measures"))


def test_how_many_more_are_needed_is_said_of_all_participants_and_not_of_those_alone(samples: Samples) -> None:
    figures = study(samples["good"])
    unsure = {"effect": estimate(-0.16, -0.35, 0.03), "verdict": "inconclusive"}
    rate, _, sentences = figures.outcomes

    def needed(participants: int) -> list[str]:
        some = sentences.model_copy(update={**unsure, "participants": participants})
        report = document(figures.model_copy(update={"outcomes": (rate, some)}))
        return [said for said in words_of(report, "say") if "more participants would" in said]

    assert needed(60) == needed(figures.matching.matched) != []


def test_rates_and_counts_share_one_picture(shown: Document) -> None:
    (section,) = [one for one in shown.sections if one.name == "measures"]
    first = next(block for block in section.blocks if isinstance(block, Picture))
    assert "Rearrested within a year: 8 fewer of every 100 people" in first.alternative
    assert "Reoffences: 16 fewer reoffences per 100 people" in first.alternative


def test_the_region_stands_beside_the_country(shown: Document) -> None:
    (section,) = [one for one in shown.sections if one.name == "measure-2"]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert table.rows[0][3:5] == ("−16\n(−30 to −3)", "−11\n(−23 to 2)")


@pytest.mark.parametrize(("colour", "heading"), [("green", "Effect"), ("red", "Difference"), (None, "Difference")])
def test_an_effect_within_regions_is_spoken_of_where_the_groups_are_alike_there(
    samples: Samples, colour: Colour | None, heading: str
) -> None:
    figures = study(samples["good"])
    matching = figures.matching.model_copy(update={"regional_colour": colour})
    report = document(figures.model_copy(update={"matching": matching}))
    (section,) = [one for one in report.sections if one.name == "measure-2"]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert f"{heading} within their own region" in table.columns


def test_without_a_region_there_is_no_column_for_one(samples: Samples) -> None:
    figures = study(samples["good"])
    bare = tuple(one.model_copy(update={"beside": ()}) for one in figures.outcomes)
    report = document(figures.model_copy(update={"outcomes": bare}))
    (section,) = [one for one in report.sections if one.name == "measure-2"]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert len(table.columns) == 5


def test_where_the_groups_are_not_alike_no_page_says_effect(samples: Samples) -> None:
    report = document(study(samples["red"]))
    said = page(report).partition("</style>")[2].casefold()
    assert "effect" not in said.replace("[difference]", "")
    assert pdf(report).startswith(b"%PDF")


def test_measures_that_are_parts_are_explained_where_there_are_any(samples: Samples) -> None:
    figures = study(samples["good"])
    parts = tuple(one.model_copy(update={"part_of": "reoffended"}) for one in figures.outcomes[1:])
    told = words_of(document(figures.model_copy(update={"outcomes": (figures.outcomes[0], *parts)})), "measures")
    assert any(words.startswith("Some measures are parts of another") for words in told)
    assert not any(
        words.startswith("Some measures are parts") for words in words_of(document(figures), "measures")
    )
