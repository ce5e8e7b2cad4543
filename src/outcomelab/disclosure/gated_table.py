"""A table cleared against the ledger: held against all that was released before, and recorded in the same act."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outcomelab.disclosure.beside import Out
from outcomelab.disclosure.coarser import coarser, only
from outcomelab.disclosure.columns import too_many_columns
from outcomelab.disclosure.contributors import Digests
from outcomelab.disclosure.evidence.past import nearest
from outcomelab.disclosure.gate.check import Broken
from outcomelab.disclosure.gate.known import Populations
from outcomelab.disclosure.gate.tables import broken_by_table
from outcomelab.disclosure.joined import Joined, joined
from outcomelab.disclosure.ledger.persons import asked, limits, past, placed, sharing, why_refused
from outcomelab.disclosure.ledger.record import Act, Entry
from outcomelab.disclosure.ledger.release import Release, marked
from outcomelab.disclosure.ledger.store import Book, Ledger, opened
from outcomelab.disclosure.ledger.table import kept, people_in, table_names, table_release, tables_in, telling
from outcomelab.disclosure.ledger.vault import Ints, Members
from outcomelab.disclosure.merging import small_merged
from outcomelab.disclosure.offer import TRIAL, earlier_people, less_detail
from outcomelab.disclosure.suppress.suppress import SECONDS
from outcomelab.disclosure.tables import Cost, prints, protected
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.cells import Cells
from outcomelab.handovers.evidence import Overlap
from outcomelab.handovers.refused import TOO_MUCH, Coarsening, Refused
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.rules import DisclosureRules


@dataclass(frozen=True)
class Asked:
    """What the ledger is told of a table: what it is called, of whose people it is, which columns nobody outside
    knows, which are ordered, who checked it and when; what withholding shall cost least of, and how many seconds
    the best choice of cells is looked for."""

    title: str
    holding: str
    sought: tuple[str, ...]
    ordered: Mapping[str, tuple[str, ...]]
    checked_by: str
    on: dt.date
    cost: Cost = "value"
    seconds: float = SECONDS


@dataclass(frozen=True)
class Gated:
    """What became of a table: the figures that leave, or a refusal; for the checker what it would have shown, and
    how its people overlap with those of earlier releases."""

    answer: TableFigures | Refused
    figures: TableFigures | None
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True)
class _Case:
    """What a table is held against: everything released of its people, on the ledger's numbering."""

    book: Book
    rules: DisclosureRules
    asked: Asked
    register: Ints
    known: Populations
    out: tuple[Out, ...]


@dataclass(frozen=True)
class _Tried:
    """A table held against the past; `figures` None where nothing that may be shown protects what is out.
    `recorded`: the number of the release that it is already, infinite where it is none."""

    figures: TableFigures | None
    release: Release | None
    members: Members
    new: Populations
    mark: str
    recorded: float
    broken: tuple[Broken, ...]

    @property
    def refused(self) -> bool:
        return self.figures is None or bool(self.broken)


def gated_table(
    tables: Sequence[Cells],
    rules: DisclosureRules,
    ledger: Ledger,
    about: Asked,
    unmerged: Sequence[Cells] | None = None,
) -> Gated:
    """The figures that may leave, recorded for ever, or a refusal, recorded too.

    `unmerged`: the tables before small values were shown together, where they were. The same table as one recorded
    already adds nothing. Raises LedgerError when the ledger cannot be read, written or trusted; DisclosureRefused
    for what fails by itself.
    """
    with opened(ledger) as book:
        register = book.register(about.holding)
        known = past(book, about.holding, len(np.union1d(register, _members(tables))))
        out = tuple(one for entry in book.released(about.holding) for one in tables_in(book.members(entry).table))
        case = _Case(book, rules, about, register, known, out)
        tried = _try(tables, case, about.seconds)
        beside = tuple(nearest(tried.new, known.only([one.release < tried.recorded for one in known.about])))
        if tried.figures is None or tried.broken:
            offered = _offered(tables, unmerged, tried, case)
            book.add(_entry("refused", tried, case), why_refused(tried.broken, tried.new))
            # How many people their table has they know; every other rule is refused by in the same words.
            why = too_many_columns(tables, len(_members(tables)), rules) or TOO_MUCH
            return Gated(Refused((why,), offered), tried.figures, beside)
        if tried.recorded == math.inf:
            book.add(_entry("released", tried, case), tried.members)
        return Gated(tried.figures, tried.figures, beside)


def of_release(tables: Sequence[Cells], ledger: Ledger, people: str, number: int) -> tuple[Cells, ...]:
    """Tables of those who were in an earlier release alone. Raises LedgerError when there is none such."""
    with opened(ledger) as book:
        members = book.cohort(people, number)
    return only(tables, members)


