"""The worker evaluates a study: outcomes derived, participants compared, a draft cleared by the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyarrow as pa
from django.db import models

from outcomelab.disclosure.evidence.study import study_evidence
from outcomelab.disclosure.protect import protect
from outcomelab.disclosure.seal import sealed
from outcomelab.errors import EngineError
from outcomelab.hall.kept import Kept
from outcomelab.hall.lab import Question, lab_ledger, studies, unchanged
from outcomelab.hall.stages import derived_outcomes, found, held_groups
from outcomelab.handovers.analysis import Derived
from outcomelab.handovers.as_json import as_json, from_json
from outcomelab.handovers.evidence import Evidence
from outcomelab.handovers.findings import Findings
from outcomelab.holdings.seal import seal_key
from outcomelab.impact.evaluate import evaluate as compare
from outcomelab.protocol.fix import fix
from outcomelab.service.actions.acting import Acting
from outcomelab.service.domain.commands import Command
from outcomelab.service.jobs.given import Ending, Given
from outcomelab.service.jobs.linking import DATES, Flow
from outcomelab.service.jobs.parts import not_there, of_evaluation, of_links
from outcomelab.service.store.models import OutputRow
from outcomelab.service.vault.work import EVIDENCE, FIGURES, FLOW, content_of

REPORT = "report"


@dataclass(frozen=True)
class Evaluated:
    """What an evaluation found, with the question it was asked, and who it is about (for the ledger alone)."""

    question: Question
    findings: Findings
    membership: pa.Table | None
    kept: Kept


def evaluate(given: Given) -> Ending:
    """Evaluate the study by its protocol; its outputs are those of this protocol from then on. Raises an
    OutcomeLabError of the lab's, DisclosureRefused too."""
    done = evaluated(given)
    lab, protocol = given.places.lab, done.question.protocol
    given.progress("protect", "clearing the draft by the rules, and gathering the evidence for its checkers")
    figures = protect(done.findings, protocol)
    evidence = study_evidence(done.findings, protocol, lab_ledger(lab), done.membership)
    evidence = replace(evidence, answer="a draft: not released")
    steps = done.kept.stages
    steps.keep_text(FIGURES, sealed(figures, seal_key(lab.keys)))
    steps.keep_text(EVIDENCE, as_json(Evidence, evidence))
    if steps.folder is None or not {FIGURES, EVIDENCE} <= set(steps.finished()):
        raise EngineError("What was found cannot be kept: the lab's disk is full or closed. Ask for it again.")
    place, said = str(steps.folder.relative_to(given.places.data)), content_of(figures)

    def end(acting: Acting) -> Iterable[models.Model]:
        before = list(acting.row.outputs.filter(replaced=None))
        for output in before:
            output.replaced = acting.by.at
        acting.row.rules = protocol.disclosure.model_dump()
        made = OutputRow(study=acting.row, name=REPORT, place=place, sha256=said, at=acting.by.at)
        return [*before, made]

    return end


def evaluated(given: Given) -> Evaluated:
    """Everything an evaluation finds; what an earlier run of the same has finished is taken up."""
    lab, question = given.places.lab, given.question()
    fixed = fix(question.protocol, studies(lab, question.protocol), _fixed_on(given))
    question = replace(question, fixed=fixed)
    links, kept = of_links(given, question), of_evaluation(given, question)
    question = replace(question, asked_on=kept.day(given.asked_on))
    linked, dates, flow = (
        links.linked(lambda _: not_there()),
        links.stages.take(DATES),
        links.stages.take_text(FLOW),
    )
    if dates is None or flow is None:
        not_there()
    unchanged(question, lab)

    def derive() -> Derived:
        return derived_outcomes(question, linked.crosswalk, dates, lab, given.progress)

    derived = kept.derived(None, derive)
    held = held_groups(question, linked.crosswalk, linked.expected, lab)
    unchanged(question, lab)
    impact = kept.compared(None, lambda: compare(derived.table, question.protocol, progress=given.progress))
    report = replace(linked.report, held=held)
    findings = found(question, from_json(Flow, flow), report, derived.flow, impact)
    return Evaluated(question, findings, derived.membership, kept)


def _fixed_on(given: Given) -> dt.date:
    """The day on which the protocol as it is was fixed."""
    fixing = (Command.FIX, Command.AMEND)
    days = [done.on for done in given.study.history if done.command in fixing]
    return days[-1] if days else given.asked_on
