"""The hall: a study from the provider's spreadsheet to a release, one stage after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from outcomelab.disclosure.protect import BY_THE_RULES
from outcomelab.errors import DisclosureRefused
from outcomelab.hall.kept import Kept, kept
from outcomelab.hall.lab import Lab, Question, unchanged
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
from outcomelab.handovers.cohort import Cohort
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.linkage import Clerical, Linked
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.refused import Coarsening, Refused
from outcomelab.impact.evaluate import evaluate
from outcomelab.reports.language import Language, require_known
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

    def write(self, folder: Path | str, languages: Sequence[Language] = ("en",)) -> Written:
        """Write report.html, report.pdf, results.json and the open data into `folder`; see `report`."""
        return report(self.cleared, Path(folder), languages=languages)


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
    out: Path | str | None = None,
    languages: Sequence[Language] = ("en",),
    progress: Progress = silent,
) -> Release:
    """Answer a study: what became of its participants, and did the programme change it?

    `study` is a protocol (TOML), `cohort` a participants' file (CSV or .xlsx), `holdings` a folder of registered
    holdings, `keys` their keys and `ledger` what was released before (by default the folders beside it),
    `clerical` what reviewers found of its links, if anything. `coarsen`: should the release say too much together
    with earlier ones, take the less detailed one that passes. `checked_by` is recorded with it. `spark` is the
    address of the lab's cluster, for a study with that engine. `evidence`: a folder of the lab's for what a
    checker wants to know, with raw figures; written also when the release is refused. `out`: the folder for the
    report, in those `languages`; without it the release is for the caller to write.

    What each stage finds is kept in the lab, encrypted, until the release is made: the same call after one that
    was killed goes on where it was, and ends in the same bytes. Raises an OutcomeLabError of the stage that cannot
    go on; nothing is left then but the day the protocol was fixed, the ledger's entry, and, where a cluster or a
    disk failed, what was finished.
    """
    require_known(languages)
    lab = Lab.at(holdings, keys, ledger, spark)
    question = ask(Path(study), lab, today or dt.date.today(), progress)
    people = checked(question, Path(cohort), progress)
    with kept(question, people, lab, clerical, progress) as earlier:
        question = replace(question, asked_on=earlier.day(question.asked_on))
        asked = _Asked(question, people, lab, earlier, checked_by, evidence, progress)
        release = _released(asked, clerical, coarsen)
        if out is not None:
            progress("report", "writing the report")
            release.write(out, languages)
    return release


@dataclass(frozen=True)
class _Asked:
    """A question put to a lab about the people of a list, and what an `earlier` run found of it already."""

    question: Question
    people: Cohort
    lab: Lab
    earlier: Kept
    checked_by: str
    evidence: Path | str | None
    progress: Progress


def _released(asked: _Asked, clerical: Clerical | None, coarsen: bool) -> Release:
    question, people, lab, progress = asked.question, asked.people, asked.lab, asked.progress
    linked = asked.earlier.linked(lambda keep: linked_to_persons(question, people, lab, progress, clerical, keep))
    unchanged(question, lab)
    held = held_groups(question, linked.crosswalk, linked.expected, lab)
    linked = replace(linked, report=replace(linked.report, held=held))
    less = Coarsening()
    for _ in range(_MOST_TRIES):
        answer = _answer(asked, linked, less)
        if isinstance(answer, Cleared):
            return Release(answer)
        if not coarsen or answer.coarsening is None:
            break
        less = less.and_(answer.coarsening)
    raise DisclosureRefused(str(answer))


def _answer(asked: _Asked, linked: Linked, less: Coarsening) -> Cleared[Figures] | Refused:
    question, people, lab, progress = asked.question, asked.people, asked.lab, asked.progress
    derived = asked.earlier.derived(
        less.frozen,
        lambda: derived_outcomes(question, linked.crosswalk, people.dates, lab, progress, less.frozen),
    )
    unchanged(question, lab)
    impact = asked.earlier.compared(
        less.frozen, lambda: evaluate(derived.table, question.protocol, progress=progress)
    )
    findings = found(question, people.flow, linked.report, derived.flow, impact)
    membership, who = derived.membership, asked.checked_by
    return asked.earlier.answered(
        less,
        lambda: held_against_ledger(findings, question, membership, lab, less, who, progress, asked.evidence),
    )
