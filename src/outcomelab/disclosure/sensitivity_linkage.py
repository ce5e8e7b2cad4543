"""The answer with wrong and missed links allowed for, from published figures."""

from __future__ import annotations

from outcomelab.disclosure.rounding import nearest_ends, rounded
from outcomelab.handovers.figures import OutcomeFigure
from outcomelab.handovers.linkage_figures import LinkageFigures
from outcomelab.handovers.sensitivity import LinkageError
from outcomelab.handovers.sensitivity_figures import LinkageErrorFigure, SensitivityFigures

_LEAST = 0.5  # with less than half of a difference left in the one found, there is nothing to undo


def linkage_error(linkage: LinkageFigures, effective: float) -> LinkageError | None:
    """q, the published share of right links, and c, published missed matches over the comparison weights'
    `effective` size: the missed are like participants, and it is people like participants who have weight.

    None where the first is not known, or too few links are right to say more.
    """
    right = linkage.overall.precision_percent
    hidden = rounded(100 * (linkage.overall.missed or 0) / max(effective, 1.0), 1)
    if right is None or right - hidden < 100 * _LEAST:
        return None
    return LinkageError(right / 100, hidden / 100)


def cleared_correction(primary: OutcomeFigure, error: LinkageError) -> LinkageErrorFigure | None:
    """τ̂ ÷ (q − c) of the published estimate, and the ends of its interval. None where it is not published."""
    effect = primary.effect
    if effect.estimate is None or effect.low is None or effect.high is None:
        return None
    low, high = nearest_ends(effect.low / error.kept, effect.high / error.kept, primary.decimals)
    corrected = effect.model_copy(
        update={"estimate": rounded(effect.estimate / error.kept, primary.decimals), "low": low, "high": high}
    )
    right, hidden = rounded(100 * error.right, 1), rounded(100 * error.hidden, 1)
    return LinkageErrorFigure(right_percent=right, hidden_percent=hidden, effect=corrected)


def with_correction(
    figures: SensitivityFigures | None,
    outcomes: tuple[OutcomeFigure, ...],
    linkage: LinkageFigures,
    effective: float,
) -> SensitivityFigures | None:
    """`figures` with the primary outcome's correction by a study's own linkage among them."""
    error = linkage_error(linkage, effective)
    if figures is None or error is None:
        return figures
    primary = next(outcome for outcome in outcomes if outcome.primary)
    return figures.model_copy(update={"linkage": cleared_correction(primary, error)})
