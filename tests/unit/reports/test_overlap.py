"""For whom the result holds: the section, its picture, and the word that a poor balance forbids."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import ComparisonFigures, Figures
from outcomelab.reports.blocks import Document, Picture, Section, Table, Text
from outcomelab.reports.comparison import comparison_lines, write_comparison
from outcomelab.reports.pictures.overlap import chance, overlap

Samples = dict[str, Figures]


def _section(document: Document) -> Section:
    return next(section for section in document.sections if section.name == "overlap")


def _words(section: Section) -> str:
    return " ".join(block.words for block in section.blocks if isinstance(block, Text))


def test_it_says_for_whom_the_result_holds(documents: Callable[[str], Document]) -> None:
    said = _words(_section(documents("good")))
    assert "participants who had someone like them in the pool" in said
    assert "310 of 330 participants, 94%" in said
    assert "it says nothing of them" in said


def test_it_says_on_how_many_the_comparison_rests(documents: Callable[[str], Document]) -> None:
    said = _words(_section(documents("good")))
    assert "4,215 people tells as much as about 1,020 who all counted the same" in said
    assert "carry 22% of the weight" in said


def test_the_unmatched_stand_against_the_matched(documents: Callable[[str], Document]) -> None:
    _, table = (block for block in _section(documents("good")).blocks if isinstance(block, Table))
    assert table.rows == (
        ("Age at release", "–", "–", "0.81"),
        ("Sex: Female", "50%", "16%", "0.92"),
        ("Region", "not shown", "not shown", "not shown: too few people to show"),
    )


def test_where_all_but_a_few_were_matched_no_share_is_said(samples: Samples) -> None:
    from outcomelab.reports.sections.overlap import overlap as section

    good = samples["good"]
    assert good.overlap is not None
    few = good.model_copy(update={"overlap": good.overlap.model_copy(update={"in_reach_percent": None})})
    found = section(few)
    assert found is not None
    assert "That is nearly all participants." in _words(found)


def test_figures_without_an_overlap_have_no_section(samples: Samples) -> None:
    from outcomelab.reports.sections.overlap import overlap as section

    assert section(samples["good"].model_copy(update={"overlap": None})) is None


def test_the_alternative_tells_both_groups_before_and_after(samples: Samples) -> None:
    picture = overlap(samples["good"])
    assert isinstance(picture, Picture)
    assert picture.alternative.startswith(
        "A chance up to 1.1%: 10% of participants and 45% of the pool before matching, 11% and 12% after it."
    )
    assert "A chance from 2.9% on: 55% of participants" in picture.alternative


def test_the_picture_names_what_it_draws(samples: Samples) -> None:
    picture = overlap(samples["good"])
    assert picture is not None
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg)
    assert {"Before matching", "After matching", "matched participants", "the comparison group"} <= set(texts)


def test_withheld_bins_are_not_drawn(samples: Samples) -> None:
    good = samples["good"]
    assert good.overlap is not None
    none = good.overlap.model_copy(update={"bins": (), "withheld": "too few people to show"})
    assert overlap(good.model_copy(update={"overlap": none})) is None


@pytest.mark.parametrize(("log_odds", "said"), [(0, "50%"), (-5.4, "0.45%"), (-2, "12%"), (6.9, "100%")])
def test_chances_have_two_significant_figures(log_odds: float, said: str) -> None:
    assert chance(log_odds) == said


def test_where_groups_are_not_alike_no_file_of_a_comparison_says_effect(
    samples: Samples, clear: Callable[[ComparisonFigures], Cleared[ComparisonFigures]], tmp_path: Path
) -> None:
    red = samples["red"]
    first = red.outcomes[0].model_copy(update={"label": "The effect on arrests", "name": "effect"})
    row = red.balance[0].model_copy(update={"label": "Side effects before", "covariate": "effects"})
    comparison = ComparisonFigures(
        **{
            name: getattr(red, name)
            for name in ComparisonFigures.model_fields
            if name not in ("outcomes", "balance")
        },
        outcomes=(first, *red.outcomes[1:]),
        balance=(row, *red.balance[1:]),
    )
    output = clear(comparison)
    write_comparison(output, tmp_path / "out")
    files = list((tmp_path / "out").iterdir())
    assert {path.suffix for path in files} == {".svg", ".csv", ".json"}
    for words in (*(path.read_text(encoding="utf-8") for path in files), *comparison_lines(output)):
        assert not re.search(r"\beffects?\b", words, re.IGNORECASE)
