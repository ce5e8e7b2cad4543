"""Where a lab keeps what, and a question asked of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from outcomelab.disclosure.ledger.store import Ledger
from outcomelab.engines.choice import Engine
from outcomelab.handovers.holding import Dictionary
from outcomelab.holdings.keys import default_keys
from outcomelab.holdings.opening import fingerprint, refuse_changed
from outcomelab.holdings.vault import default_ledger, vault_key
from outcomelab.protocol.fix import Fixed
from outcomelab.protocol.model import Protocol


@dataclass(frozen=True)
class Lab:
    """Where a lab keeps its holdings and, elsewhere, their keys and the ledger of what was released; and the
    address of its Spark cluster, if it has one."""

    holdings: Path
    keys: Path
    ledger: Path
    spark: str = ""

    @classmethod
    def at(
        cls,
        holdings: Path | str,
        keys: Path | str | None = None,
        ledger: Path | str | None = None,
        spark: str | None = None,
    ) -> Lab:
        """The lab at a folder of holdings; keys and ledger beside it unless said otherwise."""
        place = Path(holdings)
        return cls(
            place,
            Path(keys) if keys else default_keys(place),
            Path(ledger) if ledger else default_ledger(place),
            spark or "",
        )

    def engine(self, protocol: Protocol) -> Engine:
        """The engine that a study asks for. Raises UsageError when it needs a cluster that the lab hasn't told."""
        return Engine(protocol.study.engine, self.spark if protocol.study.engine == "spark" else "")


@dataclass(frozen=True)
class Question:
    """A protocol fixed before any outcome is read, and the holding it asks, `as_registered` then."""

    protocol: Protocol
    dictionary: Dictionary
    fixed: Fixed
    asked_on: dt.date
    holding: str


def lab_ledger(lab: Lab) -> Ledger:
    """The lab's ledger, with the key of its vault."""
    return Ledger(lab.ledger, vault_key(lab.holdings, lab.keys, lab.ledger))


def studies(lab: Lab, protocol: Protocol) -> Path:
    """Where a holding's studies are recorded: which protocol was fixed when. Outlives the holding."""
    return lab.holdings / "_studies" / protocol.holding.name


def holding_hash(question: Question, lab: Lab) -> str:
    """SHA-256, in hexadecimal, of the holding as it is: of every file of it, so it takes as long as reading them.
    Raises HoldingError when it cannot be read."""
    return hashlib.sha256(fingerprint(lab.holdings, question.dictionary.name).encode()).hexdigest()


def unchanged(question: Question, lab: Lab) -> None:
    """Raise HoldingError when the holding was changed since the question was asked."""
    refuse_changed(lab.holdings, question.dictionary.name, question.holding)
