"""One statistic with differential privacy: the share of participants with an outcome, paid for in the ledger.

What is protected is whether a participant had the outcome: two cohorts of the same persons in which one of them
had it or not give nearly the same answers. Who is in the cohort is taken to be known, as it is by the gate, and
whom matching keeps depends on no outcome; so the number of participants is fixed, and one person changes the count
by 1 at most.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.ledger import implied
from outcomelab.disclosure.ledger.persons import placed
from outcomelab.disclosure.ledger.record import Entry, Population, Spent
from outcomelab.disclosure.ledger.release import Release, names_of, persons_of
from outcomelab.disclosure.ledger.store import Ledger, opened
from outcomelab.disclosure.privacy.budget import affordable, answered, question, spent
from outcomelab.disclosure.privacy.noise import noisy, scale_of
from outcomelab.disclosure.rounding import outward, rounded, rounded_count
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.headline import HeadlineFigure
from outcomelab.handovers.impact import OutcomeResult
from outcomelab.handovers.interval import Z95
from outcomelab.handovers.refused import TOO_MUCH, Refused
from outcomelab.protocol.definition import definition
from outcomelab.protocol.model import Protocol

_OVER_BUDGET = json.dumps([{"rule": "budget", "populations": ["everyone compared"]}])


def protect_headline(
    findings: Findings,
    protocol: Protocol,
    ledger: Ledger,
    membership: pa.Table,
    outcome: str,
    rho: float,
    checked_by: str,
    draw: Callable[[int, float], int] = noisy,
) -> Cleared[HeadlineFigure] | Refused:
    """The share of participants with `outcome`, with noise that costs each of them `rho` (zCDP) of the year's
    budget; or a refusal, when that is more than any of them has left. Either is recorded in the same act.

    The same question, asked again with as much or less, has the answer that the ledger keeps and costs nothing.
    `draw`: a count and what it costs, to a count with noise. Raises UsageError for an outcome that has no share of
    everybody, or a `rho` that is out of bounds; DisclosureRefused for fewer participants than the rules ask for;
    LedgerError when the ledger cannot be used.
    """
    rules = protocol.disclosure
    result = _result(findings, protocol, outcome)
    if not 0 < rho <= rules.privacy_budget:
        raise UsageError(
            f"A headline costs more than 0 and at most {rules.privacy_budget:g}, the budget of a year."
        )
    persons = persons_of(result.persons, membership)
    count = int(persons.sum())
    if count < rules.minimum_matched:
        raise DisclosureRefused(f"Fewer than {rules.minimum_matched} participants: nothing of them can be shown.")
    of = next(one for one in protocol.outcomes if one.name == outcome)
    known, year = definition(protocol, of), findings.study.made_on.year
    made = _release(findings, protocol, membership, persons, count)
    with opened(ledger) as book:
        asked = question(ledger.key, made.holding, known, made.members[persons])
        stored = answered(book, made.holding, asked, rho)
        if stored is not None:
            return clear(_figure(findings, result, count, stored, protocol, again=True))
        members = placed(made, book.register(made.holding))
        paid = spent(book, made.holding, year, members.sets.shape[1])
        entry = _entry(findings, protocol, made, asked, checked_by)
        if not affordable(paid[members.sets[0]], rho, rules.privacy_budget):
            refusal = entry.model_copy(update={"act": "refused", "populations": ()})
            book.add(
                refusal, replace(members, new=members.new[:0], sets=members.sets[:0, :0], reasons=_OVER_BUDGET)
            )
            return Refused((TOO_MUCH,))
        answer = Spent(
            outcome=outcome,
            label=result.words.label,
            definition=known,
            count=draw(result.participants.with_outcome, rho),
            rho=rho,
            year=year,
        )
        book.add(entry.model_copy(update={"spent": answer}), members)
    return clear(_figure(findings, result, count, answer, protocol, again=False))


def interval(count: float, persons: int, noise: float) -> tuple[float, float, float]:
    """The share and a 95% interval for the one behind it, of a `count` with Gaussian `noise` (its standard
    deviation) out of so many `persons`: chance and noise added as variances, after two more with and without the
    outcome (Agresti & Coull 1998), so that shares near none or all keep a width."""
    inside = min(max(count, 0.0), float(persons))
    near = (inside + 2) / (persons + 4)
    half = Z95 * math.sqrt(near * (1 - near) / (persons + 4) + (noise / persons) ** 2)
    return inside / persons, max(near - half, 0.0), min(near + half, 1.0)


def _result(findings: Findings, protocol: Protocol, outcome: str) -> OutcomeResult:
    possible = [one for one in protocol.outcomes if one.kind == "any" and one.among is None]
    if outcome not in {one.name for one in possible}:
        names = ", ".join(one.name for one in possible) or "none in this protocol"
        raise UsageError(
            f"A headline with noise is the share of all participants with an outcome of the kind `any`: {names}."
        )
    return next(one for one in findings.impact.outcomes if one.name == outcome)


def _release(
    findings: Findings, protocol: Protocol, membership: pa.Table, persons: np.ndarray, count: int
) -> Release:
    base = protocol.disclosure.base
    size = implied.count(rounded_count(count, base), base)
    about = Population(role="whole", name="everyone compared", persons=size)
    names, members = names_of(findings.study), membership["member"].to_numpy()
    return Release(protocol.holding.name, names, (about,), members, persons[None, :])


def _entry(findings: Findings, protocol: Protocol, made: Release, asked: str, checked_by: str) -> Entry:
    return Entry(
        number=0,
        act="headline",
        on=findings.study.made_on,
        holding=made.holding,
        study=made.study,
        rules=protocol.disclosure,
        checked_by=checked_by,
        populations=made.populations,
        mark=asked,
        vault="",
        previous="",
    )


def _figure(
    findings: Findings, result: OutcomeResult, count: int, answer: Spent, protocol: Protocol, *, again: bool
) -> HeadlineFigure:
    rules, noise = protocol.disclosure, scale_of(answer.rho)
    decimals = 1 if count >= rules.precise_from else 0
    share, low, high = interval(answer.count, count, noise)
    low, high = outward(100 * low, 100 * high, decimals)
    return HeadlineFigure(
        study=findings.study.title,
        holding=findings.study.holding,
        outcome=result.name,
        label=result.words.label,
        follow_up=result.words.follow_up,
        participants=rounded_count(count, rules.base),
        share=rounded(100 * share, decimals),
        low=low,
        high=high,
        decimals=decimals,
        noise=rounded(noise, 2),
        rho=answer.rho,
        year=answer.year,
        again=again,
    )
