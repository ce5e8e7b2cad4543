"""The hall: a study from the provider's spreadsheet to a release, one stage after the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from outcomelab.checking.write import write_evidence
from outcomelab.cohort.check import check_cohort
from outcomelab.disclosure.evidence.study import study_evidence
from outcomelab.disclosure.ledger.store import Ledger, opened
from outcomelab.disclosure.protect import BY_THE_RULES, protect
from outcomelab.engines.choice import Engine
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.analysis import Derived
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.cohort import Cohort
from outcomelab.handovers.figures import Figures, StudyFigures
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.flow import FlowStep, Loss, check_adds_up
from outcomelab.handovers.holding import Dictionary
from outcomelab.handovers.impact import ImpactResult
from outcomelab.handovers.linkage import Clerical, HeldGroup, LinkageReport, Linked
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.refused import Coarsening, Refused
from outcomelab.handovers.review import Drawn
from outcomelab.holdings.content import open_content
from outcomelab.holdings.identifiers import open_identifiers
from outcomelab.holdings.keys import default_keys
from outcomelab.holdings.opening import registered
from outcomelab.holdings.vault import default_ledger, vault_key
from outcomelab.impact.evaluate import evaluate
from outcomelab.linkage.link import link
from outcomelab.linkage.review.agree import take_up
from outcomelab.linkage.review.draw import draw
from outcomelab.outcomes.derive import derive
from outcomelab.outcomes.linkage_groups import linkage_by_content
from outcomelab.outcomes.members import only_members
from outcomelab.protocol.fix import Fixed, fix, mark_outcomes_read
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.read import read_against
from outcomelab.protocol.words import index_words, population_words
from outcomelab.reports.summary import headline
from outcomelab.reports.write import Written, report

_MOST_TRIES = 3  # the whole, with the cohort as it was, and that with less detail


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
    """A protocol fixed before any outcome is read, and the holding it asks."""

    protocol: Protocol
    dictionary: Dictionary
    fixed: Fixed
    asked_on: dt.date


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


def lab_ledger(lab: Lab) -> Ledger:
    """The lab's ledger, with the key of its vault."""
    return Ledger(lab.ledger, vault_key(lab.holdings, lab.keys, lab.ledger))


def ask(study: Path, lab: Lab, today: dt.date, progress: Progress = silent) -> Question:
    """Read the protocol, check it whole against the holdings' dictionaries, and fix it."""
    progress("protocol", "reading the protocol")
    protocol, dictionary = read_against(study, registered(lab.holdings))
    fixed = fix(protocol, studies(lab, protocol), today)
    progress("protocol", f"fixed as {fixed.sha256[:12]} on {fixed.fixed_on:%d %B %Y}")
    return Question(protocol, dictionary, fixed, today)


def studies(lab: Lab, protocol: Protocol) -> Path:
    """Where a holding's studies are recorded: which protocol was fixed when. Outlives the holding."""
    return lab.holdings / "_studies" / protocol.holding.name


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
    question: Question, cohort: Cohort, lab: Lab, progress: Progress = silent, clerical: Clerical | None = None
) -> Linked:
    """Link the participants to the holding's persons. Opens identifiers and nothing else.

    `clerical`: what reviewers found; raises LinkageError when it was of other links.
    """
    store = open_identifiers(lab.holdings, lab.keys, question.dictionary.name)
    on = ages_at(question.protocol)
    groups = cohort.dates.select(["row", "site", "subgroup"])
    engine = lab.engine(question.protocol)
    linked = link(cohort.identifiers, store, question.protocol.linkage, on, progress, groups=groups, engine=engine)
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
    if kept is None:
        return derive(store, question.dictionary, question.protocol, crosswalk, dates, progress)
    with opened(lab_ledger(lab)) as book:
        members = book.cohort(question.dictionary.name, kept)
    fewer = only_members(store, crosswalk, members)
    derived = derive(store, question.dictionary, question.protocol, fewer, dates, progress)
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
