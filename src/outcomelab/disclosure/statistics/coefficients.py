"""A model's coefficients made safe: many more persons than parameters, and no level of a few people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.rounding import outward, rounded_count, significant, significant_decimals
from outcomelab.disclosure.statistics.persons import Floats, numbers
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.statistics_figures import CoefficientFigure, ModelFigures
from outcomelab.protocol.rules import DisclosureRules

_FIGURES = 3
_FEW_VALUES = 2  # an outcome or a column of no more is of classes


@dataclass(frozen=True)
class Coefficient:
    """A coefficient as a program for statistics gives it, with the ends of its 95% interval."""

    estimate: float
    low: float
    high: float


def protect_coefficients(
    outcome: str,
    values: npt.ArrayLike,
    terms: Mapping[str, npt.ArrayLike],
    coefficients: Mapping[str, Coefficient],
    rules: DisclosureRules | None = None,
) -> Cleared[ModelFigures]:
    """Clear the coefficients of a regression of `values` (n numbers, one a person) on `terms` (by name the n
    numbers of each column of the design). Further coefficients, such as a constant's, need no column.

    A coefficient is withheld where either value of its 0/1 column is that of too few persons (the threshold), in
    any class of a yes-or-no outcome. Raises DisclosureRefused where the residual degrees of freedom are too few,
    the parameters too many for the persons, or the model saturated (a parameter for every combination of values);
    UsageError for columns that cannot be used.
    """
    rules = rules or DisclosureRules()
    found = numbers(outcome, values)
    columns = {name: numbers(name, column) for name, column in terms.items()}
    if any(len(column) != len(found) for column in columns.values()):
        raise UsageError(f"Every term needs a value for each of the {len(found)} persons.")
    if missing := [name for name in columns if name not in coefficients]:
        raise UsageError(f"Give the coefficient of {', '.join(missing)} too: all of a model is checked together.")
    parameters = len(coefficients)
    _require_room(len(found), parameters, columns, rules)
    classes = _classes(found)
    shown = tuple(
        _figure(name, one, "" if name not in columns else _why_withheld(columns[name], classes, rules))
        for name, one in coefficients.items()
    )
    persons = rounded_count(len(found), rules.base)
    return clear(ModelFigures(outcome=outcome, persons=persons, parameters=parameters, coefficients=shown))


def _require_room(persons: int, parameters: int, columns: Mapping[str, Floats], rules: DisclosureRules) -> None:
    if persons - parameters < rules.residual_df:
        raise DisclosureRefused(
            f"The model leaves fewer than {rules.residual_df} residual degrees of freedom. Use fewer terms."
        )
    if parameters > rules.parameters_share * persons:
        raise DisclosureRefused(
            f"The model has more than {rules.parameters_share:g} parameters a person. Use fewer terms."
        )
    patterns = len(np.unique(np.column_stack(list(columns.values())), axis=0)) if columns else 1
    if columns and parameters >= patterns:
        raise DisclosureRefused(
            "The model is saturated: it has a parameter for every combination of values, so its coefficients are "
            "a table of means. Clear that table instead, or use fewer terms."
        )


def _classes(outcome: Floats) -> npt.NDArray[np.int64]:
    kinds, which = np.unique(outcome, return_inverse=True)
    return which if len(kinds) <= _FEW_VALUES else np.zeros(len(outcome), dtype=np.int64)


def _why_withheld(column: Floats, classes: npt.NDArray[np.int64], rules: DisclosureRules) -> str:
    kinds, level = np.unique(column, return_inverse=True)
    if len(kinds) != _FEW_VALUES:
        return ""  # a number, or the constant
    persons = np.zeros((2, int(classes.max()) + 1), dtype=np.int64)
    np.add.at(persons, (level, classes), 1)
    few = persons.min() < rules.threshold
    return f"fewer than {rules.threshold} persons at a level, with or without the outcome" if few else ""


def _figure(term: str, one: Coefficient, withheld: str) -> CoefficientFigure:
    if not withheld and not np.isfinite([one.estimate, one.low, one.high]).all():
        withheld = "the model has no answer"
    if withheld:
        return CoefficientFigure(term=term, estimate=None, low=None, high=None, withheld=withheld)
    low, high = (
        outward(end, end, significant_decimals(end, _FIGURES))[side]
        for side, end in enumerate((one.low, one.high))
    )
    return CoefficientFigure(term=term, estimate=significant(one.estimate, _FIGURES), low=low, high=high)
