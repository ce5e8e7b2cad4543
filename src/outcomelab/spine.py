"""The hall's other half: many holdings, one list of persons, and the pseudonyms under which they meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from outcomelab.errors import HoldingError, LinkageError
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.spine import HoldingOnSpine, Spine, SpineStatus
from outcomelab.holdings.identifiers import open_identifiers
from outcomelab.holdings.opening import registered
from outcomelab.holdings.person_keys import person_keys
from outcomelab.holdings.spine import replacing
from outcomelab.holdings.spine.both import open_both
from outcomelab.holdings.spine.opening import read_record, registration, status
from outcomelab.holdings.spine.pseudonyms import forget, pseudonyms
from outcomelab.linkage.spine.count import persons, shared
from outcomelab.linkage.spine.join import Joined, join, leave
from outcomelab.linkage.spine.store import EMPTY, read, write
from outcomelab.protocol.model import Linkage

__all__ = ["build", "forget", "pseudonyms", "status"]

STAGE = "spine"


def build(
    holdings: Path,
    keys: Path,
    *,
    rule: Linkage | None = None,
    today: dt.date | None = None,
    progress: Progress = silent,
) -> SpineStatus:
    """Link every registered holding to the spine that is not linked yet, or was registered anew since.

    holdings, keys: the lab's folders. rule: the estimated precision that links must reach (default .99).
    The spine lies in `holdings/_spine`: two encrypted files, identifiers and membership, a key each. Every
    person's key stays what it was. Each holding is kept as soon as it is linked, so that a build that was
    stopped goes on with the next one; where nothing is to be done nothing is written.

    Returns what `status` tells. Raises LinkageError, once all others are linked, when holdings cannot be
    linked; HoldingError when a folder, store or key will not do.
    """
    names = tuple(one.name for one in registered(holdings))
    if not names and read_record(holdings) is None:
        raise HoldingError(f"No holding is registered in {holdings} yet. First: outcomelab holdings add")
    day = today or dt.date.today()
    refused: list[str] = []
    with replacing.building(holdings, keys):
        record = read_record(holdings)
        spine = read(open_both(holdings, keys, record.version)) if record else EMPTY
        told = {one.holding: one for one in record.status.holdings} if record else {}
        for name in sorted(set(told) - set(names)):
            progress(STAGE, f"{name} is no longer registered: it leaves the spine")
            spine = leave(name, spine)
            del told[name]
            _keep(holdings, keys, spine, tuple(told.values()))
        for name in names:
            mark = registration(holdings, name)
            if name in told and told[name].registration == mark:
                continue
            store = open_identifiers(holdings, keys, name)
            try:
                joined = join(name, store, spine, rule or Linkage(), person_keys, progress)
            except LinkageError as error:
                refused.append(f"  {name}: {error}")
                continue
            spine = joined.spine
            told[name] = _told(name, mark, day, joined)
            _keep(holdings, keys, spine, tuple(told.values()))
            progress(STAGE, f"{name}: {joined.found:,} persons found on the spine, {joined.new:,} new.")
    if refused:
        raise LinkageError("Not every holding could be linked to the spine:\n" + "\n".join(refused))
    found = read_record(holdings)
    return found.status if found else SpineStatus(0, ())


def _keep(holdings: Path, keys: Path, spine: Spine, told: Sequence[HoldingOnSpine]) -> None:
    others = shared(spine)
    rows = sorted((replace(one, shared=others.get(one.holding, 0)) for one in told), key=lambda one: one.holding)
    replacing.replace(holdings, keys, lambda fresh: write(spine, fresh), SpineStatus(persons(spine), tuple(rows)))


def _told(name: str, mark: str, day: dt.date, joined: Joined) -> HoldingOnSpine:
    return HoldingOnSpine(
        holding=name,
        registration=mark,
        linked_on=day,
        records=joined.records,
        duplicates=joined.records - joined.found - joined.new,
        found=joined.found,
        new=joined.new,
        shared=0,
        precision=joined.precision,
        recall=joined.recall,
        duplicates_precision=joined.duplicates_precision,
    )
