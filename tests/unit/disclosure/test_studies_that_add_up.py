"""Studies whose participants are parts of another's: what they leave over is told of by subtraction."""

from itertools import permutations

import numpy as np
import pytest

from outcomelab.attacks.releases.asking import Door, Question
from outcomelab.attacks.releases.invented import Cohort
from outcomelab.protocol.rules import DisclosureRules


def released(folder, outcome, studies):
    """Whether each study of these persons is released, one after the other; each is of a provider of its own."""
    everyone = np.arange(len(outcome))
    no_traits = np.zeros((0, len(outcome)), dtype=np.int64)
    cohort = Cohort(everyone + 1, (), no_traits, outcome, np.where(outcome, 100, 365))
    door = Door(DisclosureRules(), folder / "ledger")
    return [
        door.ask(cohort, Question(np.isin(everyone, part), agreement=name)) is not None
        for name, part in studies.items()
    ]


@pytest.mark.parametrize("order", list(permutations("ABC")), ids="".join)
@pytest.mark.parametrize("left", [0, 1, 9, 10])
def test_two_studies_that_nearly_make_up_a_third_are_not_all_released_in_any_order(tmp_path, left, order):
    parts = {"A": range(120), "B": range(120, 300 - left), "C": range(300)}
    outcome = np.arange(300) % 4 == 0
    answers = released(tmp_path, outcome, {name: parts[name] for name in order})
    assert answers == [True, True, not 0 < left < 10]


@pytest.mark.parametrize("last", [0, 1, 2, 3])
@pytest.mark.parametrize(("had_it", "all_released"), [(8, False), (4, True)])
def test_three_studies_that_make_up_a_fourth_but_for_eight_are_held_to_what_their_counts_tell_of_those(
    tmp_path, had_it, all_released, last
):
    # Of each part 17 had it, shown as 15 (13 to 17): 39 to 51. Of all 59, shown as 60 (58 to 62), if all of the
    # eight had: seven at least then. No two of the four are near one another, nor what two leave of a third.
    parts = [range(60), range(60, 120), range(120, 192), range(200)]
    outcome = np.zeros(200, dtype=bool)
    for part in parts[:3]:
        outcome[part[:17]] = True
    outcome[192 : 192 + had_it] = True
    order = [place for place in range(4) if place != last] + [last]
    answers = released(tmp_path, outcome, {f"A{place}": parts[place] for place in order})
    assert answers == [True, True, True, all_released]
