"""What the other rooms hand in, checked before anything is computed from it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.engines.relations_on_duck import RelationsOnDuck
from outcomelab.errors import OutcomesError
from outcomelab.handovers.cohort import COHORT_DATES
from outcomelab.handovers.holding import Dictionary
from outcomelab.handovers.linkage import CROSSWALK
from outcomelab.outcomes.index_events import GIVEN
from outcomelab.outcomes.sources import PERSON, source
from outcomelab.protocol.model import Protocol


def check_inputs(crosswalk: pa.Table, dates: pa.Table) -> None:
    """Raise OutcomesError unless both tables follow their schemas and no row or person comes twice."""
    for words, table, schema in (
        ("The crosswalk", crosswalk, CROSSWALK),
        ("The table of dates", dates, COHORT_DATES),
    ):
        if not table.schema.equals(schema):
            raise OutcomesError(f"{words} does not have the columns {', '.join(schema.names)} as handed on.")
    for words, column in (
        ("A row of the participants' list is linked to two persons", crosswalk["row"]),
        ("Two rows of the participants' list are linked to one person", crosswalk["person_key"]),
        ("A row of the participants' list has two sets of dates", dates["row"]),
    ):
        if pc.count_distinct(column).as_py() < len(column) - column.null_count:
            raise OutcomesError(f"{words}. Check and link the list again.")
        if column.null_count:
            raise OutcomesError("A link or a set of dates has no row or no person. Link the list again.")


def check_content(content: RelationsOnDuck, dictionary: Dictionary, protocol: Protocol) -> None:
    """Raise OutcomesError unless `content` holds each table the protocol uses as the dictionary describes it,
    and the persons table has one row a person."""
    there = content.held()
    for name in used(protocol):
        missing = sorted(set(source(dictionary, name).rows.columns) - there.get(name, frozenset()))
        if missing:
            raise OutcomesError(
                f"The content store lacks {', '.join(missing)} of table {name}. Register the holding again."
                if name in there
                else f"The content store has no table {name}. Register the holding again."
            )
    persons = source(dictionary, protocol.holding.persons)
    if not _each_once(content.fetch(persons.rows.select(persons.person))[PERSON]):
        raise OutcomesError(
            f"Table {protocol.holding.persons} has more than one row for a person, or a row for nobody. "
            "Name the holding's table with one row a person."
        )


def _each_once(keys: pa.ChunkedArray) -> bool:
    """Whether none is missing or there twice. Holdings are written in the order of their keys: one look tells."""
    if keys.null_count:
        return False
    found = keys.to_numpy()
    return bool((found[1:] > found[:-1]).all()) or pc.count_distinct(keys).as_py() == len(keys)


def used(protocol: Protocol) -> dict[str, None]:
    """The names of the tables that the protocol reads, each once, in order."""
    persons = protocol.holding.persons
    return dict.fromkeys(
        [
            persons,
            protocol.index.table or persons,
            *(covariate.table or persons for covariate in protocol.covariates),
            *(outcome.table for outcome in protocol.outcomes),
        ]
    )


def participants(crosswalk: pa.Table, dates: pa.Table) -> pa.Table:
    """Each linked person with the date the provider gave: the index date, else that of programme start."""
    dated = crosswalk.select(["row", "person_key"]).join(dates, "row")
    given = pc.coalesce(dated["index_date"], dated["start_date"])
    return pa.table({PERSON: dated["person_key"], GIVEN: given})
