"""How alike the groups of the second comparison are, in which each is compared within their own region."""

from __future__ import annotations

import numpy as np

from outcomelab.handovers.impact import BalanceRow
from outcomelab.impact.arrays import Bools, Floats
from outcomelab.impact.balance import balance
from outcomelab.impact.chosen import Chosen, Comparable
from outcomelab.impact.features import Feature


def of_everyone(chosen: Chosen, people: Comparable, participant: Bools) -> Floats:
    """The weight of every row of the table: 0 for those not compared."""
    if len(people.rows) == len(participant):
        return chosen.weight
    weight = np.zeros(len(participant))
    weight[people.rows] = chosen.weight
    return weight


def regional_balance(
    features: tuple[Feature, ...], participant: Bools, people: Comparable, methods: tuple[Chosen, ...]
) -> tuple[BalanceRow, ...]:
    """One row a feature, as `balance` has it; none where no regions were compared."""
    second = next((one for one in methods if one.method == "regional"), None)
    return balance(features, participant, of_everyone(second, people, participant)) if second else ()
