"""A holding joins the spine: its persons are found there, and those who are not there become new ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from splink.internals.exceptions import SplinkException

from outcomelab.engines.duck import memory
from outcomelab.errors import LinkageError
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS, IdentifierStore
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.spine import MEMBERSHIP, SPELLINGS, Spine
from outcomelab.linkage.duplicates import find_duplicates
from outcomelab.linkage.score import Numbers
from outcomelab.linkage.spine.find import NOBODY, Found, Side, find_persons
from outcomelab.linkage.spine.recognise import NOT_KNOWN, Keys, recognise, settle
from outcomelab.linkage.tables import read_persons
from outcomelab.protocol.model import Linkage

STAGE = "spine"
_IDENTIFIERS = PERSONS_IDENTIFIERS.names[1:]


@dataclass(frozen=True)
class Joined:
    """The spine with the holding on it. `records` of the holding are so many persons `found` on it and so many
    `new`. Shares (0–1) are estimated: `precision` and `recall` of the links to persons on the spine,
    `duplicates_precision` of the records put together; None where there are none."""

    spine: Spine
    records: int
    found: int
    new: int
    precision: float | None
    recall: float | None
    duplicates_precision: float | None


def join(
    holding: str,
    persons: IdentifierStore | pa.Table,
    spine: Spine,
    rule: Linkage,
    new_keys: Callable[[int], Keys],
    progress: Progress = silent,
) -> Joined:
    """Link a holding's persons to the spine, in place of what the spine had of that holding.

    persons: the holding's identifier store, or a table by PERSONS_IDENTIFIERS. rule: the estimated precision
    that links must reach. new_keys: draws that many distinct random numbers for persons the spine does not
    have. Every key that was on the spine stays the same person's: a record written exactly as before has its
    former key. Spellings of people who are no longer in the holding leave with them, and a person whom no
    holding has any more leaves the spine.

    Raises LinkageError when linkage cannot be done on what was given, HoldingError when the store does not
    open. No message carries a personal value.
    """
    records = read_persons(persons).sort_by("person_key")
    own = pc.equal(spine.spellings["holding"], holding)
    clusters = find_duplicates(records, rule, progress)
    joined = None
    # Splink's and DuckDB's messages quote SQL and may quote a value: they are not even the error's context.
    with closing(memory()) as connection, suppress(SplinkException, duckdb.Error):
        cluster = clusters.clusters["cluster"]
        known = recognise(connection, records, cluster, spine.spellings.filter(own))
        group, key = settle(cluster.to_numpy(), known)
        recognised = int((key != NOT_KNOWN).sum())
        progress(STAGE, f"looking on the spine for the persons of {holding} who are not known yet")
        key, found = _found(connection, records, group, key, spine, rule)
        joined = recognised, found
    if joined is None:
        raise LinkageError("The holding could not be compared with the spine on this machine.")
    recognised, found = joined
    new = key == NOT_KNOWN
    key[new] = _fresh(new_keys, int(new.sum()), spine)
    right, links = float(found.probability.sum()) + recognised, len(found.listed) + recognised
    there = max(found.findable, float(found.probability.sum())) + recognised
    return Joined(
        spine=_with(spine, holding, records, key[group]),
        records=records.num_rows,
        found=links,
        new=int(new.sum()),
        precision=right / links if links else None,
        recall=right / there if there >= 0.5 else None,
        duplicates_precision=clusters.report.precision,
    )


def leave(holding: str, spine: Spine) -> Spine:
    """The spine without a holding, and without the people whom only that holding had."""
    return Spine(
        spine.spellings.filter(pc.not_equal(spine.spellings["holding"], holding)),
        spine.membership.filter(pc.not_equal(spine.membership["holding"], holding)),
    )


def _found(
    connection: duckdb.DuckDBPyConnection,
    records: pa.Table,
    group: Numbers,
    key: Keys,
    spine: Spine,
    rule: Linkage,
) -> tuple[Keys, Found]:
    """The groups' spine keys with those that linkage finds, and what it found."""
    asked = key[group] == NOT_KNOWN
    # Whom the holding has already is not looked for again.
    free = pc.invert(pc.is_in(spine.spellings["spine_key"], pa.array(key[key != NOT_KNOWN])))
    held = spine.spellings.filter(free).group_by(["spine_key", *_IDENTIFIERS]).aggregate([])
    if not asked.any() or not held.num_rows:
        return key, NOBODY
    which, listed = np.unique(group[asked], return_inverse=True)
    whose, person = np.unique(held["spine_key"].to_numpy(), return_inverse=True)
    found = find_persons(
        connection,
        Side(records.filter(pa.array(asked)), listed.astype(np.int32), len(which)),
        Side(held, person.astype(np.int32), len(whose)),
        rule,
    )
    key = key.copy()
    key[which[found.listed]] = whose[found.held]
    return key, found


def _fresh(new_keys: Callable[[int], Keys], number: int, spine: Spine) -> Keys:
    there = np.unique(spine.spellings["spine_key"].to_numpy())
    drawn = new_keys(number).copy()
    while True:
        again = np.isin(drawn, there)
        again[np.setdiff1d(np.arange(number), np.unique(drawn, return_index=True)[1])] = True
        if not again.any():
            return drawn
        drawn[again] = new_keys(int(again.sum()))


def _with(spine: Spine, holding: str, records: pa.Table, key: Keys) -> Spine:
    others = leave(holding, spine)
    name = pa.array([holding]).take(pa.array(np.zeros(len(key), np.int8)))
    before = spine.spellings.filter(pc.equal(spine.spellings["holding"], holding))
    before = before.filter(pc.is_in(before["spine_key"], pa.array(key)))
    now = pa.table([key, name, *(records[column] for column in _IDENTIFIERS)], schema=SPELLINGS)
    spellings = pa.concat_tables([before, now]).group_by(SPELLINGS.names).aggregate([])
    membership = pa.table([name, records["person_key"], key], schema=MEMBERSHIP)
    return Spine(
        # In the order of the keys, which says nothing about anybody.
        pa.concat_tables([others.spellings, spellings.select(SPELLINGS.names)]).sort_by("spine_key"),
        pa.concat_tables([others.membership, membership]).sort_by("spine_key"),
    )
