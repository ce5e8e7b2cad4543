"""What was found, in two sentences, and the line for the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import Figures
from outcomelab.reports.summary import headline
from outcomelab.reports.words import found, in_order, primary

Samples = dict[str, Figures]


def _found(figures: Figures) -> str:
    outcome = primary(figures)
    assert outcome is not None
    return " ".join(found(outcome, figures))


def test_a_good_result_says_how_many_of_every_hundred(samples: Samples) -> None:
    assert _found(samples["good"]) == (
        "“Rearrested within a year” was recorded for about 8 fewer of every 100 people than would have been "
        "expected without the programme (32 of every 100, against 40 of every 100). The true effect is "
        "probably between 1 and 15 fewer; this is what the programme hopes for, and chance alone is an unlikely "
        "explanation."
    )


def test_a_harmful_result_says_that_it_is_the_opposite_of_what_was_hoped_for(samples: Samples) -> None:
    said = _found(samples["harmful"])
    assert "about 9 more of every 100 people" in said
    assert "the opposite of what the programme hopes for" in said


def test_an_inconclusive_result_says_both_ends_and_how_many_more_participants(samples: Samples) -> None:
    assert _found(samples["inconclusive"]) == (
        "This study cannot tell whether the programme made a difference to “Rearrested within a year”: the best "
        "estimate is about 3 fewer of every 100 people, but anything between 10 fewer and 4 more fits what was "
        "seen. This does not mean the programme made no difference; to settle a difference of the size found, "
        "about 3,200 more participants would probably be needed."
    )


def test_a_red_balance_speaks_of_a_difference_between_groups(samples: Samples) -> None:
    said = _found(samples["red"])
    assert "than for the comparison group" in said
    assert "not alike enough to say that the programme made this difference" in said


def test_a_withheld_result_says_why_and_what_may_be_said(samples: Samples) -> None:
    said = _found(samples["withheld"])
    assert "fewer than 10 participants had the outcome; what may be said of participants is under 20%." in said


def test_a_suggestive_result_is_called_a_hint(samples: Samples) -> None:
    figures = samples["suggestive"]
    assert "a hint, not a finding" in " ".join(found(figures.outcomes[1], figures))


def test_time_to_first_is_said_in_days(samples: Samples) -> None:
    assert "about 15 days longer" in _found(samples["time-to-first"])


@pytest.mark.parametrize("name", ["good", "harmful", "inconclusive", "red", "red-inconclusive", "withheld"])
def test_what_was_found_is_two_sentences(samples: Samples, name: str) -> None:
    assert len(re.findall(r"\.(?= [A-Z“]|$)", _found(samples[name]))) == 2


def test_the_primary_outcome_comes_first(samples: Samples) -> None:
    figures = samples["good"]
    last_first = figures.model_copy(update={"outcomes": figures.outcomes[::-1]})
    assert in_order(last_first)[0].primary


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "good",
            "“Rearrested within a year”: about 8 fewer of every 100 people, probably between 1 and 15 fewer; this "
            "is what the programme hopes for, and chance alone is an unlikely explanation.",
        ),
        (
            "inconclusive",
            "“Rearrested within a year”: this study cannot tell; about 3 fewer of every 100 people, but anything "
            "between 10 fewer and 4 more fits.",
        ),
        ("withheld", "“Rearrested within a year”: the result cannot be shown."),
    ],
)
def test_the_headline_is_one_line(
    samples: Samples, clear: Callable[[Figures], Cleared[Figures]], name: str, line: str
) -> None:
    assert headline(clear(samples[name])) == line


def test_the_headline_of_a_study_without_outcomes_says_so(
    samples: Samples, clear: Callable[[Figures], Cleared[Figures]]
) -> None:
    assert (
        headline(clear(samples["good"].model_copy(update={"outcomes": ()})))
        == "This study has no outcome to show."
    )


def test_raw_figures_have_no_headline(samples: Samples) -> None:
    with pytest.raises(TypeError, match="only cleared figures"):
        headline(samples["good"])  # type: ignore[arg-type]  # the point of the test
