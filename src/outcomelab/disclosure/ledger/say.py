"""An entry of the ledger in words, for checkers, custodians and auditors."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.disclosure.ledger.record import Entry, Interval, Population


def entry_line(entry: Entry) -> str:
    """Number, day, what, holding, study, and who checked."""
    said = f"{entry.number:>4}  {entry.on.isoformat()}  {entry.act}  {entry.holding}: {entry.study.title}"
    return f"{said} ({entry.study.agreement}), checked by {entry.checked_by}"


def entry_lines(entry: Entry) -> Iterator[str]:
    """All that is recorded of a release, a line each."""
    study = entry.study
    yield f"{entry.number}. {study.title}: {entry.act} on {entry.on:%d %B %Y}"
    if study.protocol_sha256:
        yield f"programme {study.programme}, provider {study.provider}, agreement {study.agreement}"
        yield f"holding {entry.holding}, protocol {study.protocol_sha256[:12]}, checked by {entry.checked_by}"
    else:
        yield f"a table of {entry.holding}, checked by {entry.checked_by}"
    rules = entry.rules
    yield f"rules: at least {rules.threshold} persons with and without the outcome, counts to base {rules.base}"
    for population in entry.populations:
        yield from _population(population)
    if entry.spent is not None:
        paid = f"paid for with {entry.spent.rho:g} (zCDP) of the budget of {entry.spent.year}"
        yield f"  {entry.spent.label}: {entry.spent.count} with noise, {paid}"
    if entry.shares_persons_with:
        yield f"shares persons with {', '.join(map(str, entry.shares_persons_with))}"
    yield f"hash {entry.hash}"


def _population(population: Population) -> Iterator[str]:
    size = f": {_said(population.persons)} persons" if population.persons else ""
    yield f"  {population.name}{size}"
    for told in population.told:
        parts = [f"{_said(told.with_outcome)} with it"] if told.with_outcome else []
        parts += [f"published as a figure from {_said(told.value)}"] if told.value else []
        yield f"    {told.label}: {', '.join(parts) or 'withheld, nothing implied'}"


def _said(interval: Interval) -> str:
    return f"{interval.low:g} to {interval.high:g}"
