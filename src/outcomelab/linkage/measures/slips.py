"""How many matches were never compared, told by the slips in those that were.

A pair is compared when enough identifiers agree. How often each of them does not, and how often it is not given,
the matches found tell; the rest is arithmetic: how often so much goes wrong at once that no combination finds the
pair (`uncompared`). It is capture and recapture with identifiers for occasions: a log-linear model (Fienberg 1972)
with one association between every two slips (Darroch, Fienberg, Glonek and Junker 1993), fitted to the matches
that could be found, those that could not imputed round by round (Dempster, Laird and Rubin 1977, on truncated
data). Which identifiers the list gives is known of everybody on it, found or not, and of the holding's records
likewise. A group's slips are its own as far as its matches tell, and everybody's otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.linkage.levels import Floats
from outcomelab.linkage.measures.agreeing import Agreeing, Identifier, Places
from outcomelab.linkage.measures.groupings import Mask
from outcomelab.linkage.measures.uncompared import Chances, Uncompared, chances, excess, uncompared

# How many matches everybody's slips count for in a group; how many participants the share of all who are in the
# holding counts for among those who give the same; how many matches the holding counts for in what records give.
_EVERYBODY, _SHARE, _HOLDING = 50.0, 20.0, 50.0
_SPREAD = 1.0  # of `together` about 0, or a group's about everybody's
_ROUNDS, _STILL, _STEP = 200, 1e-4, 0.3
_TINY = 1e-9


@dataclass(frozen=True)
class Slips:
    """rates: by identifier, how often each of its states occurs. together: see `uncompared`. giving: of each set
    of identifiers that records of the holding give, how often matches give it. missed: matches never compared."""

    rates: tuple[Floats, ...]
    together: float
    giving: Floats
    missed: float


@dataclass(frozen=True)
class _Observed:
    """Matches found, and whom they were found for. Participants are of a kind by what they give; which set both
    sides give follows from the kind and from the person's (`both`: kinds x sets of the holding).

    listed: participants, by kind; found: matches found, by kind, `by_set` of what both give and `by_giving` of
    what the holding's record gives; states: by identifier and state. prior: as `states`, what everybody's rates
    add to them. excess: pairs of slips. times: how many matches participants were found to have, each with how
    many matches that is; None where it is one.
    """

    identifiers: tuple[Identifier, ...]
    sets: tuple[Uncompared, ...]
    both: Places
    listed: Floats
    found: Floats
    by_set: Floats
    by_giving: Floats
    states: tuple[Floats, ...]
    prior: tuple[Floats, ...]
    excess: float
    times: tuple[Floats, Floats] | None


def slips(seen: Agreeing, who: Mask, everybodys: Slips | None = None, *, several: bool = False) -> Slips:
    """Fit the model to the participants `who` (a flag each of those looked at). `several`: a participant may have
    several matches in the holding, and is missed when all of them are."""
    observed = _observed(seen, who, everybodys, several)
    rates = tuple(_shares(a + b) for a, b in zip(observed.states, observed.prior, strict=True))
    holding = everybodys.giving if everybodys else seen.register[1]
    together = everybodys.together if everybodys else 0.0
    now = Slips(rates, together, holding, 0.0)
    for _ in range(_ROUNDS):
        before = now.missed
        now = _again(observed, now, holding, together)
        if abs(now.missed - before) < _STILL * max(1.0, now.missed):
            break
    return Slips(now.rates, now.together, now.giving, now.missed / seen.share)


def _observed(seen: Agreeing, who: Mask, everybodys: Slips | None, several: bool) -> _Observed:
    rows = np.nonzero(who[seen.participant])[0]
    weight, participant = seen.weight[rows], seen.participant[rows]
    kinds, kind = np.unique(seen.listed, return_inverse=True)
    register = seen.register[0]
    giving = np.searchsorted(register, seen.held[rows])
    sets, both = np.unique(kinds[:, None] & register[None, :], return_inverse=True)
    both = both.reshape(len(kinds), len(register))
    own = both[kind[participant], giving]
    identifiers = seen.identifiers
    given = [(sets[own] >> i & 1).astype(bool) for i in range(len(identifiers))]
    state = [one.state[rows] for one in identifiers]
    wrong = sum((one.wrong[s] & g for one, s, g in zip(identifiers, state, given, strict=True)), np.zeros(1, int))
    states = tuple(
        _summed(s, weight * g, len(one.wrong)) for one, s, g in zip(identifiers, state, given, strict=True)
    )
    return _Observed(
        identifiers=identifiers,
        sets=tuple(uncompared(identifiers, seen.combinations, int(one)) for one in sets),
        both=both,
        listed=np.bincount(kind[who], minlength=len(kinds)).astype(np.float64),
        found=_summed(kind[participant], weight, len(kinds)),
        by_set=_summed(own, weight, len(sets)),
        by_giving=_summed(giving, weight, len(register)),
        states=states,
        prior=tuple(_EVERYBODY * r for r in everybodys.rates) if everybodys else tuple(0 * s for s in states),
        excess=float((weight * excess(np.asarray(wrong))).sum()),
        times=_times(seen, participant, weight) if several else None,
    )


def _again(seen: _Observed, now: Slips, holding: Floats, together: float) -> Slips:
    """One round: impute what was never compared, and fit to all of it. holding, together: expected beforehand."""
    fits = [chances(one, now.rates, seen.identifiers, now.together) for one in seen.sets]
    cells = np.array([fit.never for fit in fits])[seen.both] * now.giving
    never = cells.sum(axis=1)
    every = _every(never, seen.times)
    share = _there(seen, every)
    lost = np.maximum(seen.listed - seen.found, 0.0) * share * every / (share * every + 1 - share + _TINY)
    cells = cells * (lost / np.maximum(never, _TINY))[:, None]
    imputed = _summed(seen.both.ravel(), cells.ravel(), len(fits))
    return Slips(
        rates=_rates(seen, now.rates, fits, imputed),
        together=now.together + _step(seen, now.together, together, fits, imputed),
        giving=_shares(seen.by_giving + cells.sum(axis=0) + _HOLDING * holding),
        missed=float(lost.sum()),
    )


def _there(seen: _Observed, missed: Floats) -> Floats:
    """The share of each kind of participants who are in the holding, of whose matches so many are `missed`: as the
    matches found have it, where many of them would have been, and as it is over all kinds where none would."""
    could = seen.listed * (1 - missed)
    overall = seen.found.sum() / max(float(could.sum()), _TINY)
    share: Floats = np.minimum((seen.found + _SHARE * min(overall, 1.0)) / (could + _SHARE), 1.0)
    return share


def _rates(seen: _Observed, rates: tuple[Floats, ...], fits: list[Chances], imputed: Floats) -> tuple[Floats, ...]:
    """Rates with which the model has as many of each state as there are, by iterative scaling."""
    there = [states + prior + _TINY for states, prior in zip(seen.states, seen.prior, strict=True)]
    model = [prior.sum() * rate + _TINY for prior, rate in zip(seen.prior, rates, strict=True)]
    for one, fit, found, more in zip(seen.sets, fits, seen.by_set, imputed, strict=True):
        part = fit.cells * (more / max(fit.never, _TINY))
        for i, state, (right, wrong) in zip(one.places, one.states, fit.lean, strict=True):
            there[i] = there[i] + np.bincount(state, part, len(there[i]))
            model[i] = model[i] + (found + more) * rates[i] * np.where(seen.identifiers[i].wrong, wrong, right)
    return tuple(_shares(rate * a / b) for rate, a, b in zip(rates, there, model, strict=True))


def _step(seen: _Observed, now: float, before: float, fits: list[Chances], imputed: Floats) -> float:
    """Newton's step of `together`, from `now`; `before`: what it was expected to be."""
    gap, spread = seen.excess - (now - before) / _SPREAD**2, 1 / _SPREAD**2
    for one, fit, found, more in zip(seen.sets, fits, seen.by_set, imputed, strict=True):
        pairs = excess(np.arange(len(fit.slips)))
        mean = float(fit.slips @ pairs)
        gap += more / max(fit.never, _TINY) * float(fit.cells @ excess(one.wrong)) - (found + more) * mean
        spread += (found + more) * (float(fit.slips @ pairs**2) - mean**2)
    return float(np.clip(gap / spread, -_STEP, _STEP))


def _times(seen: Agreeing, participant: Places, weight: Floats) -> tuple[Floats, Floats]:
    # A slip stands in one of two records. Those in a participant's own are in all of the matches at once, so that
    # a second match is worth less than a second chance: between the two, the geometric mean.
    times = np.sqrt(np.maximum(np.round(seen.times[participant]), 1.0))
    different, which = np.unique(times, return_inverse=True)
    return different, _summed(which, weight, len(different))


def _every(never: Floats, times: tuple[Floats, Floats] | None) -> Floats:
    """The probability that every match of a participant is missed, where one is with probability `never`: over how
    many matches those found have, each counted for those like it who were not (Horvitz and Thompson 1952)."""
    if times is None or not times[1].sum():
        return never
    number, weight = times
    found = 1 - np.minimum(never, 1 - _TINY)[:, None] ** number
    every: Floats = 1 - weight.sum() / (weight / found).sum(axis=1)
    return every


def _summed(place: Places, weight: Floats, size: int) -> Floats:
    sums: Floats = np.bincount(place, weight, size).astype(np.float64)
    return sums


def _shares(counts: Floats) -> Floats:
    shares: Floats = counts / max(float(counts.sum()), _TINY)
    return shares
