"""Who of those with an index date can be in the study, and one reason for each who can't."""

from __future__ import annotations

import ibis
import pyarrow as pa

from outcomelab.handovers.flow import FlowStep, Loss
from outcomelab.handovers.holding import Dictionary
from outcomelab.outcomes.conditions import matches, within
from outcomelab.outcomes.covariates import look_back
from outcomelab.outcomes.sources import AGE, INDEX, PARTICIPANT, REASON, Source
from outcomelab.protocol.model import Eligible, Protocol

PERSONS = "_persons"


def facts(persons: Source, protocol: Protocol) -> list[ibis.Value]:
    """What a person's row must tell of them to be judged: whether it meets each rule's conditions. Raises
    OutcomesError for a column that content does not have."""
    return [matches(persons, rule.where).name(f"_meets{at}") for at, rule in enumerate(protocol.eligible)]


def judged(people: ibis.Table, protocol: Protocol, dictionary: Dictionary) -> ibis.Table:
    """`people` (participant or not, index date, `facts`, and their age where a rule asks for it) with the place in
    `reasons` of the first condition each fails; null for the eligible. Participants and pool are judged alike.

    Follow-up is covered when every day from the earliest `from_day` of an outcome to the latest `to_day`
    and its waiting period lies within the holding's dates; the time before, when the longest bounded
    look-back of a covariate does. An unknown age or attribute meets no condition.
    """
    index = people[INDEX]
    fails = [
        index.isnull(),
        ~_follow_up_covered(index, protocol, dictionary),
        ~_time_before_covered(index, protocol, dictionary),
        *[~_meets(people, at, rule) for at, rule in enumerate(protocol.eligible)],
    ]
    reason = ibis.cases(*[(fail, at) for at, fail in enumerate(fails)], else_=ibis.null("int64"))
    return people.mutate(reason.cast("int64").name(REASON))


def counted(judgements: ibis.Table) -> ibis.Table:
    """How many of `judged` people there are by whether they are participants and by the reason they fail."""
    return judgements.group_by([PARTICIPANT, REASON]).agg(judgements.count().name(PERSONS))


def reasons(protocol: Protocol) -> tuple[str, ...]:
    """Why a participant with a link can be lost, in the order in which it is asked."""
    return (
        f"no {protocol.index.event} in the study's period",
        "follow-up is not covered by the holding",
        "the time before is not covered by the holding",
        *(rule.reason for rule in protocol.eligible),
    )


def step(counts: pa.Table, protocol: Protocol) -> FlowStep:
    """The flow's step `eligible`, from what `counted` found of the participants."""
    rows = [row for row in counts.to_pylist() if row[PARTICIPANT]]
    lost = dict.fromkeys(reasons(protocol), 0)
    for row in rows:
        if row[REASON] is not None:
            lost[reasons(protocol)[row[REASON]]] += row[PERSONS]
    return FlowStep(
        "eligible",
        sum(row[PERSONS] for row in rows if row[REASON] is None),
        tuple(Loss(reason, count) for reason, count in lost.items() if count),
    )


def pool(counts: pa.Table) -> int:
    """How many of the pool are eligible."""
    return sum(row[PERSONS] for row in counts.to_pylist() if not row[PARTICIPANT] and row[REASON] is None)


def _follow_up_covered(index: ibis.Value, protocol: Protocol, dictionary: Dictionary) -> ibis.Value:
    starts = min(outcome.from_day for outcome in protocol.outcomes)
    ends = max(outcome.to_day + outcome.waiting_days for outcome in protocol.outcomes)
    before, after = _room(index, dictionary)
    return ((before >= -starts) & (after >= ends)).fill_null(False)


def _time_before_covered(index: ibis.Value, protocol: Protocol, dictionary: Dictionary) -> ibis.Value:
    days = look_back(protocol, dictionary)
    if days is None:
        return ibis.literal(True)
    return (_room(index, dictionary)[0] >= days).fill_null(False)


def _room(index: ibis.Value, dictionary: Dictionary) -> tuple[ibis.Value, ibis.Value]:
    """Days that the holding covers before and after the index date."""
    before = index.delta(ibis.literal(dictionary.covers_from), unit="day")
    after = ibis.literal(dictionary.covers_to).delta(index, unit="day")
    return before, after


def _meets(people: ibis.Table, at: int, rule: Eligible) -> ibis.Value:
    meets = people[f"_meets{at}"].fill_null(False)
    if rule.age is not None:
        meets &= within(people[AGE], rule.age)
    return meets
