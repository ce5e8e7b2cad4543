"""Each stage called with what a lab holds: what it may open, and no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from outcomelab.checking.write import write_evidence
from outcomelab.cohort.check import check_cohort
from outcomelab.disclosure.evidence.study import study_evidence
from outcomelab.disclosure.ledger.store import opened
from outcomelab.disclosure.protect import BY_THE_RULES, protect
from outcomelab.hall.lab import Lab, Question, lab_ledger, studies
from outcomelab.handovers.analysis import Derived
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.cohort import Cohort
from outcomelab.handovers.figures import Figures, StudyFigures
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.flow import FlowStep, Loss, check_adds_up
from outcomelab.handovers.impact import ImpactResult
from outcomelab.handovers.linkage import Clerical, HeldGroup, LinkageReport, Linked
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.refused import Coarsening, Refused
from outcomelab.handovers.review import Drawn
from outcomelab.holdings.content import open_content
from outcomelab.holdings.identifiers import open_identifiers
from outcomelab.holdings.opening import as_registered, names, registered
from outcomelab.linkage.link import link
from outcomelab.linkage.review.agree import take_up
from outcomelab.linkage.review.draw import draw
from outcomelab.outcomes.derive import derive
from outcomelab.outcomes.linkage_groups import linkage_by_content
from outcomelab.outcomes.members import only_members
from outcomelab.protocol.drafting.placeholders import placeholders_left
from outcomelab.protocol.fix import fix, mark_outcomes_read
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.read import read_against
from outcomelab.protocol.words import index_words, population_words
from outcomelab.unfinished.steps import Keeping


def ask(study: Path, lab: Lab, today: dt.date, progress: Progress = silent) -> Question:
    """Read the protocol, check it whole against the holdings' dictionaries, and fix it."""
    progress("protocol", "reading the protocol")
    # before their dictionaries are read, so that whatever is changed from here on is found out
    held = {name: as_registered(lab.holdings, name) for name in names(lab.holdings)}
    protocol, dictionary = read_against(study, registered(lab.holdings))
    fixed = fix(protocol, studies(lab, protocol), today)
    progress("protocol", f"fixed as {fixed.sha256[:12]} on {fixed.fixed_on:%d %B %Y}")
    if placeholders := placeholders_left(protocol):
        progress("protocol", placeholders)
    return Question(protocol, dictionary, fixed, today, held.get(dictionary.name, ""))


def checked(question: Question, cohort: Path, progress: Progress = silent) -> Cohort:
    """Read and check the participants' file, by the protocol's cohort rule."""
    dictionary = question.dictionary
    people = check_cohort(
        cohort,
        question.protocol.cohort,
        covers=(dictionary.covers_from, dictionary.covers_to),
        needs_date=question.protocol.index.table is not None,
        progress=progress,
        today=question.asked_on,
    )
    for finding in people.findings:
        progress("cohort", finding)
    return people


def linked_to_persons(
    question: Question,
    cohort: Cohort,
    lab: Lab,
    progress: Progress = silent,
    clerical: Clerical | None = None,
    keep: Keeping | None = None,
) -> Linked:
    """Link the participants to the holding's persons. Opens identifiers and nothing else.

    `clerical`: what reviewers found; raises LinkageError when it was of other links. `keep`: as in `link`.
    """
    store = open_identifiers(lab.holdings, lab.keys, question.dictionary.name)
    on = ages_at(question.protocol)
    groups = cohort.dates.select(["row", "site", "subgroup"])
    engine = lab.engine(question.protocol)
    rule = question.protocol.linkage
    linked = link(cohort.identifiers, store, rule, on, progress, groups=groups, keep=keep, engine=engine)
    if clerical is not None:
        linked = take_up(linked, clerical)
    overall = linked.report.overall
    if overall.precision is not None and overall.recall is not None:
        right, found = f"{overall.precision:.1%}", f"{overall.recall:.1%}"
        progress(
            "link", f"An estimated {right} of the links are right; of those in the records {found} were found."
        )
    return linked


