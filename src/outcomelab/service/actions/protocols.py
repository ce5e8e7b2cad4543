"""A protocol as an act takes it: checked whole, against its holding, its agreement and what was linked."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.errors import UsageError
from outcomelab.handovers.as_json import from_json
from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.read import read_text
from outcomelab.protocol.rules import strictest
from outcomelab.service.actions.acting import Acting
from outcomelab.service.domain.agreements import laxer
from outcomelab.service.domain.variables import Uses, uses
from outcomelab.service.store import reading
from outcomelab.service.store.models import StudyRow

_LONGEST = 200_000


@dataclass(frozen=True)
class Plan:
    """A protocol: its text, what it says, what it reads."""

    text: str
    protocol: Protocol
    uses: Uses


def plan(text: str, reference: str) -> Plan:
    """A protocol checked against the dictionary of the study's holding. Raises ProtocolError with every mistake,
    UsageError for a text that is too long."""
    if len(text) > _LONGEST:
        raise UsageError(f"The protocol is too long: write at most {_LONGEST} characters.")
    row = StudyRow.objects.select_related("holding").filter(reference=reference).first()
    dictionary = from_json(Dictionary, row.holding.dictionary) if row else None
    protocol = read_text(text, "the protocol", dictionary)
    amounts = _amounts(dictionary) if dictionary else {}
    return Plan(text, protocol, uses(protocol, amounts))


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


def _amounts(dictionary: Dictionary) -> dict[str, str]:
    """The one amount column of each table that has one."""
    columns = [(table.name, table.with_role("amount")) for table in dictionary.tables]
    return {name: found[0].name for name, found in columns if len(found) == 1}
