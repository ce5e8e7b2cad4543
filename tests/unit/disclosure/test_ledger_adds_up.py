"""What the ledger holds of an outcome that others add up to."""

from types import SimpleNamespace

import pytest

from outcomelab.disclosure.ledger.added import added_up
from outcomelab.disclosure.ledger.record import Interval, Told

RULES = SimpleNamespace(base=5)


def figure(name, part_of="", among="", kind="any", participants=200):
    return SimpleNamespace(name=name, part_of=part_of, among=among, kind=kind, participants=participants)


FIGURES = SimpleNamespace(
    rules=RULES,
    outcomes=(
        figure("again"),
        figure("first_custody", "again"),
        figure("first_fine", "again"),
        figure("days", among="again", kind="time-to-first", participants=40),
        figure("often_fine", "often", kind="count"),
    ),
)


def ends(intervals):
    told = tuple(
        Told(name=name, label=name, definition=name, with_outcome=found and Interval(low=found[0], high=found[1]))
        for name, found in intervals.items()
    )
    return {one.name: one.with_outcome and (one.with_outcome.low, one.with_outcome.high)
            for one in added_up(told, FIGURES)}  # fmt: skip


def test_a_part_that_is_withheld_is_at_most_the_whole_less_the_other():
    found = ends({"again": (38, 42), "first_custody": (28, 32), "first_fine": None, "days": None})
    assert found["first_fine"] == (0, 14)
    assert found["first_custody"] == (28, 32)


def test_the_whole_is_at_least_its_parts_and_as_many_as_others_are_about():
    found = ends({"again": (30, 60), "first_custody": (20, 24), "first_fine": (19, 23), "days": (38, 42)})
    assert found["again"] == (39, 42)


@pytest.mark.parametrize("told", [None, (1, 9)])
def test_what_is_no_part_of_it_stays_as_it_was(told):
    assert ends({"again": (38, 42), "first_custody": None, "first_fine": None, "theft": told})["theft"] == told


def test_figures_that_contradict_one_another_leave_an_interval():
    found = ends({"again": (10, 12), "first_custody": (28, 32), "first_fine": (8, 12), "days": None})
    assert all(low <= high for low, high in filter(None, found.values()))
