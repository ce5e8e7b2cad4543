"""The lab's doors for single statistics and for headlines with noise, as whoever asks meets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from outcomelab.attacks.releases.asking import Labs
from outcomelab.attacks.releases.invented import Bools, Cohort, Floats
from outcomelab.attacks.releases.raw import findings, protocol
from outcomelab.disclosure.ledger.store import Ledger
from outcomelab.disclosure.privacy.headline import protect_headline
from outcomelab.disclosure.protect import BY_THE_RULES
from outcomelab.disclosure.statistics.coefficients import Coefficient, protect_coefficients
from outcomelab.disclosure.statistics.position import protect_percentiles
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.membership import MEMBERSHIP
from outcomelab.handovers.refused import Refused
from outcomelab.protocol.rules import DisclosureRules

_KEY = bytes(range(32))  # of a ledger of invented persons, gone with its folder
_ANY = Coefficient(0.1, -0.1, 0.3)


def median_shown(rules: DisclosureRules, values: Floats) -> bool:
    """Whether the median of a person's value each is shown."""
    return protect_percentiles("value", values, (50,), rules=rules).figures.percentiles[0].value is not None


def coefficients_shown(rules: DisclosureRules, outcome: Floats, terms: Mapping[str, Floats]) -> bool:
    """Whether the coefficients of a model with these terms and a constant are shown."""
    asked = dict.fromkeys(["constant", *terms], _ANY)
    try:
        return bool(protect_coefficients("outcome", outcome, terms, asked, rules).figures.coefficients)
    except DisclosureRefused:
        return False


def headlines(labs: Labs, cohort: Cohort, asked: Sequence[Bools], rho: float) -> int:
    """How many headlines about those persons are answered, one after the other, each for `rho` of the year's
    budget. What noise is drawn does not matter to that."""
    folder = labs.new().ledger
    if folder is None:
        return 0
    ledger, answered = Ledger(folder, _KEY), 0
    for persons in asked:
        number = cohort.number[persons]
        membership = pa.table([number, np.arange(len(number), dtype=np.int32)], schema=MEMBERSHIP)
        found, by = findings(cohort, persons, {}, "any", "A"), protocol(labs.rules, "A", "any")
        answer = protect_headline(found, by, ledger, membership, "o", rho, BY_THE_RULES, lambda count, _: count)
        answered += not isinstance(answer, Refused)
    return answered
