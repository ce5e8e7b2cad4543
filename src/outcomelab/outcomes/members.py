"""Member numbers of the participants, for the ledger: taken along beside the analysis table, never in it."""

from __future__ import annotations

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.engines.duck import lock, opened
from outcomelab.engines.relations import relation
from outcomelab.engines.relations_on_duck import RelationsOnDuck
from outcomelab.errors import OutcomesError
from outcomelab.handovers.analysis import PARTICIPANT
from outcomelab.handovers.holding import MEMBERS, ContentStore
from outcomelab.handovers.membership import MEMBERSHIP
from outcomelab.outcomes.sources import MEMBER, PERSON, beside

Ints = npt.NDArray[np.int64]


def member_numbers(content: RelationsOnDuck) -> ibis.Table | None:
    """Each person of the holding with their member number; None where the holding has none."""
    if MEMBERS not in content.held():
        return None
    return relation(MEMBERS, {"person_key": "int64", "member": "int64"}).rename(
        {PERSON: "person_key", MEMBER: "member"}
    )


def linked_members(content: RelationsOnDuck, linked: pa.Table) -> pa.Table | None:
    """The `linked` persons' member numbers, as `member_numbers`."""
    numbers = member_numbers(content)
    if numbers is None:
        return None
    return content.fetch(beside(content.hand_in("_linked_persons", linked.select([PERSON])), numbers))


def only_members(content: ContentStore, crosswalk: pa.Table, members: Ints) -> pa.Table:
    """The links of a crosswalk whose persons have one of these member numbers. Raises OutcomesError where the
    holding has no member numbers."""
    with opened(content) as connection:
        lock(connection)
        here = RelationsOnDuck(connection)
        numbers = member_numbers(here)
        if numbers is None:
            raise OutcomesError("The holding has no member numbers yet. Remove it and register it again.")
        found = here.fetch(numbers)
    keys = found[PERSON].to_numpy()[np.isin(found[MEMBER].to_numpy(), members)]
    return crosswalk.filter(pa.array(np.isin(crosswalk["person_key"].to_numpy(), keys)))


def placed(table: pa.Table, linked: pa.Table) -> pa.Table:
    """Every linked participant's member number with their place among the participants of the analysis `table`
    (schema `MEMBERSHIP`), by member number. Nothing else of the table is taken along."""
    # Others have none; with them the numbers would be fractions, which tell 63 bits no more apart.
    there = table.filter(table[PARTICIPANT])[MEMBER].to_numpy()
    everyone = np.sort(linked[MEMBER].to_numpy())
    place = np.full(len(everyone), -1, dtype=np.int32)
    place[np.searchsorted(everyone, there)] = np.arange(len(there), dtype=np.int32)
    return pa.table([pa.array(everyone), pa.array(place, mask=place < 0)], schema=MEMBERSHIP)
