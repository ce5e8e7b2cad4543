"""All a checker has of one table: every withheld cell, by which rule, and what can be worked out of it."""

from __future__ import annotations

from itertools import product

import numpy as np

from outcomelab.disclosure.evidence.parts import in_force, output, put
from outcomelab.disclosure.primary import whole
from outcomelab.disclosure.suppress.grid import summed
from outcomelab.handovers.cells import Cells
from outcomelab.handovers.evidence import Applied, CellEvidence, Evidence
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.rules import DisclosureRules


def table_evidence(title: str, cells: Cells, figures: TableFigures, rules: DisclosureRules) -> Evidence:
    """What `protect_table` made of `cells`. Cells that are shown are counted, not listed."""
    made = figures.evidence
    table = whole(cells, rules)
    persons = summed(cells.persons, cells.axes).ravel()
    place = {code: at for at, code in enumerate(product(*(axis.codes for axis in cells.axes)))}
    withheld = []
    for row in made.withheld.to_pylist():
        codes = tuple(row[name] for name in figures.by)
        at = place[codes]
        checks: tuple[Applied, ...] = (put("threshold", "persons", int(persons[at]), rules),)
        few = not checks[0].kept
        stands_out = bool(table.primary[at]) and not few
        why = "fewer than the threshold" if few else "one or two make up most of it, or could work out another's"
        withheld.append(
            CellEvidence(
                name=", ".join(f"{name} {code}" for name, code in zip(figures.by, codes, strict=True)),
                persons=int(persons[at]),
                checks=checks,
                answer="withheld",
                why=why if few or stands_out else "would give away another cell",
                bound_of="persons" if cells.amounts is None else cells.amounts.name,
                low=row["low"],
                high=row["high"],
            )
        )
    shown = int(np.size(persons)) - len(withheld)
    lost = made.cells_lost, made.value_lost
    return Evidence(
        title=title,
        holding="",
        made_on=None,
        answer=f"cleared; chosen by {made.solver}, audited by other code, no withheld cell can be worked out",
        rules=in_force(rules),
        outputs=(output("table of counts or sums", withheld, lost, more=shown),),
        overlaps=(),
    )
