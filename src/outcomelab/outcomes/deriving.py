"""The engine that outcomes are derived on: in this process, or on a cluster that is sent what it needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from outcomelab.engines import duck
from outcomelab.engines.choice import Engine
from outcomelab.engines.relations import Relations
from outcomelab.engines.relations_on_duck import RelationsOnDuck
from outcomelab.engines.spark.relations_on_spark import RelationsOnSpark
from outcomelab.engines.spark.session import opened
from outcomelab.engines.spark.starting import Load
from outcomelab.handovers.holding import ContentStore
from outcomelab.outcomes.explained import explained

# Bytes in the driver, of a row of content that the cluster is sent: numbers, dates, yes and no.
_A_ROW = 100


@contextmanager
def deriving(content: ContentStore, engine: Engine, tables: Collection[str]) -> Iterator[Relations]:
    """The engine at work on `content`, of which these `tables` will be read.

    Raises HoldingError when the store doesn't open, OutcomesError when it doesn't hold what it should, EngineError
    as `engines.spark.session.opened` does.
    """
    with duck.opened(content) as connection, explained():
        duck.lock(connection)
        here = RelationsOnDuck(connection)
        if engine.name == "duckdb":
            yield here
            return
        with opened(engine.address, Load(here.rows(tables), _A_ROW)) as session:
            yield RelationsOnSpark(session, here)
