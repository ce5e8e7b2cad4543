"""The hall: a study from the provider's spreadsheet to a release, one stage after the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from outcomelab.disclosure.protect import BY_THE_RULES
from outcomelab.errors import DisclosureRefused
from outcomelab.hall.lab import Lab
from outcomelab.hall.stages import (
    ask,
    checked,
    derived_outcomes,
    found,
    held_against_ledger,
    held_groups,
    linked_to_persons,
)
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.linkage import Clerical
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.refused import Coarsening
from outcomelab.impact.evaluate import evaluate
from outcomelab.reports.summary import headline
from outcomelab.reports.write import Written, report

_MOST_TRIES = 3  # the whole, with the cohort as it was, and that with less detail


@dataclass(frozen=True)
class Release:
    """What may leave: cleared figures, and the one line that says what was found."""

    cleared: Cleared[Figures]

    @property
    def figures(self) -> Figures:
        """All cleared figures."""
        return self.cleared.figures

    @property
    def headline(self) -> str:
        """What was found, in one line."""
        return headline(self.cleared)

    def write(self, folder: Path | str) -> Written:
        """Write report.html, report.pdf, results.json and the open data into `folder`."""
        return report(self.cleared, Path(folder))


def run(
    study: Path | str,
    cohort: Path | str,
    holdings: Path | str,
    *,
    keys: Path | str | None = None,
    ledger: Path | str | None = None,
    coarsen: bool = False,
    checked_by: str = BY_THE_RULES,
    today: dt.date | None = None,
    clerical: Clerical | None = None,
    spark: str | None = None,
    evidence: Path | str | None = None,
    progress: Progress = silent,
) -> Release:
    """Answer a study: what became of its participants, and did the programme change it?

    `study` is a protocol (TOML), `cohort` a participants' file (CSV or .xlsx), `holdings` a folder of registered
    holdings, `keys` their keys and `ledger` what was released before (by default the folders beside it),
    `clerical` what reviewers found of its links, if anything. `coarsen`: should the release say too much together
    with earlier ones, take the less detailed one that passes. `checked_by` is recorded with it. `spark` is the
    address of the lab's cluster, for a study with that engine. `evidence`: a folder of the lab's for what a
    checker wants to know, with raw figures; written also when the release is refused. Raises an OutcomeLabError of
    the stage that cannot go on; nothing is written but the day the protocol was fixed, and the ledger's entry.
    """
    lab = Lab.at(holdings, keys, ledger, spark)
    question = ask(Path(study), lab, today or dt.date.today(), progress)
    people = checked(question, Path(cohort), progress)
    linked = linked_to_persons(question, people, lab, progress, clerical)
    quality = replace(linked.report, held=held_groups(question, linked.crosswalk, linked.expected, lab))
    less = Coarsening()
    for _ in range(_MOST_TRIES):
        derived = derived_outcomes(question, linked.crosswalk, people.dates, lab, progress, kept=less.frozen)
        impact = evaluate(derived.table, question.protocol, progress=progress)
        findings = found(question, people.flow, quality, derived.flow, impact)
        answer = held_against_ledger(
            findings, question, derived.membership, lab, less, checked_by, progress, evidence
        )
        if isinstance(answer, Cleared):
            return Release(answer)
        if not coarsen or answer.coarsening is None:
            break
        less = less.and_(answer.coarsening)
    raise DisclosureRefused(str(answer))
