"""A kind of output as data: what it is, which rules it is held to, and who checks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outcomelab.protocol.statbarns import Statbarn


@dataclass(frozen=True)
class Kind:
    """checker: the function that clears it, as `module.function` in this room. of: the statistics in it. rules:
    names in `protocol.rules`. asks: what else it is held to, in words. claims: for each class of figures, the
    fields that the checker answers for. charts: the pictures drawn from these figures and from nothing else."""

    name: str
    checker: str
    of: tuple[Statbarn, ...]
    rules: tuple[str, ...]
    claims: Mapping[type, str]
    asks: str = ""
    charts: tuple[str, ...] = ()

    def claimed(self, figures: type) -> frozenset[str]:
        """The fields of a class of figures that the checker answers for."""
        return frozenset(self.claims.get(figures, "").split())
