"""The front door of power: what a study could see, and how many participants it would take."""

from __future__ import annotations

import math

from scipy.optimize import brentq

from outcomelab.errors import ImpactError
from outcomelab.handovers.power import PowerResult, Seen
from outcomelab.impact.power.question import Question, question

_FEWEST, _MOST = 20, 10**9
_OTHERS = (0.5, 1.0, 2.0, 4.0)  # numbers of participants told beside the one given


def power(
    participants: int | None = None,
    *,
    rate: float | None = None,
    mean: float | None = None,
    sd: float | None = None,
    events: float | None = None,
    dispersion: float = 0.0,
    pool: int | None = None,
    ratio: float | None = None,
    effect: float | None = None,
    alpha: float = 0.05,
    power: float = 0.8,
    match_rate: float = 1.0,
    design_effect: float = 1.0,
    links_right: float = 1.0,
) -> PowerResult:
    """The smallest true difference that would be seen with chance `power`, and the participants needed to see
    `effect`.

    Expected without the programme: a `rate` (0 to 1), a `mean` with its `sd`, or `events` a person (variance μ +
    kμ² with `dispersion` k). Compared with: `pool` people in all, or `ratio` for each participant (1 if neither is
    said). `match_rate`: share of participants found and matched; `design_effect`: people in the comparison group
    over its effective size; `links_right`: share of links that are right. Raises ImpactError for what cannot be.
    """
    if participants is None and effect is None:
        raise ImpactError("Say how many participants there are, or which difference should be seen, or both.")
    shares = {"alpha": alpha, "power": power, "match_rate": match_rate, "links_right": links_right}
    asked = question(rate, mean, sd, events, dispersion, pool, ratio, shares, design_effect)
    if participants is not None and not _FEWEST <= participants <= _MOST:
        raise ImpactError(f"The number of participants is {_FEWEST} or more.")
    needed = None if effect is None else _needed(asked, effect)
    first = participants or needed
    sizes = [] if first is None else [max(_FEWEST, math.ceil(share * first)) for share in _OTHERS]
    told = () if first is None else tuple(dict.fromkeys((first, *sizes)))
    return PowerResult(
        kind=asked.kind,
        baseline=asked.baseline,
        alpha=alpha,
        power=power,
        links_right=links_right,
        seen=tuple(_seen(asked, size) for size in told),
        effect=effect,
        needed=needed,
    )


def _seen(asked: Question, participants: int) -> Seen:
    lower, higher = (_smallest(asked, participants, far) for far in asked.farthest)
    return Seen(participants, *asked.groups(participants), lower, higher)


def _smallest(asked: Question, participants: int, far: float) -> float | None:
    """The difference in the direction of `far` whose chance is the power asked for."""
    least, most = 1e-9, 1 - 1e-9  # of `far`: none and all have no variance

    def beyond(share: float) -> float:
        return asked.chance(share * far, participants) - asked.power

    if beyond(most) < 0:
        return None
    return far * (least if beyond(least) >= 0 else float(brentq(beyond, least, most, xtol=1e-14)))


def _needed(asked: Question, effect: float) -> int | None:
    """Participants to see `effect`; None where the pool is too small for any number of them."""
    low, high = asked.farthest
    if effect == 0 or not low < effect < high:
        raise ImpactError("The difference to be seen is not zero, and leaves what is possible possible.")
    if asked.chance(effect, _MOST) < asked.power:
        return None
    enough, few = _FEWEST, 0
    while asked.chance(effect, enough) < asked.power:
        few, enough = enough, enough * 2
    while enough - few > 1:
        middle = (few + enough) // 2
        few, enough = (few, middle) if asked.chance(effect, middle) >= asked.power else (middle, enough)
    return max(enough, _FEWEST)
