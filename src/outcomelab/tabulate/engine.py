"""The engine that rows are added up on: in this process, or on a cluster that is sent them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pyarrow as pa

from outcomelab.engines.choice import Engine
from outcomelab.engines.duck import memory
from outcomelab.engines.on_duck import OnDuck
from outcomelab.engines.running import Running
from outcomelab.tabulate.asked import ROWS

# Rows that are sent at once; and bytes in the driver, of a row: numbers.
_AT_ONCE, _A_ROW = 1_000_000, 100


@contextmanager
def adding_up(rows: pa.Table, engine: Engine) -> Iterator[Running]:
    """The engine at work, with `rows` as its table `contributing_rows`. Raises EngineError as
    `engines.spark.session.opened` does."""
    if engine.name == "duckdb":
        with closing(memory()) as connection:
            connection.register(ROWS, rows)
            yield OnDuck(connection)
        return
    # Whoever adds up here need not wait until these are loaded.
    from outcomelab.engines.spark.on_spark import OnSpark
    from outcomelab.engines.spark.sending import send
    from outcomelab.engines.spark.session import opened
    from outcomelab.engines.spark.starting import Load

    with opened(engine.address, Load(rows.num_rows, _A_ROW)) as session:
        send(session, ROWS, (rows.slice(start, _AT_ONCE) for start in range(0, rows.num_rows, _AT_ONCE)))
        yield OnSpark(session)
