"""The linkage room's front door: from two lists of identifiers to person keys. Identifiers end here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace

import duckdb
import pyarrow as pa
from splink.internals.exceptions import SplinkException

from outcomelab.engines.duck import memory
from outcomelab.errors import LinkageError
from outcomelab.handovers.holding import IdentifierStore
from outcomelab.handovers.linkage import CROSSWALK, Linked
from outcomelab.handovers.progress import Progress, silent
from outcomelab.linkage import candidates, relatives
from outcomelab.linkage.compare import CLEAR
from outcomelab.linkage.decide import Decision, decide
from outcomelab.linkage.learned import learned
from outcomelab.linkage.quality import report
from outcomelab.linkage.scheme import Scheme
from outcomelab.linkage.score import Floats, Pairs, score
from outcomelab.linkage.tables import prepare, read_persons
from outcomelab.linkage.train import learn
from outcomelab.protocol.model import Linkage

STAGE = "link"


def link(
    participants: pa.Table,
    persons: IdentifierStore | pa.Table,
    rule: Linkage,
    on: dt.date | None = None,
    progress: Progress = silent,
    *,
    repeats: bool = False,
) -> Linked:
    """Find each participant among the persons of a holding, and say how well that went.

    participants: by `COHORT_IDENTIFIERS`; persons: the holding's identifier store, or a table by
    `PERSONS_IDENTIFIERS`, one row a person. rule: the estimated precision the links must reach. on: the day
    at which ages are taken for the age bands; without it there are none. Links are one-to-one;
    with `repeats`, for a list on which one person can be several times (pay slips), several participants may
    be the same person, and a participant is still at most one.

    The result does not depend on the order of rows or on person keys: where two people match a participant
    equally well there is no link. Everything happens in memory; nothing is left behind.

    Method: Fellegi–Sunter on Splink's comparisons (Linacre et al. 2022), with frequencies of values, levels
    learned by expectation maximisation under one-to-one (`train`), and families in the register counted
    as such (`relatives`). The threshold comes from the estimated precision (`decide`).

    Raises LinkageError when linkage cannot be done on what was given; HoldingError when the store does not
    open. No message carries a personal value.
    """
    # Splink's and DuckDB's messages quote SQL and may quote a value: they are not even the error's context.
    with closing(memory()) as connection, suppress(SplinkException, duckdb.Error):
        return _link(connection, participants, persons, rule, on, progress, repeats)
    raise LinkageError("Participants and persons could not be compared on this machine.")


def _link(
    connection: duckdb.DuckDBPyConnection,
    participants: pa.Table,
    persons: IdentifierStore | pa.Table,
    rule: Linkage,
    on: dt.date | None,
    progress: Progress,
    repeats: bool,
) -> Linked:
    held = read_persons(persons)
    progress(STAGE, f"standardising {participants.num_rows:,} participants and {held.num_rows:,} persons")
    shared = prepare(connection, participants, held)
    sizes = participants.num_rows, held.num_rows
    del held
    scheme = replace(CLEAR, comparisons=tuple(c for c in CLEAR.comparisons if c.identifier in shared))
    return linked(connection, scheme, sizes, rule, on, progress, repeats=repeats)


def linked(
    connection: duckdb.DuckDBPyConnection,
    scheme: Scheme,
    sizes: tuple[int, int],
    rule: Linkage,
    on: dt.date | None,
    progress: Progress,
    weigh: Callable[[Pairs], Pairs] | None = None,
    *,
    repeats: bool = False,
) -> Linked:
    """Link the tables `participants` and `persons`, of `sizes` records, by `scheme`, clear or encoded.

    `weigh`, of encoded lists, may change what frequencies say before anything is learned. Raises LinkageError when
    nobody can be told from anybody else; SplinkException or duckdb.Error, which the front door keeps in.
    """

    def said(words: str) -> None:
        progress(STAGE, words)

    found = candidates.find(connection, scheme.combinations, said)
    if found.left_out and not found.pairs:
        raise LinkageError(
            "So many people share the same names and dates that nobody can be told from anybody else. "
            "Check that the identifiers were not filled in by mistake."
        )
    progress(STAGE, _said(found))
    pairs = score(connection, scheme, *sizes, said)
    if weigh:
        pairs = weigh(pairs)
    progress(STAGE, "learning how often two records of one person agree")
    model = learn(pairs, scheme.comparisons, relatives.count(connection, scheme.family), *sizes, repeats=repeats)
    decision = decide(pairs, model, rule.precision, sizes[0], repeats=repeats)
    told = replace(
        report(connection, pairs, model.probability, decision, on, clear=weigh is None),
        model=learned(pairs, model, scheme.comparisons, rule.precision, decision.threshold, found),
    )
    progress(STAGE, f"linked {told.flow.count:,} of {sizes[0]:,} participants")
    return Linked(_crosswalk(connection, pairs, model.probability, decision), told)


def _said(found: candidates.Candidates) -> str:
    words = f"comparing {found.pairs:,} pairs"
    if found.left_out:
        words += f"; {found.left_out:,} more share only what very many people share, and were left out"
    return words


def _crosswalk(
    connection: duckdb.DuckDBPyConnection, pairs: Pairs, probability: Floats, decision: Decision
) -> pa.Table:
    kept = decision.kept
    chosen = pa.table(
        {"a": pairs.participant[kept], "b": pairs.person[kept], "match_probability": probability[kept]}
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
