"""Which records of one holding are the same person."""

from __future__ import annotations

from contextlib import closing, suppress

import duckdb
import numpy as np
import pyarrow as pa
from splink.internals.exceptions import SplinkException

from outcomelab.engines.duck import memory
from outcomelab.errors import LinkageError
from outcomelab.handovers.duplicates import CLUSTERS, Duplicates, DuplicatesReport
from outcomelab.handovers.progress import Progress, silent
from outcomelab.linkage.clusters import clusters
from outcomelab.linkage.decide import threshold_for
from outcomelab.linkage.score import Numbers
from outcomelab.linkage.sides import HOLDING
from outcomelab.linkage.tables import read_persons
from outcomelab.linkage.within import Within, compare_within
from outcomelab.protocol.model import Linkage

STAGE = "duplicates"
# Two people made one is worse than one person left as two, and a mean over many plain duplicates would let
# doubtful ones through: no pair below this counts, whatever precision is asked for (judgement).
LEAST = 0.95


def find_duplicates(persons: pa.Table, rule: Linkage, progress: Progress = silent) -> Duplicates:
    """Find the records of a holding that are one person, and say how well that went.

    persons: by PERSONS_IDENTIFIERS, one row a record. rule: the estimated precision that the pairs put
    together must reach. Twins, and father and son of one name, stay two people. Neither the order of rows
    nor the person keys change who is put together. Everything happens in memory; nothing is left behind.

    Method: the list compared with itself by the Fellegi–Sunter weights of linkage in the clear (`within`),
    families counted as such, records joined where the probability is high enough, and parted again where two
    of a cluster contradict each other (`clusters`).

    Raises LinkageError when the identifiers cannot tell people apart. No message carries a personal value.
    """
    records = read_persons(persons)
    progress(STAGE, f"looking for duplicates among {records.num_rows:,} records")
    # Splink's and DuckDB's messages quote SQL and may quote a value: they are not even the error's context.
    within = None
    with closing(memory()) as connection, suppress(SplinkException, duckdb.Error):
        within = compare_within(connection, records, HOLDING)
    if within is None:
        raise LinkageError("The records of the holding could not be compared on this machine.")
    threshold = max(LEAST, threshold_for(within.probability[within.probability >= LEAST], rule.precision))
    labels = clusters(within.first, within.second, within.probability, threshold, records.num_rows)
    report = _report(within, labels, threshold)
    progress(STAGE, f"{report.records:,} records are {report.persons:,} persons")
    return Duplicates(_by_smallest_key(records["person_key"].to_numpy(), labels), report)


def _report(within: Within, labels: Numbers, threshold: float) -> DuplicatesReport:
    together = within.probability[labels[within.first] == labels[within.second]]
    right, there = float(together.sum()), float(within.probability.sum()) + within.missed
    return DuplicatesReport(
        records=len(labels),
        persons=len(np.unique(labels)),
        threshold=threshold,
        precision=right / len(together) if len(together) else None,
        # Fewer pairs expected than one half: there is nothing to find.
        recall=min(right / there, 1.0) if there >= 0.5 else None,
    )


def _by_smallest_key(keys: Numbers, labels: Numbers) -> pa.Table:
    smallest = np.full(len(labels), np.iinfo(np.int64).max)
    np.minimum.at(smallest, labels, keys)
    order = np.argsort(keys)
    return pa.table([keys[order], smallest[labels[order]]], schema=CLUSTERS)