def drawn_for_review(
    question: Question, cohort: Cohort, lab: Lab, pairs: int, seed: int, progress: Progress = silent
) -> Drawn:
    """Draw pairs of records for people to look at. Opens identifiers and nothing else, and writes nothing."""
    store = open_identifiers(lab.holdings, lab.keys, question.dictionary.name)
    return draw(cohort.identifiers, store, question.protocol.linkage, pairs, seed, progress)


def ages_at(protocol: Protocol) -> dt.date | None:
    """The day at which linkage takes ages for its age bands."""
    return protocol.index.on or protocol.index.to


def held_groups(question: Question, crosswalk: pa.Table, expected: pa.Table, lab: Lab) -> tuple[HeldGroup, ...]:
    """Linkage quality by the groups that only content knows. Opens content and no identifiers."""
    store = open_content(lab.holdings, lab.keys, question.dictionary.name)
    return linkage_by_content(store, question.dictionary, question.protocol.holding.persons, crosswalk, expected)


def derived_outcomes(
    question: Question,
    crosswalk: pa.Table,
    dates: pa.Table,
    lab: Lab,
    progress: Progress = silent,
    kept: int | None = None,
) -> Derived:
    """Derive the analysis table. Opens content and nothing else; notes first that outcomes are being read.

    `kept`: the number of the release whose cohort is kept as it was: whoever came since is left out.
    """
    mark_outcomes_read(question.protocol, studies(lab, question.protocol), question.asked_on)
    store = open_content(lab.holdings, lab.keys, question.dictionary.name)
    engine = lab.engine(question.protocol)
    if kept is None:
        return derive(store, question.dictionary, question.protocol, crosswalk, dates, progress, engine)
    with opened(lab_ledger(lab)) as book:
        members = book.cohort(question.dictionary.name, kept)
    fewer = only_members(store, crosswalk, members)
    derived = derive(store, question.dictionary, question.protocol, fewer, dates, progress, engine)
    later = Loss("came after the cohort was settled", crosswalk.num_rows - fewer.num_rows)
    lost = (*(later,) * (later.count > 0), *derived.flow.lost)
    return replace(derived, flow=replace(derived.flow, lost=lost))


def found(
    question: Question,
    cohort: tuple[FlowStep, ...],
    linkage: LinkageReport,
    eligible: FlowStep,
    impact: ImpactResult,
) -> Findings:
    """Everything the stages found, put together for disclosure control. The flow must add up."""
    study, protocol, fixed = question.protocol.study, question.protocol, question.fixed
    flow = check_adds_up((*cohort, linkage.flow, eligible, impact.flow))
    words = StudyFigures(
        title=study.title,
        programme=study.programme,
        provider=study.provider,
        custodian=study.custodian,
        agreement=study.agreement,
        question=study.question,
        index_event=index_words(protocol),
        population=population_words(protocol),
        holding=question.dictionary.title,
        made_on=question.asked_on,
        protocol_sha256=fixed.sha256,
        fixed_on=fixed.fixed_on,
        changed_after_outcomes=fixed.changed_after_outcomes,
    )
    return Findings(words, flow, linkage, impact)


def held_against_ledger(
    findings: Findings,
    question: Question,
    membership: pa.Table | None,
    lab: Lab,
    less: Coarsening | None = None,
    checked_by: str = BY_THE_RULES,
    progress: Progress = silent,
    evidence: Path | str | None = None,
) -> Cleared[Figures] | Refused:
    """Clear the findings, less detailed where `less` says so, against the lab's ledger, and record them there.
    `evidence`: the folder for what a checker wants to know of it, made before it is recorded."""
    progress("protect", "clearing every figure that will leave, and holding it against all that has left")
    ledger, protocol = lab_ledger(lab), question.protocol
    made = study_evidence(findings, protocol, ledger, membership, less) if evidence else None
    answer = protect(findings, protocol, ledger, membership, coarsening=less, checked_by=checked_by)
    if made and evidence:
        said = (
            "refused: with earlier releases it would say too much" if isinstance(answer, Refused) else "released"
        )
        write_evidence(replace(made, answer=said), Path(evidence))
    return answer
