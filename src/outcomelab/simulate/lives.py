"""The year after the index date of every participant, as it comes out under given effects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.simulate.ministries import justice, welfare, work
from outcomelab.simulate.ministries.possible import Possible
from outcomelab.simulate.people import Bools, Floats, Ints
from outcomelab.simulate.truth import months_worked, offending_truth, within_a_year


@dataclass(frozen=True)
class Lives:
    """The participants (`places` in the piece, k of them), their `index` dates, and all that was drawn for
    everyone; `may_be_paid` is theirs alone (k × m). The same draws decide with the programme and without it."""

    places: Ints
    index: Ints
    chain: work.Chain
    wages: work.Wages
    claims: Bools
    may_be_paid: Floats
    contacts: Possible
    learning: Possible

    def answers(self, record: justice.Record, ratios: dict[str, Floats]) -> dict[str, Floats]:
        """Every outcome of each participant (k), with the offences of `record` and the other kinds of outcome at
        `ratios` (k each)."""
        mine = record.candidates.of(self.places)
        part = np.isin(record.candidates.person, self.places)
        starts = self.chain.starts
        works = work.worked(self.chain, self.index, ratios["work"], self.places)
        earned = work.earnings(self.wages, starts, works, self.index, ratios["earnings"], self.places)
        out_of_work = welfare.payments(self.chain, works, self.claims, self.places, self.may_be_paid)
        paid = welfare.raised(out_of_work, self.index, ratios["benefits"])
        seen = self.contacts.of(self.places).happened(self.index, ratios["contacts"])
        gained = self.learning.of(self.places).happened(self.index, ratios["qualifications"])
        return offending_truth(justice.Record(mine, record.happened[part], record.released[part]), self.index) | {
            "months_worked": months_worked(works, starts, self.index),
            "earned": within_a_year(earned.person, earned.day, self.index, earned.amount),
            "benefits": within_a_year(paid.person, paid.day, self.index, paid.amount),
            "contacts": within_a_year(seen.person, seen.day, self.index),
            "qualifications": within_a_year(gained.person, gained.day, self.index),
        }
