"""Whether a protocol fits the study that it is for: its agreement, its custodian's rules, what was linked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from outcomelab.protocol.model import Protocol
from outcomelab.protocol.reading.slips import Slip
from outcomelab.protocol.rules import strictest
from outcomelab.service.domain.agreements import Agreement, laxer
from outcomelab.service.domain.study import Study
from outcomelab.service.domain.variables import Read, uncovered


def unfit(protocol: Protocol, study: Study, agreement: Agreement | None) -> Iterator[Slip]:
    """Where a protocol names another agreement than its study's, takes a smaller cohort, or has laxer rules."""
    if protocol.study.agreement != study.agreement:
        mend = f'Write agreement = "{study.agreement}" under [study].'
        yield Slip(("study", "agreement"), "is another agreement than the study's", mend)
    if agreement is not None and protocol.cohort.minimum < agreement.minimum_cohort:
        mend = f"Write minimum = {agreement.minimum_cohort} under [cohort]."
        yield Slip(("cohort", "minimum"), "is fewer participants than the agreement asks for", mend)
    agreed = study.custodian_rules
    if agreement is not None:
        agreed = strictest(agreed, agreement.rules)
    for rule in laxer(protocol.disclosure, agreed):
        mend = f"Write {rule.name} = {getattr(agreed, rule.name):g} under [disclosure]."
        yield Slip(("disclosure", rule.name), "is laxer than agreed", mend)


def not_granted(protocol: Protocol, read: Iterable[Read], agreement: Agreement) -> Iterator[Slip]:
    """Where a protocol reads what its agreement does not grant: the same that every act is refused for."""
    ask = "Leave it out, or ask the custodian to grant it."
    grant = agreement.grant(protocol.holding.name)
    if grant is None:
        yield Slip(("holding", "name"), "is a holding that the agreement does not cover", ask)
        return
    for one in dict.fromkeys(read):
        if uncovered((one.variable,), grant.outcomes if one.outcome else grant.variables):
            way = " as an outcome" if one.outcome else ""
            yield Slip(one.path, f"reads {one.variable}, which the agreement does not cover{way}", ask)


def other_list(protocol: Protocol, linked: Protocol) -> Iterator[Slip]:
    """Where by this protocol other people would have been linked than were, or otherwise."""
    for section in ("cohort", "index", "linkage"):
        if getattr(protocol, section) != getattr(linked, section):
            wrong = "is otherwise than when the list was linked by it"
            yield Slip((section,), wrong, "Write it as it was then: these sections stay.")
