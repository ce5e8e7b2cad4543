"""Encoded linkage: the same model on numbers that only the holders of a key could read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import duckdb
from splink.internals.exceptions import SplinkException

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.engines.duck import memory
from outcomelab.errors import LinkageError
from outcomelab.handovers.encoded import Encoded
from outcomelab.handovers.linkage import Linked
from outcomelab.handovers.progress import Progress, silent
from outcomelab.linkage.encoded.alone import refuse_keys
from outcomelab.linkage.encoded.scheme import scheme, with_rarity
from outcomelab.linkage.encoded.tables import LIST, REGISTER, prepare
from outcomelab.linkage.engine import comparing
from outcomelab.linkage.link import STAGE, begun, linked
from outcomelab.linkage.sides import refuse_few
from outcomelab.linkage.weighed import weighed
from outcomelab.protocol.model import Linkage
from outcomelab.unfinished.steps import Keeping


def link_encoded(
    participants: Encoded,
    persons: Encoded,
    rule: Linkage,
    near: Iterable[Path] = (),
    progress: Progress = silent,
    *,
    several: bool = False,
    keep: Keeping | None = None,
    engine: Engine = DUCKDB,
) -> Linked:
    """Find each encoded participant in an encoded register. The crosswalk joins the two files' rows.

    rule: the estimated precision that links must reach. near: folders this process works in, which must hold
    no key (the current one is looked into besides). Links are one-to-one, as in clear linkage, and learned in
    the same way; nothing is left behind. `several`, `keep` and `engine` are as in `link`.

    Raises LinkageError when a project key is in sight, when the two lists were not encoded alike, or when
    linkage cannot be done on what was given; EngineError as `link` does.
    """
    refuse_keys([Path.cwd(), *near], os.environ)
    with closing(memory()) as connection, suppress(SplinkException, duckdb.Error):
        sizes = participants.records.num_rows, persons.records.num_rows
        progress(STAGE, f"reading {sizes[0]:,} encoded participants and {sizes[1]:,} encoded persons")
        shared = prepare(connection, participants, persons)
        refuse_few(sizes, (LIST, REGISTER))
        with comparing(connection, engine, sum(sizes)) as running:
            kind, chance, family = scheme(running, shared, persons.encoding.hardening)
            both = participants.records, persons.records
            found = weighed(
                running,
                kind,
                sizes,
                rule,
                lambda words: progress(STAGE, words),
                lambda pairs: with_rarity(connection, pairs, persons.encoding, chance),
                several=several,
                steps=begun(keep, both, kind, rule, progress, engine, several=several),
                family=family,
            )
        return linked(connection, replace(found, engine=engine), None, progress)
    raise LinkageError("The encoded lists could not be compared on this machine.")
