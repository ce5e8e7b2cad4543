"""What must hold for a command besides state, role and agreement: one function for each need of the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from outcomelab.service.domain import binding, checking, duties, five_safes
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.application import QUESTIONS
from outcomelab.service.domain.events import is_reason
from outcomelab.service.domain.five_safes import Verdict
from outcomelab.service.domain.refusals import Code, Refused, refused
from outcomelab.service.domain.roles import Person
from outcomelab.service.domain.saying import each, said, some
from outcomelab.service.domain.states import Need
from outcomelab.service.domain.study import Study, Thing

_NAMED = 3  # of what is missing; how many more there are is told


@dataclass(frozen=True)
class Case:
    """Who wants to do something to which study, when, and for what written reason. agreement: by the terms that
    all parties signed last, which say when it is over."""

    person: Person
    study: Study
    agreement: Agreement | None
    today: dt.date
    reason: str = ""


def unmet(need: Need, case: Case) -> Refused | None:
    """Why a need is not met; None when it is."""
    return _NEEDS[need](case)


def _answered(case: Case) -> Refused | None:
    words = [said("“{question}”", question=said(QUESTIONS[name].words)) for name in case.study.unanswered]
    return refused(Code.ANSWERS_MISSING, questions=some(words, _NAMED)) if words else None


def _judged(*verdicts: Verdict) -> Callable[[Case], Refused | None]:
    def need(case: Case) -> Refused | None:
        judgements, submission = case.study.judgements, case.study.submission
        if missing := five_safes.missing(judgements, submission):
            return refused(Code.JUDGEMENTS_MISSING, safes=each([said(one.value) for one in missing]))
        other = five_safes.not_among(judgements, submission, verdicts)
        return refused(Code.JUDGED_UNSAFE, safes=each([said(one.value) for one in other])) if other else None

    return need


def _apart(duty: Callable[[Person, Study], bool], code: Code) -> Callable[[Case], Refused | None]:
    return lambda case: refused(code) if duty(case.person, case.study) else None


def _outputs(case: Case) -> Refused | None:
    return None if case.study.outputs else refused(Code.NO_OUTPUTS)


def _all_approved(case: Case) -> Refused | None:
    study = case.study
    result = checking.outcome(study.ballots, study.outputs)
    if result is checking.Outcome.WAITING:
        return refused(Code.VOTES_MISSING, missing=said(_missing(study)))
    return refused(Code.NOT_APPROVED) if result is checking.Outcome.RETURN else None


def _as_cleared(case: Case) -> Refused | None:
    study = case.study
    approved = checking.outcome(study.ballots, study.outputs) is checking.Outcome.CLEAR
    return None if approved else refused(Code.OUTPUTS_CHANGED)


def _not_all_approved(case: Case) -> Refused | None:
    study = case.study
    result = checking.outcome(study.ballots, study.outputs)
    if result is checking.Outcome.WAITING:
        return refused(Code.VOTES_MISSING, missing=said(_missing(study)))
    return refused(Code.APPROVED_BY_ALL) if result is checking.Outcome.CLEAR else None


def _missing(study: Study) -> str:
    return checking.missing(study.ballots, study.outputs) or checking.NOTHING


def _over(case: Case) -> Refused | None:
    if case.agreement is None:
        return refused(Code.NO_AGREEMENT, act=said("ended by it"))
    if not binding.of_study(case.agreement, case.study):
        return refused(Code.OTHER_PARTIES)
    over = case.agreement.over(case.today)
    return None if over else refused(Code.AGREEMENT_NOT_OVER, ends=case.agreement.ends)


def _destroyed(case: Case) -> Refused | None:
    return refused(Code.STILL_HELD) if case.study.held else None


def _held(thing: Thing) -> Callable[[Case], Refused | None]:
    return lambda case: None if thing in case.study.held else refused(Code.NOT_HELD, thing=said(thing.value))


def _reason(case: Case) -> Refused | None:
    return None if is_reason(case.reason) else refused(Code.REASON_MISSING)


_NEEDS: dict[Need, Callable[[Case], Refused | None]] = {
    Need.ANSWERED: _answered,
    Need.JUDGED_SAFE: _judged(Verdict.SAFE),
    Need.JUDGED_WITH_CONDITIONS: _judged(Verdict.SAFE, Verdict.WITH_CONDITIONS),
    Need.NOT_THE_APPLICANT: _apart(duties.applied, Code.APPLICANT),
    Need.NOT_THE_LINKER: _apart(duties.linked, Code.LINKER),
    Need.NOT_A_READER: _apart(duties.read_outcomes, Code.READER),
    Need.NOT_THE_ANALYST: _apart(duties.analysed, Code.ANALYST),
    Need.NOT_THE_CHECKER: _apart(duties.checked, Code.CHECKER),
    Need.OUTPUTS: _outputs,
    Need.NOT_VOTED: _apart(duties.voted, Code.VOTED_ALREADY),
    Need.ALL_APPROVED: _all_approved,
    Need.AS_CLEARED: _as_cleared,
    Need.NOT_ALL_APPROVED: _not_all_approved,
    Need.AGREEMENT_OVER: _over,
    Need.DESTROYED: _destroyed,
    Need.IDENTIFIERS_HELD: _held(Thing.IDENTIFIERS),
    Need.KEY_HELD: _held(Thing.PROJECT_KEY),
    Need.REASON: _reason,
}
