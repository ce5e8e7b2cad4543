"""The lab as whoever asks it sees it: a question in, cleared figures out or nothing. Attacks know no other door.

Every question is a study and goes the whole way: the product's rules, its ledger and its gate. What was found is
made here rather than matched and estimated, since the attacks are on counts of participants.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pyarrow as pa

from outcomelab.attacks.releases.invented import Bools, Cohort
from outcomelab.attacks.releases.raw import HOLDING, findings, protocol
from outcomelab.disclosure.gated_table import Asked, gated_table
from outcomelab.disclosure.ledger.store import Ledger
from outcomelab.disclosure.protect import BY_THE_RULES, protect
from outcomelab.disclosure.tables import protect_table
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cells import Cells
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.impact import BalanceRow, OutcomeKind
from outcomelab.handovers.membership import MEMBERSHIP
from outcomelab.handovers.refused import Refused
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.rules import DisclosureRules

_SECONDS = 2.0  # for the best suppression of one table; then a good one is taken, and audited alike
_DAY = dt.date(2026, 1, 1)
_KEY = bytes(range(32))  # of a ledger of invented persons, gone with its folder


@dataclass(frozen=True)
class Question:
    """What is asked: the outcome of `persons`, by the levels of some traits (`by`: of each, who is in a level).

    `agreement`: under which; the same one again is a re-run of its study. `balance`: rows of a balance table, if
    that is asked for.
    """

    persons: Bools
    by: dict[str, dict[str, Bools]] = field(default_factory=dict)
    agreement: str = "A"
    kind: OutcomeKind = "any"
    balance: tuple[BalanceRow, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What came out: the question's persons, the levels as they were shown (merged where the lab said so), and the
    cleared figures."""

    persons: Bools
    by: dict[str, dict[str, Bools]]
    figures: Figures


@dataclass(frozen=True)
class Door:
    """The lab's door: its rules, and the folder of its ledger (None: a lab that remembers nothing)."""

    rules: DisclosureRules
    ledger: Path | None

    def ask(self, cohort: Cohort, question: Question) -> Answer | None:
        """What is released; None when it is refused and no coarsening that is offered helps."""
        by = question.by
        found = findings(cohort, question.persons, by, question.kind, question.agreement, question.balance)
        asked = protocol(self.rules, question.agreement, question.kind)
        try:
            if self.ledger is None:
                return Answer(question.persons, by, protect(found, asked).figures)
            ledger, membership = Ledger(self.ledger, _KEY), _membership(cohort, question.persons)
            answer = protect(found, asked, ledger, membership)
            if isinstance(answer, Refused) and answer.coarsening and answer.coarsening.frozen is None:
                coarsening = answer.coarsening
                answer = protect(found, asked, ledger, membership, coarsening=coarsening)
                for trait, levels in coarsening.merge:
                    by = by | {trait: _merged(by[trait], levels)}
        except DisclosureRefused:
            return None
        return None if isinstance(answer, Refused) else Answer(question.persons, by, answer.figures)

    def table(self, cells: Cells) -> TableFigures | None:
        """A cleared table; None when it is refused."""
        try:
            return protect_table(cells, self.rules, seconds=_SECONDS).figures
        except DisclosureRefused:
            return None

    def recorded(self, cells: Cells) -> TableFigures | None:
        """The same of a table whose people are known: held against the ledger, if there is one, and recorded."""
        if self.ledger is None:
            return self.table(cells)
        about = Asked("table", HOLDING, (), {}, BY_THE_RULES, _DAY)
        try:
            answer = gated_table((cells,), self.rules, Ledger(self.ledger, _KEY), about).answer
        except DisclosureRefused:
            return None
        return None if isinstance(answer, Refused) else answer


@dataclass(frozen=True)
class Labs:
    """Labs that have released nothing yet, one for each try. folder: where their ledgers are kept; None: they keep
    none."""

    rules: DisclosureRules
    folder: Path | None

    def new(self) -> Door:
        """The door of another one."""
        return Door(self.rules, self.folder and Path(mkdtemp(dir=self.folder)))


def _merged(levels: dict[str, Bools], names: tuple[str, ...]) -> dict[str, Bools]:
    kept = {name: persons for name, persons in levels.items() if name not in names}
    return kept | {
        " or ".join(name for name in levels if name in names): np.any([levels[n] for n in names], axis=0)
    }


def _membership(cohort: Cohort, persons: Bools) -> pa.Table:
    number = cohort.number[persons]
    return pa.table([number, np.arange(len(number), dtype=np.int32)], schema=MEMBERSHIP)
