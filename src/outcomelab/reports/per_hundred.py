"""Counts said of a hundred people, as rates are: 57 proven reoffences per 100 people."""

from __future__ import annotations

from outcomelab.handovers.figures import EstimateFigure, Figures, OutcomeFigure
from outcomelab.reports.language import tell


def per_100() -> str:
    """What such a unit ends with."""
    return tell("per 100 people")


def per_hundred(figures: Figures) -> Figures:
    """The same figures, with each count that belongs to a measure multiplied by a hundred, and its unit saying so.

    Not a primary one: how firmly that stands is said in its own unit.
    """
    return figures.model_copy(update={"outcomes": tuple(map(_said_of_hundred, figures.outcomes))})


def is_of_hundred(outcome: OutcomeFigure) -> bool:
    """Whether a count is said of a hundred people."""
    return outcome.kind == "count" and outcome.unit.endswith(per_100())


def _said_of_hundred(outcome: OutcomeFigure) -> OutcomeFigure:
    if outcome.kind != "count" or not outcome.measure or outcome.primary:
        return outcome
    return outcome.model_copy(
        update={
            "unit": f"{outcome.unit or tell('events')} {per_100()}",
            "decimals": outcome.decimals - 2,
            "participants_value": _times(outcome.participants_value),
            "comparison_value": _times(outcome.comparison_value),
            "effect": _scaled(outcome.effect),
            "beside": tuple(map(_scaled, outcome.beside)),
        }
    )


def _scaled(estimate: EstimateFigure) -> EstimateFigure:
    ends = {name: _times(getattr(estimate, name)) for name in ("estimate", "low", "high")}
    return estimate.model_copy(update=ends)


def _times(value: float | None) -> float | None:
    """Published values have at most two decimals: what a hundred of them leave behind the point is no figure."""
    return None if value is None else round(100 * value, 2)
