"""Other people's words, made fit to show."""

from __future__ import annotations

import pytest

from outcomelab.handovers.figures import Figures
from outcomelab.reports.plain import is_tempered, one_line, plain, temper

Samples = dict[str, Figures]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("bell\x07 and null\x00", "bell and null"),
        ("turned \u202eround", "turned round"),
        ("line\u2028separator", "line separator"),
        ("Žižek – naïve", "Žižek – naïve"),
    ],
)
def test_words_stand_on_one_line_without_control_characters(words: str, said: str) -> None:
    assert one_line(words) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("The Effect of mentoring", "The [difference] of mentoring"),
        ("side-effects", "side-[differences]"),
        ("cost-effectiveness", "cost-[…]"),
        ("an eﬀect set with a ligature", "an […] set with a ligature"),
        ("nothing claimed", "nothing claimed"),
    ],
)
def test_a_claim_is_replaced_in_square_brackets(words: str, said: str) -> None:
    assert temper(words) == said


def test_a_red_balance_tempers_every_word_of_the_figures(samples: Samples) -> None:
    shown = plain(samples["red"])
    assert shown.study.title == "The [difference] of mentoring"
    assert shown.matching.notes == ("The average [difference] is the ATT; side-[differences] were not studied.",)


def test_a_balance_that_is_not_red_leaves_words_alone(samples: Samples) -> None:
    good = samples["good"]
    named = good.model_copy(update={"study": good.study.model_copy(update={"title": "The effect"})})
    assert plain(named).study.title == "The effect"


@pytest.mark.parametrize(("name", "replaced"), [("red", True), ("good", False)])
def test_it_is_known_whether_words_were_replaced(samples: Samples, name: str, replaced: bool) -> None:
    assert is_tempered(samples[name]) is replaced


def test_a_figure_that_is_no_number_counts_as_not_shown(samples: Samples) -> None:
    good = samples["good"]
    row = good.balance[0].model_copy(update={"smd_after": float("nan")})
    assert plain(good.model_copy(update={"balance": (row,)})).balance[0].smd_after is None
