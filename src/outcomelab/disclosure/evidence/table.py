"""All a checker has of a table: every withheld cell, by which rule, and what can be worked out of it."""

from __future__ import annotations

from collections.abc import Sequence

from outcomelab.disclosure.evidence.parts import in_force, output, put
from outcomelab.disclosure.joined import Joined, joined
from outcomelab.handovers.cells import Cells
from outcomelab.handovers.evidence import Applied, CellEvidence, Evidence, OutputEvidence, Overlap
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.rules import DisclosureRules

_REFUSED = "refused: with earlier releases it would say too much"
_STANDS_OUT = "one or two make up most of it, or could work out another's"


def table_evidence(
    title: str,
    tables: Sequence[Cells],
    figures: TableFigures | None,
    rules: DisclosureRules,
    overlaps: Sequence[Overlap] = (),
    *,
    refused: bool = False,
) -> Evidence:
    """What was made of `tables`: cells that are shown are counted, not listed. `figures` None: nothing that may be
    shown protects what is out already, so there is nothing but whose the tables are."""
    return Evidence(
        title=title,
        holding="",
        made_on=None,
        answer=_REFUSED if refused or figures is None else _ended(figures),
        rules=in_force(rules),
        outputs=() if figures is None else (_output(tables, figures, rules),),
        overlaps=tuple(overlaps),
    )


def _ended(figures: TableFigures) -> str:
    made = figures.evidence
    merged = f"; first: {made.merged.words}" if made.merged.words else ""
    return f"cleared{merged}; chosen by {made.solver}, audited by other code, no withheld cell can be worked out"


def _output(tables: Sequence[Cells], figures: TableFigures, rules: DisclosureRules) -> OutputEvidence:
    made, table = figures.evidence, joined(tables, rules)
    place = {code: at for at, code in enumerate(table.codes)}
    withheld = []
    for row in made.withheld.to_pylist():
        codes = tuple(row[name] for name in figures.by)
        withheld.append(_cell(table, place[codes], codes, (row["low"], row["high"]), rules))
    lost = made.cells_lost, made.value_lost
    return output("table of counts or sums", withheld, lost, more=len(table.codes) - len(withheld))


def _cell(
    table: Joined,
    at: int,
    codes: Sequence[str],
    bounds: tuple[float | None, float | None],
    rules: DisclosureRules,
) -> CellEvidence:
    persons = int(table.whole.persons[at])
    amounts = table.tables[0].amounts
    checks = (put("threshold", "persons", persons, rules), *_of_amount(table, at, rules))
    if not checks[0].kept:
        why = "fewer than the threshold"
    else:
        why = "would give away another cell" if not table.whole.primary[at] else _STANDS_OUT
    return CellEvidence(
        name=", ".join(f"{name} {code}" for name, code in zip(table.by, codes, strict=True)),
        persons=persons,
        checks=checks,
        answer="withheld",
        why=why,
        bound_of="persons" if amounts is None else amounts.name,
        low=bounds[0],
        high=bounds[1],
    )


def _of_amount(table: Joined, at: int, rules: DisclosureRules) -> tuple[Applied, ...]:
    """What its two largest contributors have of an amount: together, and what the second can tell of the first."""
    amounts, largest, second = table.tables[0].amounts, table.whole.largest, table.whole.second
    value = float(table.whole.values[at])
    if amounts is None or largest is None or second is None or not largest[at]:
        return ()
    two = float(largest[at] + second[at])
    rest = 100 * (value - two) / float(largest[at])
    p_percent, _ = rules.apart(costs=amounts.costs)
    return (
        put("dominance_share", "of the amount with its two largest contributors", round(two / value, 3), rules),
        put(p_percent, "per cent within which the second can place the largest", round(rest, 1), rules),
    )
