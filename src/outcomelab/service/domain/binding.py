"""The one place that decides whether an act may happen now under an agreement.

Whatever is taken in, linked, planned, evaluated, checked, released or published is asked here, at the moment of
the act and of that day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from outcomelab.protocol.rules import Rule, strictest
from outcomelab.service.domain.agreements import Agreement, laxer
from outcomelab.service.domain.commands import Act
from outcomelab.service.domain.purposes import PURPOSES, covers
from outcomelab.service.domain.refusals import Code, Refused, refused
from outcomelab.service.domain.saying import Said, each, said
from outcomelab.service.domain.study import Study
from outcomelab.service.domain.variables import uncovered

_PARTIES = (said("the provider"), said("the custodian"), said("the lab"))  # in an agreement's own order


def faults(act: Act, agreement: Agreement | None, study: Study, today: dt.date) -> tuple[Refused, ...]:
    """Every reason why the act may not happen on that day; none when it may."""
    if agreement is None:
        return (refused(Code.NO_AGREEMENT, act=said(act.value)),)
    if not of_study(agreement, study):
        return (refused(Code.OTHER_PARTIES),)
    return (
        *_in_force(said(act.value), agreement, today),
        *_documents(said(act.value), agreement, today),
        *not_covered(act, agreement, study),
        *_rules(act, agreement, study),
    )


def of_study(agreement: Agreement, study: Study) -> bool:
    """Whether it is the study's own agreement, between the study's parties."""
    parties = (study.provider, study.custodian, study.lab)
    return agreement.reference == study.agreement and agreement.parties == parties


def standing(agreement: Agreement, today: dt.date) -> tuple[Refused, ...]:
    """Why nothing can be done under an agreement on that day, whatever the study; none while it is in force."""
    return (*_in_force(said("done"), agreement, today), *_documents(said("done"), agreement, today))


def _in_force(act: Said, agreement: Agreement, today: dt.date) -> Iterator[Refused]:
    if agreement.revoked is not None and agreement.revoked <= today:
        yield refused(Code.AGREEMENT_REVOKED, act=act, revoked=agreement.revoked)
    if today > agreement.ends:
        yield refused(Code.ENDED, act=act, ends=agreement.ends)
    if today < agreement.starts:
        yield refused(Code.NOT_STARTED, act=act, starts=agreement.starts)
    if unsigned := agreement.unsigned(today):
        lacking = [party for key, party in zip(agreement.parties, _PARTIES, strict=True) if key in unsigned]
        yield refused(Code.NOT_SIGNED, parties=each(lacking))


def _documents(act: Said, agreement: Agreement, today: dt.date) -> Iterator[Refused]:
    for kind in agreement.required:
        there = [document for document in agreement.documents if document.kind is kind]
        if not there:
            yield refused(Code.DOCUMENT_MISSING, document=said(kind.value))
        elif not any(document.valid(today) for document in there):
            yield refused(Code.DOCUMENT_EXPIRED, act=act, document=said(kind.value))


def not_covered(act: Act, agreement: Agreement, study: Study) -> Iterator[Refused]:
    """What of the study the agreement does not cover, whatever the day. Purpose and holding always; list and
    protocol in every act once there is one, which there has to be from taking the list in on, and from fixing the
    protocol on. A list may always be replaced by another."""
    if not covers(agreement.purposes, study.purpose):
        yield refused(Code.PURPOSE, purpose=said(PURPOSES[study.purpose].words))
    if not act.comes_before(Act.INGEST) and study.persons is None:
        yield refused(Code.COHORT_MISSING)
    elif act is not Act.UPLOAD and study.persons is not None and study.persons < agreement.minimum_cohort:
        yield refused(Code.COHORT_TOO_SMALL, minimum=agreement.minimum_cohort)
    if not act.comes_before(Act.FIX) and study.uses is None:
        yield refused(Code.PROTOCOL_MISSING)
    for holding in sorted({study.holding, *((study.uses.holding,) if study.uses else ())}):
        if agreement.grant(holding) is None:
            yield refused(Code.HOLDING, holding=holding)
    grant = agreement.grant(study.uses.holding) if study.uses else None
    if study.uses and grant:
        if beyond := uncovered(study.uses.variables, grant.variables):
            yield refused(Code.VARIABLES, columns=", ".join(beyond))
        if beyond := uncovered(study.uses.outcomes, grant.outcomes):
            yield refused(Code.OUTCOMES, columns=", ".join(beyond))


def _rules(act: Act, agreement: Agreement, study: Study) -> Iterator[Refused]:
    """An agreement as strict as its custodian's rules, outputs as strict as either."""
    if act is Act.APPROVE and (weak := laxer(agreement.rules, study.custodian_rules)):
        yield refused(Code.RULES_LAXER_THAN_CUSTODIAN, rules=_names(weak))
    if act.comes_before(Act.CHECK):
        return
    if study.rules is None:
        yield refused(Code.RULES_UNKNOWN)
    elif weak := laxer(study.rules, strictest(agreement.rules, study.custodian_rules)):
        yield refused(Code.RULES_LAXER, rules=_names(weak))


def _names(rules: tuple[Rule, ...]) -> str:
    return ", ".join(rule.name for rule in rules)
