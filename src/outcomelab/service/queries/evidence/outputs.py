"""Evidence on whether outputs are safe: the rules, what left before, what the report could show at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from outcomelab.disclosure.ledger.chain import read
from outcomelab.disclosure.ledger.record import Entry
from outcomelab.protocol.rules import RULES
from outcomelab.service.domain.saying import Fact, Said, said
from outcomelab.service.domain.showing import Crowd, could_show, most_counts
from outcomelab.service.queries.evidence.asked import Asked
from outcomelab.service.queries.power import Allowances
from outcomelab.service.vault.places import places


def rules(asked: Asked) -> Iterator[Said]:
    """The disclosure rules in force, those first that are stricter than the lab's."""
    held = {rule: getattr(asked.rules, rule.name) for rule in RULES}
    changed = [rule for rule in RULES if held[rule] != rule.default]
    for rule in changed:
        yield said(
            "Stricter than the lab's: {asks}: {value} instead of {default}.",
            asks=said(rule.asks),
            value=held[rule],
            default=rule.default,
        )
    if not changed:
        yield said("No rule is stricter than the lab's.")
    for rule in RULES:
        if rule not in changed:
            yield said("As the lab's: {asks}: {value}.", asks=said(rule.asks), value=held[rule])


def past(asked: Asked) -> Iterator[Said]:
    """What left about persons of the same holding, and how much more may, by the ledger's readable part."""
    entries, faults = read(places().lab.ledger)
    if faults:
        yield said("The ledger of releases is not as it was left, so nothing more is released.")
        return
    here = [one for one in entries if one.holding == asked.study.holding]
    released = [one for one in here if one.act == "released"]
    yield said(
        "Releases about the holding {holding}: {number}.", holding=asked.study.holding, number=len(released)
    )
    yield from (_release(one) for one in released)
    rho = sum(one.spent.rho for one in here if one.spent is not None and one.spent.year == asked.today.year)
    if rho:
        yield said(
            "Headlines with noise have cost up to {spent} of this year's budget of {budget}.",
            spent=round(rho, 4),
            budget=asked.rules.privacy_budget,
        )
    if (people := asked.people) is not None:
        yield said(
            "Of {people} participants at most {most} counts of one outcome may ever leave, over all releases; "
            "what left about some of them already counts.",
            people=people,
            most=most_counts(people, asked.rules),
        )


def shown(asked: Asked) -> Iterator[Said]:
    """What the report could show at most."""
    people = asked.people
    if people is None:
        yield said("How many participants there are is not known: no list has passed its checks.")
        return
    allowed = Allowances()
    matched = allowed.matched(people)
    for one in could_show(Crowd(people, matched), asked.rules, asked.minimum):
        words = said("{what}: it could. {why}") if one.shown else said("{what}: it could not. {why}")
        yield words.put(what=one.what, why=one.why)
    least = asked.rules.threshold
    if matched >= 2 * least:
        yield said(
            "How many had an outcome: from {few} to {many} in 100 of about {matched}; otherwise a range, such as "
            "under 20%.",
            few=-(-100 * least // matched),
            many=100 * (matched - least) // matched,
            matched=matched,
        )
    yield allowed.words


def _release(entry: Entry) -> Said:
    """A release in a line: about how many people, and how many counts of one outcome about them are out."""
    line: dict[str, Fact] = {"number": entry.number, "title": entry.study.title, "day": entry.on}
    sizes = [one.persons for one in entry.populations if one.persons is not None]
    if not sizes:
        return said("{number}: {title}, on {day}.").put(**line)
    people = max(sizes, key=lambda size: size.low)
    told = Counter(one.definition for each in entry.populations for one in each.told if one.with_outcome)
    return said(
        "{number}: {title}, on {day}, about {low} to {high} people. At most {most} counts of one outcome may ever "
        "leave about them; {told} did.",
        low=int(people.low),
        high=int(people.high),
        most=most_counts(int(people.low), entry.rules),
        told=max(told.values(), default=0),
    ).put(**line)
