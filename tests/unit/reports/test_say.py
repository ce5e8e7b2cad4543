"""What can and what can't be said."""

from __future__ import annotations

import pytest

from outcomelab.handovers.figures import Figures
from outcomelab.reports.blocks import Saying
from outcomelab.reports.say import saying

Samples = dict[str, Figures]


def _first(figures: Figures) -> Saying:
    return saying(figures.outcomes[0], figures)


def test_a_good_result_may_be_called_unlikely_to_be_chance(samples: Samples) -> None:
    assert "A difference this clear is unlikely to be chance alone." in _first(samples["good"]).can


def test_a_good_result_may_not_be_given_as_an_exact_number(samples: Samples) -> None:
    assert _first(samples["good"]).cannot[0] == (
        "That the effect is exactly 8 fewer of every 100 people: "
        "anything between 1 and 15 fewer fits what was seen."
    )


def test_a_harmful_result_deserves_a_closer_look(samples: Samples) -> None:
    assert any("deserves a closer look" in words for words in _first(samples["harmful"]).can)


def test_an_inconclusive_result_may_not_be_called_no_difference(samples: Samples) -> None:
    assert any(
        words.startswith("That the programme made no difference")
        for words in _first(samples["inconclusive"]).cannot
    )


def test_an_inconclusive_result_says_how_many_more_participants(samples: Samples) -> None:
    assert any("about 3,200 more participants" in words for words in _first(samples["inconclusive"]).can)


def test_a_suggestive_result_may_not_be_called_a_change(samples: Samples) -> None:
    figures = samples["suggestive"]
    assert any("several outcomes were looked at" in words for words in saying(figures.outcomes[1], figures).cannot)


def test_a_withheld_result_says_why(samples: Samples) -> None:
    assert "fewer than 10 participants had the outcome" in _first(samples["withheld"]).can[0]


def test_a_withheld_result_may_give_its_band(samples: Samples) -> None:
    assert "Among participants it was under 20%." in _first(samples["withheld"]).can


@pytest.mark.parametrize("name", ["red", "red-inconclusive"])
def test_groups_too_far_apart_carry_no_claim(samples: Samples, name: str) -> None:
    assert "not alike enough" in _first(samples[name]).cannot[0]
