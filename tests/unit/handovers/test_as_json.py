"""What stages hand on is read again as it was written."""

from hypothesis import given
from hypothesis import strategies as st

from outcomelab.handovers.as_json import as_json, from_json
from outcomelab.handovers.impact import Estimate


@given(st.lists(st.floats(), min_size=4, max_size=4))
def test_every_figure_comes_back_the_infinite_and_the_undefined_too(figures):
    one = Estimate("radius", *figures)
    assert repr(from_json(Estimate, as_json(Estimate, one))) == repr(one)
