"""A protocol as an act takes it: checked whole, against its holding, its agreement and what was linked."""

from __future__ import annotations

from outcomelab.errors import UsageError
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.read import read_text
from outcomelab.protocol.rules import strictest
from outcomelab.service.actions.acting import Acting
from outcomelab.service.domain.agreements import laxer
from outcomelab.service.store import planning, reading
from outcomelab.service.store.models import StudyRow
from outcomelab.service.store.planning import Plan


def plan(text: str, reference: str) -> Plan:
    """A protocol checked against the dictionary of the study's holding. Raises ProtocolError with every mistake,
    UsageError for a text that is too long."""
    row = StudyRow.objects.select_related("holding").filter(reference=reference).first()
    return planning.plan(text, planning.dictionary_of(row.holding) if row else None)


def refuse_unfit(made: Plan, acting: Acting) -> None:
    """Raise UsageError when a protocol names another agreement, has laxer disclosure rules than agreed, or takes
    a smaller cohort."""
    named, wanted = made.protocol.study.agreement, acting.study.agreement
    if named != wanted:
        raise UsageError(f'The protocol is of another agreement: write agreement = "{wanted}" under [study].')
    agreed = acting.study.custodian_rules
    if (agreement := reading.agreement(wanted)) is not None:
        agreed = strictest(agreed, agreement.rules)
        _refuse_small(made.protocol, agreement.minimum_cohort)
    if weak := laxer(made.protocol.disclosure, agreed):
        rules = ", ".join(f"{rule.name} = {getattr(agreed, rule.name):g}" for rule in weak)
        raise UsageError(
            f"The protocol's disclosure rules are laxer than agreed: write {rules} under [disclosure]."
        )


def _refuse_small(protocol: Protocol, minimum: int) -> None:
    if protocol.cohort.minimum < minimum:
        raise UsageError(
            f"The agreement asks for at least {minimum} participants: write minimum = {minimum} under [cohort]."
        )


def refuse_other_list(made: Plan, acting: Acting) -> None:
    """Raise UsageError when by this protocol other people would have been linked, or otherwise."""
    linked = read_text(acting.row.protocol, "the protocol")
    ours = (made.protocol.cohort, made.protocol.linkage, made.protocol.index)
    if ours != (linked.cohort, linked.linkage, linked.index):
        raise UsageError(
            "The list was linked by other sections [cohort], [index] or [linkage]: they stay as they were then."
        )
