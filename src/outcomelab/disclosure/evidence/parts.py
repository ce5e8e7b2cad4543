"""What the pages of evidence are put together from."""

from __future__ import annotations

from collections.abc import Sequence

from outcomelab.disclosure.kinds.registry import KINDS
from outcomelab.handovers.evidence import Applied, CellEvidence, OutputEvidence
from outcomelab.protocol.rules import RULES, DisclosureRules

_RULES = {rule.name: rule for rule in RULES}
_KINDS = {kind.name: kind for kind in KINDS}


def put(rule: str, of: str, found: float, rules: DisclosureRules, times: int = 1) -> Applied:
    """A rule put to a figure: at least, or where lower is stricter at most, what it asks, `times` over."""
    needs = times * getattr(rules, rule)
    kept = found >= needs if _RULES[rule].stricter == "higher" else found <= needs
    return Applied(rule, of, found, needs, kept)


def output(
    kind: str, cells: Sequence[CellEvidence], lost: tuple[int, int] | None = None, more: int = 0
) -> OutputEvidence:
    """An output of a kind, with what was lost of it: by its cells, unless `lost` says it."""
    about = _KINDS[kind]
    hidden = [cell for cell in cells if cell.answer != "shown"]
    share = _percent(len(hidden), len(cells)), _percent(_persons(hidden), _persons(cells))
    barns = tuple(barn.value for barn in about.of)
    return OutputEvidence(kind, barns, about.asks, tuple(cells), *(lost or share), more)


def in_force(rules: DisclosureRules) -> tuple[tuple[str, str, float], ...]:
    """Every rule's name, what it asks, and what holds."""
    return tuple((rule.name, rule.asks, float(getattr(rules, rule.name))) for rule in RULES)


def _persons(cells: Sequence[CellEvidence]) -> int:
    return sum(cell.persons for cell in cells)


def _percent(part: float, whole: float) -> int:
    return round(100 * part / whole) if whole else 0
