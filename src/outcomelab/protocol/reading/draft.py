"""A protocol on its way: every section that is sound, whatever is wrong with the others."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from outcomelab.protocol.model import (
    CohortRule,
    Covariate,
    Eligible,
    HoldingChoice,
    IndexEvent,
    Linkage,
    Matching,
    Outcome,
    Protocol,
    Study,
    TableRoles,
)
from outcomelab.protocol.reading.examples import REQUIRED, section_example
from outcomelab.protocol.reading.near import did_you_mean, nearest
from outcomelab.protocol.reading.parts import Item
from outcomelab.protocol.reading.sections import Raw, many, names, one, tables
from outcomelab.protocol.reading.slips import Sifting, Slip, header
from outcomelab.protocol.reading.values import UNREAD
from outcomelab.protocol.reading.wording import allowed
from outcomelab.protocol.rules import DisclosureRules

_MODELS: tuple[type[BaseModel], ...] = (
    Study,
    HoldingChoice,
    CohortRule,
    IndexEvent,
    Linkage,
    Matching,
    DisclosureRules,
)
_SECTIONS = ("study", "holding", "cohort", "index", "linkage", "matching", "disclosure")


@dataclass(frozen=True)
class Draft:
    """What could be read: None or a gap where a section is missing or no table at all."""

    study: Item[Study] | None
    holding: Item[HoldingChoice] | None
    tables: dict[str, Item[TableRoles]]
    cohort: Item[CohortRule] | None
    index: Item[IndexEvent] | None
    eligible: tuple[Item[Eligible], ...]
    covariates: tuple[Item[Covariate], ...]
    outcomes: tuple[Item[Outcome], ...]
    subgroups: tuple[str, ...]
    linkage: Item[Linkage] | None
    matching: Item[Matching] | None
    disclosure: Item[DisclosureRules] | None

    @property
    def persons(self) -> str | None:
        """The name of the persons table, when it can be told."""
        return self.holding.part.persons if self.holding and self.holding.sound("persons") else None


def draft(raw: Raw) -> Sifting[Draft]:
    """Every section of `raw` (see `values.frozen`), each validated on its own."""
    yield from _sections(raw)
    return Draft(
        study=(yield from one(raw, "study", Study)),
        holding=(yield from one(raw, "holding", HoldingChoice)),
        tables=(yield from tables(raw)),
        cohort=(yield from one(raw, "cohort", CohortRule)),
        index=(yield from one(raw, "index", IndexEvent)),
        eligible=(yield from many(raw, "eligible", Eligible)),
        covariates=(yield from many(raw, "covariates", Covariate)),
        outcomes=(yield from many(raw, "outcomes", Outcome)),
        subgroups=(yield from names(raw, "subgroups")),
        linkage=(yield from one(raw, "linkage", Linkage)),
        matching=(yield from one(raw, "matching", Matching)),
        disclosure=(yield from one(raw, "disclosure", DisclosureRules)),
    )


def _sections(raw: Raw) -> Sifting[None]:
    """Sections that are unknown, and needed ones that are missing unless an unknown one was meant for it."""
    known = allowed(Protocol)
    missing = {name for name in REQUIRED if name not in raw}
    for key in raw:
        if key not in known and raw[key] is not UNREAD:
            missing -= {nearest(key, missing)}
            yield Slip((key,), *_unknown(key, known))
    for name in REQUIRED:
        if name in missing:
            yield Slip((name,), "is missing", f"Write `{section_example(name)}`.")


def _unknown(key: str, known: tuple[str, ...]) -> tuple[str, str]:
    homes = [name for name, model in zip(_SECTIONS, _MODELS, strict=True) if key in allowed(model)]
    if len(homes) == 1:
        return "is outside its section", f"Write it under `{header(homes[0])}`."
    return "is no section of a protocol", did_you_mean(key, known, "sections")
