"""What the ledger refused a run that was killed later is not asked of it, and recorded, once more."""

import pytest

from outcomelab.hall.kept import Kept
from outcomelab.handovers.refused import Coarsening, Refused
from outcomelab.unfinished.steps import Steps

LESS = Coarsening(merge=(("region", ("north", "south")),))
REFUSED = Refused(("It would say too much.",), LESS)


@pytest.fixture
def stages(tmp_path):
    """Where what a run was answered is kept."""
    return Steps(tmp_path, b"k" * 32)


def never():
    raise AssertionError("the ledger was asked again")


def test_a_refusal_is_asked_for_once(stages):
    assert Kept(stages).answered(Coarsening(), lambda: REFUSED) == REFUSED
    assert Kept(stages).answered(Coarsening(), never) == REFUSED


def test_less_detail_is_another_question(stages):
    Kept(stages).answered(Coarsening(), lambda: REFUSED)
    other = Refused(("No.",))
    assert Kept(stages).answered(LESS, lambda: other) == other


def test_a_release_is_left_to_the_ledger(stages, tmp_path):
    released = object()
    assert Kept(stages).answered(LESS, lambda: released) is released
    assert list(tmp_path.iterdir()) == []