def _members(tables: Sequence[Cells]) -> Ints:
    held = [cells.held for cells in tables]
    if any(one is None for one in held):
        raise UsageError("The ledger needs to know whose each row is: name the column with --person.")
    return np.unique(np.concatenate([one.member for one in held if one is not None]))


def _try(tables: Sequence[Cells], case: _Case, seconds: float) -> _Tried:
    table = joined(tables, case.rules)
    if too_many_columns(tables, len(_members(tables)), case.rules):
        return _nothing_shown(table, case, Broken("columns", ()))
    marks = prints(table)
    measure = table.tables[0].amounts.name if table.tables[0].amounts else ""
    out = _adding_up_with(marks, tuple(one for one in case.out if one.measure == measure))
    about = case.asked
    try:
        figures = protected(table, case.rules, about.cost, seconds, out)
    except DisclosureRefused:
        if not out:
            raise
        return _nothing_shown(table, case, Broken("narrowed", ()))
    made = table_release(table, figures, about.holding, about.title, about.sought)
    members = placed(made, case.register)
    members = replace(members, table=kept(table, figures, marks))
    new = asked(made, members)
    mine = marked(case.book.ledger.key, made, telling(members.table, figures))
    recorded = next((one.number for one in case.book.released(about.holding) if one.mark == mine), math.inf)
    # Tried on the people of an earlier release, a table knows fewer of them than the one that was asked for.
    known = past(case.book, about.holding, members.sets.shape[1])
    found = broken_by_table(new, known, limits(case.rules)) if recorded == math.inf else ()
    return _Tried(figures, made, members, new, mine, recorded, found)


def _adding_up_with(marks: Digests, earlier: Sequence[Out]) -> tuple[Out, ...]:
    """The earlier tables that share a cell with a new one (of fingerprints `marks`), or with one that does, and so
    on: what one of them withholds may be withheld for the sake of another."""
    out: tuple[Out, ...] = ()
    seen = marks
    while len(more := tuple(one for one in earlier if np.isin(one.prints[one.prints > 0], seen).any())) > len(out):
        out, seen = more, np.concatenate([marks, *(one.prints for one in more)])
    return out


def _nothing_shown(table: Joined, case: _Case, why: Broken) -> _Tried:
    """A table of which nothing can be shown, as when its cells would give away what earlier ones withheld,
    whatever is withheld of it: nothing is told of its people but who they are."""
    made = people_in(table, case.asked.holding, case.asked.title)
    members = placed(made, case.register)
    new = asked(made, members)
    return _Tried(None, None, members, new, "", math.inf, broken=(why,))


def _offered(
    tables: Sequence[Cells], unmerged: Sequence[Cells] | None, refused: _Tried, case: _Case
) -> Coarsening | None:
    """The first coarsening that passes: small values merged, a column left out, the people of an earlier release;
    and with those, the former."""
    people = list(earlier_people(refused.new, case.known))
    detail = list(less_detail(tables, case.rules.threshold, case.asked.ordered))
    everyone = any(refused.new.about[place].role == "whole" for one in refused.broken for place in one.populations)
    both = [less.and_(one) for one in people for less in detail]
    order: list[Coarsening] = [*([] if everyone else detail), *people, *both]
    for coarsening in order:
        try:
            some = tables if coarsening.frozen is None else _of_release(tables, unmerged, coarsening.frozen, case)
            if not _try(coarser(some, coarsening), case, case.asked.seconds * TRIAL).refused:
                return coarsening
        except (DisclosureRefused, UsageError):
            continue  # it fails by itself: the next one
    return None


def _of_release(
    tables: Sequence[Cells], unmerged: Sequence[Cells] | None, number: int, case: _Case
) -> tuple[Cells, ...]:
    """Tables of those who were in an earlier release alone, who alone say then which values are merged."""
    members = case.book.cohort(case.asked.holding, number)
    if unmerged is None:
        return only(tables, members)
    some = only(unmerged, members)
    return coarser(some, small_merged(some, case.rules.threshold, case.asked.ordered))


def _entry(act: Act, tried: _Tried, case: _Case) -> Entry:
    out = act == "released" and tried.release is not None
    about = case.asked
    return Entry(
        number=0,
        act=act,
        on=about.on,
        holding=about.holding,
        study=table_names(about.title),
        rules=case.rules,
        checked_by=about.checked_by,
        populations=tried.release.populations if out and tried.release else (),
        shares_persons_with=sharing(tried.new, case.known) if out else (),
        mark=tried.mark,
        vault="",
        previous="",
    )
