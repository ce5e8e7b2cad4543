"""How many more participants."""

from __future__ import annotations

from outcomelab.reports.more import More, more, more_words
from outcomelab.reports.phrases import Interval


def test_the_number_is_the_textbooks() -> None:
    # se = (4 − −10) / 3.92 = 3.5714; 310 × (2.8 × 3.5714 / 3)² = 3,444.4; less 310 is 3,134.4.
    assert more(Interval(-3, -10, 4), 310) == More(3200)


def test_a_difference_far_too_small_gives_a_lower_bound_of_twenty_times_the_cohort() -> None:
    assert more(Interval(-0.5, -10, 9), 310) == More(6200, at_least=True)


def test_no_difference_at_all_cannot_be_foreseen() -> None:
    assert more(Interval(0, -7, 7), 310) == More(None)


def test_an_interval_rounded_to_a_lopsided_one_still_asks_for_some() -> None:
    assert more(Interval(-15, -20, 0), 310) == More(10)


def test_the_number_is_said_with_its_doubt() -> None:
    assert more_words(More(3200)) == (
        "to settle a difference of the size found, about 3,200 more participants would probably be needed"
    )


def test_a_lower_bound_is_said_as_one() -> None:
    assert "more than 6,200 more participants" in more_words(More(6200, at_least=True))


def test_what_cannot_be_foreseen_is_said() -> None:
    assert "cannot be foreseen" in more_words(More(None))
