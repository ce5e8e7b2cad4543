"""A study cleared against the ledger: held against all that was released before, and recorded in the same act."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from outcomelab.disclosure.figures import cleared_figures
from outcomelab.disclosure.gate.bits import shared, sizes
from outcomelab.disclosure.gate.check import Broken, broken
from outcomelab.disclosure.gate.coarsening import less_detail
from outcomelab.disclosure.gate.known import About, Populations
from outcomelab.disclosure.gate.merging import coarsened
from outcomelab.disclosure.ledger.persons import asked, limits, past, placed, sharing, why_refused
from outcomelab.disclosure.ledger.record import Act, Entry
from outcomelab.disclosure.ledger.release import Release, marked, release
from outcomelab.disclosure.ledger.store import Book, Ledger, opened
from outcomelab.disclosure.ledger.vault import Ints, Members
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.refused import TOO_MUCH, Coarsening, Refused
from outcomelab.protocol.model import Protocol


@dataclass(frozen=True)
class _Case:
    """What a release is held against: all that was released of its holding (`known`), on the numbering of the
    ledger's `register` with this study's own persons after it."""

    book: Book
    protocol: Protocol
    membership: pa.Table
    register: Ints
    known: Populations


@dataclass(frozen=True)
class _Tried:
    """One form of a release held against the past. `mark`: see `Entry`; `again`: it is recorded already."""

    figures: Figures
    release: Release
    members: Members
    new: Populations
    mark: str
    again: bool
    broken: tuple[Broken, ...]

    @property
    def blamed(self) -> tuple[About, ...]:
        """The populations that break a rule."""
        return tuple(self.new.about[place] for one in self.broken for place in one.populations)


def gated(
    findings: Findings, protocol: Protocol, ledger: Ledger, membership: pa.Table, checked_by: str
) -> Figures | Refused:
    """The figures that may leave, recorded for ever, or a refusal, recorded too.

    The same release as one recorded already (the same cohort, protocol and figures) may leave again and adds
    nothing. Raises LedgerError when the ledger cannot be read, written or trusted; DisclosureRefused as
    `cleared_figures` does.
    """
    cleared_figures(findings, protocol)  # what fails by itself needs no ledger
    with opened(ledger) as book:
        register = book.register(protocol.holding.name)
        everyone = len(np.union1d(register, membership["member"].to_numpy()))
        case = _Case(book, protocol, membership, register, past(book, protocol.holding.name, everyone))
        tried = _try(findings, case)
        if tried.broken:
            offered = _offered(findings, tried, case)
            book.add(_entry("refused", tried, case, checked_by), why_refused(tried.broken, tried.new))
            return Refused((TOO_MUCH,), offered)
        if not tried.again:
            book.add(_entry("released", tried, case, checked_by), tried.members)
        return tried.figures


def _try(findings: Findings, case: _Case) -> _Tried:
    figures = cleared_figures(findings, case.protocol)
    made = release(figures, findings.impact, case.protocol, case.membership)
    members = placed(made, case.register)
    new = asked(made, members)
    mine = marked(case.book.ledger.key, made)
    again = any(entry.mark == mine for entry in case.book.released(made.holding))
    found = () if again else broken(new, case.known, limits(case.protocol.disclosure))
    return _Tried(figures, made, members, new, mine, again, found)


def _offered(findings: Findings, refused: _Tried, case: _Case) -> Coarsening | None:
    """The first coarsening that passes; else the cohort as it was in the study's last release, if nobody of it is
    missing now."""
    impact = findings.impact
    names = {(impact.labels.get(one.subgroup, one.subgroup), one.level): one for one in impact.subgroups}
    told = {population.name for population in refused.blamed if population.role == "part"}
    blamed = frozenset(
        (one.subgroup, one.level) for (label, level), one in names.items() if f"{label}: {level}" in told
    )
    if not any(population.role == "cohort" for population in refused.blamed):
        for coarsening in less_detail(impact, blamed):
            less = replace(findings, impact=coarsened(impact, coarsening))
            if not _try(less, case).broken:
                return coarsening
    return _kept(refused, case)


def _kept(refused: _Tried, case: _Case) -> Coarsening | None:
    known, mine = case.known, refused.new.role("cohort")
    earlier = known.only([one.role == "cohort" and one.study == refused.release.name for one in known.about])
    inside = shared(mine.words, earlier.words)[0] == sizes(earlier.words)
    numbers = [one.release for one, kept in zip(earlier.about, inside, strict=True) if kept]
    as_it_was = (earlier.words == mine.words).all(axis=1).any()
    return Coarsening(frozen=max(numbers)) if numbers and not as_it_was else None


def _entry(act: Act, tried: _Tried, case: _Case, checked_by: str) -> Entry:
    out = act == "released"
    return Entry(
        number=0,
        act=act,
        on=tried.figures.study.made_on,
        holding=tried.release.holding,
        study=tried.release.study,
        rules=case.protocol.disclosure,
        checked_by=checked_by,
        populations=tried.release.populations if out else (),
        shares_persons_with=sharing(tried.new, case.known) if out else (),
        mark=tried.mark,
        vault="",
        previous="",
    )
