"""The linkage room's front door: from two lists of identifiers to person keys. Identifiers end here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace

import duckdb
import pyarrow as pa
from splink.internals.exceptions import SplinkException

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.engines.duck import memory
from outcomelab.errors import LinkageError
from outcomelab.handovers.holding import IdentifierStore
from outcomelab.handovers.linkage import CROSSWALK, Linked
from outcomelab.handovers.progress import Progress, silent
from outcomelab.linkage.compare import CLEAR
from outcomelab.linkage.engine import comparing
from outcomelab.linkage.learned import versions
from outcomelab.linkage.quality import expected, report
from outcomelab.linkage.scheme import Scheme
from outcomelab.linkage.sides import refuse_few, refuse_other_things
from outcomelab.linkage.tables import prepare, read_persons
from outcomelab.linkage.weighed import Weighed, weighed
from outcomelab.protocol.model import Linkage
from outcomelab.unfinished.steps import NOTHING_KEPT, Keeping, Steps

STAGE = "link"


def link(
    participants: pa.Table,
    persons: IdentifierStore | pa.Table,
    rule: Linkage,
    on: dt.date | None = None,
    progress: Progress = silent,
    *,
    repeats: bool = False,
    several: bool = False,
    groups: pa.Table | None = None,
    keep: Keeping | None = None,
    engine: Engine = DUCKDB,
) -> Linked:
    """Find each participant among the persons of a holding, and say how well that went.

    participants: by `COHORT_IDENTIFIERS` (`born_also` may be left out); persons: the holding's identifier store,
    or a table by `PERSONS_IDENTIFIERS`, one row a person. rule: the estimated precision the links must reach. on:
    the day at which ages are taken for the age bands; without it there are none. Links are one-to-one; with
    `repeats`, for a list on which one person can be several times (pay slips), several participants may
    be the same person, and a participant is still at most one. With `several` one person may have several records
    on either side, spelled differently: rivals for a record are compared with each other, and where they are one
    person, each such participant is linked, and to the best of such persons. groups: `row` and beside it columns
    of words that quality is told by besides age band and sex, each named for what it groups by (site).

    The result does not depend on the order of rows or on person keys: where two people match a participant
    equally well there is no link. Everything happens in memory; nothing is left behind. Only with `keep`, which
    `unfinished.steps.unfinished` gives, finished steps are kept on the disk, without identifiers and
    encrypted, for as long as the run lasts; when it is killed, the same call takes them up, with the same result.

    engine: where pairs are compared. On Spark both lists go to the cluster, without rows and person keys, and
    numbers of records and their levels come back; the rest happens here. The links are the same but for what the
    two engines compute differently (docs/spark.md).

    Method: Fellegi–Sunter on Splink's comparisons (Linacre et al. 2022), with frequencies of values, levels
    learned by expectation maximisation under one-to-one (`train`), and families in the register counted
    as such (`relatives`). The threshold comes from the estimated precision (`decide`).

    Raises LinkageError when linkage cannot be done on what was given, as with fewer than 3 on either side;
    UsageError for other things than these; HoldingError when the store does not
    open; EngineError when Spark cannot be reached or stops. No message carries a personal value.
    """
    refuse_other_things(participants, persons, rule)
    # Splink's and DuckDB's messages quote SQL and may quote a value: they are not even the error's context.
    with closing(memory()) as connection, suppress(SplinkException, duckdb.Error):
        held = read_persons(persons)
        scheme, sizes = prepared(connection, participants, held, lambda words: progress(STAGE, words))
        steps = begun(keep, (participants, held), scheme, rule, progress, engine, repeats=repeats, several=several)
        del held
        with comparing(connection, engine, sum(sizes)) as running:
            found = weighed(
                running,
                scheme,
                sizes,
                rule,
                lambda words: progress(STAGE, words),
                repeats=repeats,
                several=several,
                steps=steps,
            )
        return linked(connection, replace(found, engine=engine), on, progress, groups=groups)
    raise LinkageError("Participants and persons could not be compared on this machine.")


def prepared(
    connection: duckdb.DuckDBPyConnection,
    participants: pa.Table,
    persons: IdentifierStore | pa.Table,
    said: Callable[[str], None],
) -> tuple[Scheme, tuple[int, int]]:
    """Make the tables `participants` and `persons`, in the clear. Returns how to compare them, and their sizes."""
    held = read_persons(persons)
    refuse_few((participants.num_rows, held.num_rows))
    said(f"standardising {participants.num_rows:,} participants and {held.num_rows:,} persons")
    shared = prepare(connection, participants, held)
    comparisons = tuple(c for c in CLEAR.comparisons if c.identifier in shared)
    return replace(CLEAR, comparisons=comparisons), (participants.num_rows, held.num_rows)


def begun(
    keep: Keeping | None,
    sides: tuple[pa.Table, pa.Table],
    scheme: Scheme,
    rule: Linkage,
    progress: Progress,
    engine: Engine = DUCKDB,
    *,
    repeats: bool = False,
    several: bool = False,
) -> Steps:
    """What is kept of an earlier run that linked these sides, as they are compared, in just this way."""
    settings = repr((versions(engine), engine.name, scheme, rule.precision, repeats, several))
    return NOTHING_KEPT if keep is None else keep(sides, settings, lambda words: progress(STAGE, words))


def linked(
    connection: duckdb.DuckDBPyConnection,
    found: Weighed,
    on: dt.date | None,
    progress: Progress,
    *,
    groups: pa.Table | None = None,
) -> Linked:
    """The links `found` between the tables `participants` and `persons`, clear or encoded, and how good they are.
    `on` and `groups` are as in `link`."""
    progress(STAGE, "estimating how good the links are")
    told = report(connection, found, on, groups)
    progress(STAGE, f"linked {told.flow.count:,} of {found.listed:,} participants")
    return Linked(crosswalk(connection, found), told, expected(connection, found, told.compared))


def crosswalk(connection: duckdb.DuckDBPyConnection, found: Weighed) -> pa.Table:
    """The links kept, by `CROSSWALK`, in the order of rows."""
    kept, pairs = found.decision.kept, found.pairs
    chosen = pa.table(
        {"a": pairs.participant[kept], "b": pairs.person[kept], "match_probability": found.probability[kept]}
    )
    connection.register("chosen", chosen)
    return (
        connection.sql(
            "SELECT l.key AS row, r.key AS person_key, match_probability FROM chosen"
            " JOIN participants AS l ON a = l.unique_id JOIN persons AS r ON b = r.unique_id ORDER BY row"
        )
        .to_arrow_table()
        .cast(CROSSWALK)
    )
