"""What each stage of a study found, kept until its release, so that a run that was killed can be taken up.

It is about persons, so it stays in the lab: in a closed folder beside the record of the study, encrypted under a
key that is derived from the lab's own (`unfinished`). Identifiers are never in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import TypeVar

from pydantic import TypeAdapter

from outcomelab.hall.lab import Lab, Question, studies
from outcomelab.handovers.analysis import Derived
from outcomelab.handovers.cohort import Cohort
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.impact import ImpactResult
from outcomelab.handovers.linkage import Clerical, LinkageReport, Linked
from outcomelab.handovers.progress import Progress
from outcomelab.holdings.seal import seal_key
from outcomelab.protocol.fix import record_name
from outcomelab.unfinished.steps import Keeping, Steps, unfinished

T = TypeVar("T")
_THIS = "this study"
_AboutDerived = tuple[int, FlowStep, bool]  # the pool, the step of the flow, whether members are kept beside it


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
            return Linked(crosswalk, TypeAdapter(LinkageReport).validate_json(told), expected)
        if stages.folder is None:
            return make(None)
        with unfinished(stages.folder / "linkage", _THIS) as keep:
            made = make(keep)
        stages.keep("crosswalk", made.crosswalk)
        stages.keep("expected", made.expected)
        stages.keep_text("linkage", _json(LinkageReport, made.report))
        return made

    def derived(self, frozen: int | None, make: Callable[[], Derived]) -> Derived:
        """The analysis table, with the cohort as it was in the release `frozen`, or as it is."""
        stages, which = self.stages, f"as of {frozen}" if frozen is not None else "as it is"
        table, members = stages.take(f"analysis {which}"), stages.take(f"members {which}")
        told = stages.take_text(f"outcomes {which}")
        if table is not None and told is not None:
            pool, flow, known = TypeAdapter(_AboutDerived).validate_json(told)
            if known == (members is not None):
                return Derived(table, flow, pool, members)
        made = make()
        stages.keep(f"analysis {which}", made.table)
        if made.membership is not None:
            stages.keep(f"members {which}", made.membership)
        about = (made.pool, made.flow, made.membership is not None)
        stages.keep_text(f"outcomes {which}", TypeAdapter(_AboutDerived).dump_json(about).decode("utf-8"))
        return made

    def compared(self, frozen: int | None, make: Callable[[], ImpactResult]) -> ImpactResult:
        """The comparison."""
        step = f"comparison as of {frozen}" if frozen is not None else "comparison as it is"
        told = self.stages.take_text(step)
        if told is not None:
            return TypeAdapter(ImpactResult).validate_json(told)
        made = make()
        self.stages.keep_text(step, _json(ImpactResult, made))
        return made


@contextmanager
def kept(
    question: Question, people: Cohort, lab: Lab, clerical: Clerical | None, progress: Progress
) -> Iterator[Kept]:
    """While this lasts, what the stages find is kept, and what an earlier run of just this left is taken up.

    Raises UsageError when another run is at work on the same study.
    """
    place, name = studies(lab, question.protocol), record_name(question.protocol)
    secret = seal_key(lab.keys).hex()
    settings = repr(
        (
            secret,
            version("outcomelab"),
            question.fixed.sha256,
            question.protocol.study.engine,
            question.holding,
            [step.count for step in people.flow],
            clerical,
        )
    )
    with unfinished(place / f".{name}.unfinished", _THIS) as keep:
        yield Kept(keep((people.identifiers, people.dates), settings, lambda words: progress("protocol", words)))


def _json(kind: type[T], value: T) -> str:
    return TypeAdapter(kind).dump_json(value).decode("utf-8")
