"""What each stage of a study found, kept until its release, so that a run that was killed can be taken up.

It is about persons, so it stays in the lab: in a closed folder beside the record of the study, encrypted under a
key that is derived from the lab's own (`unfinished`). Identifiers are never in it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os.path
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from outcomelab.hall.lab import Lab, Question, lab_ledger, studies
from outcomelab.handovers.analysis import Derived
from outcomelab.handovers.as_json import as_json, from_json
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.cohort import Cohort
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.impact import ImpactResult
from outcomelab.handovers.linkage import Clerical, LinkageReport, Linked
from outcomelab.handovers.progress import Progress
from outcomelab.handovers.refused import Coarsening, Refused
from outcomelab.holdings.seal import seal_key
from outcomelab.protocol.fix import record_name
from outcomelab.unfinished.steps import Keeping, Steps, unfinished

_THIS = "this study"


@dataclass(frozen=True)
class Kept:
    """What is kept of one run of a study.

    Each function returns what an earlier run left of its stage, or else what `make` makes, and keeps that.
    """

    stages: Steps

    def day(self, today: dt.date) -> dt.date:
        """The day on which the study was first asked, which its report is dated by."""
        said = self.stages.take_text("day")
        if said is None:
            self.stages.keep_text("day", today.isoformat())
        return dt.date.fromisoformat(said) if said else today

    def linked(self, make: Callable[[Keeping | None], Linked]) -> Linked:
        """Linkage. `make` is given where to keep the steps of its own."""
        stages = self.stages
        crosswalk, expected = stages.take("crosswalk"), stages.take("expected")
        told = stages.take_text("linkage")
        if crosswalk is not None and expected is not None and told is not None:
            return Linked(crosswalk, from_json(LinkageReport, told), expected)
        if stages.folder is None:
            return make(None)
        with unfinished(stages.folder / "linkage", _THIS) as keep:
            made = make(keep)
        stages.keep("crosswalk", made.crosswalk)
        stages.keep("expected", made.expected)
        stages.keep_text("linkage", as_json(LinkageReport, made.report))
        return made

    def derived(self, frozen: int | None, make: Callable[[], Derived]) -> Derived:
        """The analysis table, with the cohort as it was in the release `frozen`, or as it is."""
        stages, which = self.stages, f"as of {frozen}" if frozen is not None else "as it is"
        table, members = stages.take(f"analysis {which}"), stages.take(f"members {which}")
        told = stages.take_text(f"outcomes {which}")
        if table is not None and told is not None:
            about = from_json(_AboutDerived, told)
            if about.has_members == (members is not None):
                return Derived(table, about.flow, about.pool, members)
        made = make()
        stages.keep(f"analysis {which}", made.table)
        if made.membership is not None:
            stages.keep(f"members {which}", made.membership)
        about = _AboutDerived(made.pool, made.flow, made.membership is not None)
        stages.keep_text(f"outcomes {which}", as_json(_AboutDerived, about))
        return made

    def answered(
        self, less: Coarsening, make: Callable[[], Cleared[Figures] | Refused]
    ) -> Cleared[Figures] | Refused:
        """The ledger's answer to a release with so much `less` detail. A refusal is recorded each time that it is
        asked for, so one that an earlier run had is not asked for again; releases the ledger knows itself."""
        step = f"refusal {hashlib.sha256(repr(less).encode()).hexdigest()[:12]}"
        told = self.stages.take_text(step)
        if told is not None:
            return from_json(Refused, told)
        answer = make()
        if isinstance(answer, Refused):
            self.stages.keep_text(step, as_json(Refused, answer))
        return answer

    def compared(self, frozen: int | None, make: Callable[[], ImpactResult]) -> ImpactResult:
        """The comparison."""
        step = f"comparison as of {frozen}" if frozen is not None else "comparison as it is"
        told = self.stages.take_text(step)
        if told is not None:
            return from_json(ImpactResult, told)
        made = make()
        self.stages.keep_text(step, as_json(ImpactResult, made))
        return made


@dataclass(frozen=True)
class _AboutDerived:
    """What is known of an analysis table beside its rows; whether its members are kept too."""

    pool: int
    flow: FlowStep
    has_members: bool


@contextmanager
def kept(
    question: Question, people: Cohort, lab: Lab, clerical: Clerical | None, progress: Progress
) -> Iterator[Kept]:
    """While this lasts, what the stages find is kept, and what an earlier run of just this left is taken up.

    Raises UsageError when another run is at work on the same study, HoldingError when a key of the lab's cannot be
    read.
    """
    place, name = studies(lab, question.protocol), record_name(question.protocol)
    lab_ledger(lab)  # without its key nothing could be released in the end
    secret = seal_key(lab.keys).hex()
    settings = repr(
        (
            secret,
            question.fixed.sha256,
            question.protocol.study.engine,
            question.holding,
            os.path.relpath(lab.ledger.resolve(), lab.holdings.resolve()),
            [step.count for step in people.flow],
            clerical,
        )
    )
    with unfinished(place / f".{name}.unfinished", _THIS) as keep:
        yield Kept(keep((people.identifiers, people.dates), settings, lambda words: progress("protocol", words)))
