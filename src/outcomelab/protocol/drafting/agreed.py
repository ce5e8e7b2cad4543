"""What is settled of a protocol before it is written: by the study's application and the agreement it is under."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from outcomelab.handovers.holding import Column, Table
from outcomelab.protocol.drafting.toml import comment
from outcomelab.protocol.rules import RULES, DisclosureRules


@dataclass(frozen=True)
class Agreed:
    """What a first protocol says instead of asking for it. Texts are "" where nothing is known.

    minimum: the fewest participants. variables, outcomes: what is granted of the holding, as `table`,
    `table.column` or `table.*`; None where nothing is said of that.
    """

    title: str = ""
    programme: str = ""
    provider: str = ""
    agreement: str = ""
    question: str = ""
    minimum: int = 60
    rules: DisclosureRules = field(default_factory=DisclosureRules)
    variables: Collection[str] | None = None
    outcomes: Collection[str] | None = None

    def known(self, tables: tuple[Table, ...]) -> tuple[Table, ...]:
        """Those of the tables that are granted to choose, describe and match people by, with what is of each."""
        return _granted(tables, self.variables)

    def counted(self, tables: tuple[Table, ...]) -> tuple[Table, ...]:
        """The same, granted to count outcomes in."""
        return _granted(tables, self.outcomes)

    def disclosure(self) -> tuple[str, ...]:
        """The lines of the section on disclosure rules: those agreed, and always the two that are best known."""
        more = [
            f"{rule.name} = {getattr(self.rules, rule.name):g}"
            for rule in RULES
            if rule.name not in _ALWAYS and getattr(self.rules, rule.name) != rule.default
        ]
        return (
            "[disclosure]",
            comment(
                "The fewest persons behind a published figure, and what counts are rounded to. Larger is allowed."
            ),
            *(f"{name} = {getattr(self.rules, name)}" for name in _ALWAYS),
            *((comment("Agreed with the custodian; stricter is allowed."), *more) if more else ()),
            "",
        )


NOTHING = Agreed()
_ALWAYS = ("threshold", "base")


def _granted(tables: tuple[Table, ...], granted: Collection[str] | None) -> tuple[Table, ...]:
    if granted is None:
        return tables
    return tuple(
        replace(table, columns=_columns(table, granted))
        for table in tables
        if not {table.name, f"{table.name}.*"}.isdisjoint(granted)
    )


def _columns(table: Table, granted: Collection[str]) -> tuple[Column, ...]:
    """What is granted of a table: with the table itself who is in it, when they were born and when its events
    happened. Of several days the granted ones come first, for the first is proposed."""
    named = [one for one in table.columns if {f"{table.name}.{one.name}", f"{table.name}.*"} & set(granted)]
    itself = [one for one in table.columns if one.role in ("person", "event-date") or one is table.born]
    return (*named, *(one for one in itself if one not in named))
