"""What all evidence is gathered from: a study, its agreement, its holding's dictionary, on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.rules import DisclosureRules, strictest
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.study import Study
from outcomelab.service.queries.opened import Opened
from outcomelab.service.store.models import StudyRow
from outcomelab.service.store.planning import dictionary_of
from outcomelab.service.store.terms import terms


@dataclass(frozen=True)
class Asked:
    """A study that is judged. agreement: its terms as they are; signed: those that all parties signed last."""

    row: StudyRow
    study: Study
    agreement: Agreement | None
    signed: Agreement | None
    dictionary: Dictionary
    today: dt.date

    @property
    def rules(self) -> DisclosureRules:
        """The disclosure rules in force: each as strict as the strictest has it."""
        agreed = (self.agreement.rules,) if self.agreement else ()
        return strictest(self.study.custodian_rules, *agreed)

    @property
    def minimum(self) -> int:
        """The fewest participants that the agreement takes."""
        return self.agreement.minimum_cohort if self.agreement else 0

    @property
    def people(self) -> int | None:
        """How many participants: of the list that passed its checks, else as many as the application says."""
        said = str(self.row.draft.get("how_many", "")).strip()
        written = int(said) if said.isascii() and said.isdigit() and 0 < len(said) < 8 else None
        return written if self.study.persons is None else self.study.persons


def asked(found: Opened, today: dt.date) -> Asked:
    """What there is to judge of a study on a day."""
    under = terms(found.study.agreement)
    return Asked(
        found.row,
        found.study,
        under.now,
        under.signed(today),
        dictionary_of(found.row.holding),
        today,
    )
