"""The protocol's editor: a first one; every mistake by its line, before it is saved; what an amendment changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from outcomelab.errors import HoldingError, Mistake, ProtocolError
from outcomelab.protocol.changes import Change, changes
from outcomelab.protocol.drafting.agreed import Agreed
from outcomelab.protocol.read import mistakes_at, read_text
from outcomelab.protocol.rules import strictest
from outcomelab.protocol.template import new_study
from outcomelab.service.domain.fitting import not_granted, other_list, unfit
from outcomelab.service.domain.states import SINCE_LINKED
from outcomelab.service.queries.opened import Opened, opened
from outcomelab.service.store import reading
from outcomelab.service.store.planning import dictionary_of, plan


@dataclass(frozen=True)
class Checked:
    """A protocol as it was written. mistakes: what is wrong with it, by line. misfits: where it has none, what its
    agreement, its custodian's rules or what was linked refuse, by line. changed: what it says otherwise than the
    study's protocol, where there is one."""

    mistakes: tuple[Mistake, ...]
    misfits: tuple[Mistake, ...] = ()
    changed: tuple[Change, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether nothing in it would be refused."""
        return not self.mistakes and not self.misfits


@dataclass(frozen=True)
class Version:
    """A protocol that a study had: since when, by which account, with which command. changed: what it says
    otherwise than the one before; None where this version of the program cannot read one of them."""

    text: str
    command: str
    by: int
    at: dt.datetime
    changed: tuple[Change, ...] | None


def checked(account: int, reference: str, text: str) -> Checked | None:
    """What is wrong with a protocol for a study, without saving it; None when the reader has no part in the study,
    or there is none. Raises UsageError for a text that is too long."""
    found = opened(account, reference)
    if found is None:
        return None
    dictionary, study = dictionary_of(found.row.holding), found.study
    try:
        made = plan(text, dictionary)
    except ProtocolError as error:
        return Checked(error.mistakes)
    agreement = reading.agreement(study.agreement)
    slips = [
        *unfit(made.protocol, study, agreement),
        *(not_granted(made.protocol, made.reads, agreement) if agreement else ()),
    ]
    changed: tuple[Change, ...] = ()
    if found.row.protocol:
        before = read_text(found.row.protocol, "the protocol")
        changed = changes(before, made.protocol)
        if study.state in SINCE_LINKED:
            slips += other_list(made.protocol, before)
    return Checked((), mistakes_at(text, slips), changed)


def versions(account: int, reference: str) -> tuple[Version, ...]:
    """Every protocol that a study had, in order, each with what it changed; none when the reader has no part in
    the study, or there is none."""
    found = opened(account, reference)
    rows = list(found.row.protocols.order_by("pk")) if found else []
    before = [None, *(row.text for row in rows)]
    return tuple(
        Version(row.text, row.command, row.by, row.at, _changed(earlier, row.text))
        for earlier, row in zip(before, rows, strict=False)
    )


def _changed(before: str | None, after: str) -> tuple[Change, ...] | None:
    try:
        return changes(read_text(before, "before"), read_text(after, "after")) if before else ()
    except ProtocolError:
        return None


def starting(account: int, reference: str) -> str | None:
    """A first protocol for a study: from its holding's dictionary, with what its application and agreement settle;
    "" where the holding can carry none. None when the reader has no part in the study, or there is none."""
    found = opened(account, reference)
    if found is None:
        return None
    try:
        return new_study(dictionary_of(found.row.holding), _agreed(found))
    except HoldingError:
        return ""


def _agreed(found: Opened) -> Agreed:
    row, study = found.row, found.study
    agreement = reading.agreement(study.agreement)
    grant = agreement.grant(study.holding) if agreement else None
    said = Agreed(
        title=row.title,
        programme=str(row.draft.get("programme", "")),
        provider=row.provider.name,
        agreement=study.agreement,
        question=str(row.draft.get("question", "")),
        rules=study.custodian_rules,
        variables=grant.variables if grant else (),
        outcomes=grant.outcomes if grant else (),
    )
    if agreement is None:
        return said
    return replace(said, minimum=agreement.minimum_cohort, rules=strictest(agreement.rules, said.rules))
