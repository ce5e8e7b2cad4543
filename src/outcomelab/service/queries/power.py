"""What a study could see, before anything is sent: the smallest effect that so many people can show, and what the
report may show of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from outcomelab.errors import UsageError
from outcomelab.handovers.power import PowerResult
from outcomelab.handovers.power import Seen as Smallest
from outcomelab.impact.power.power import power
from outcomelab.protocol.rules import DisclosureRules, strictest
from outcomelab.service.domain.saying import Said, said
from outcomelab.service.domain.showing import Crowd, Shows, anything, could_show
from outcomelab.service.domain.study import Study
from outcomelab.service.queries.opened import opened
from outcomelab.service.store import reading

_SEEN, _ASKED = 4, 5  # of so many studies so many see the effect: a power of 0.8
_LEAST, _MOST = 1e-9, 1e12  # of an amount, or of events a person
_FIGURES = 3  # significant ones of an amount, or of events a person


@dataclass(frozen=True)
class Expected:
    """What would become of the participants without the programme. One of: `rate`, the share (0 to 1) who have the
    outcome; `events` a person; a `mean` amount with its standard deviation `sd`."""

    rate: float | None = None
    events: float | None = None
    mean: float | None = None
    sd: float | None = None


@dataclass(frozen=True)
class Allowances:
    """What makes a study see less (docs/power.md). match_rate: share of participants found and matched. ratio:
    people compared for each. design_effect: people in the comparison group over its effective size. links_right:
    share of links that are right."""

    match_rate: float = 0.9
    ratio: float = 10.0
    design_effect: float = 2.0
    links_right: float = 0.98

    def matched(self, participants: int) -> int:
        """About how many of them are found and matched."""
        return _about(participants * self.match_rate)

    @property
    def words(self) -> Said:
        """What is allowed for."""
        return said(
            "Allowed for: {found} in 100 participants are found and matched, each is compared with {ratio} people "
            "who count as {worth}, and {wrong} in 100 links are wrong.",
            found=round(100 * self.match_rate),
            ratio=_short(self.ratio),
            worth=_short(self.ratio / self.design_effect),
            wrong=_short(100 * (1 - self.links_right)),
        )


@dataclass(frozen=True)
class Seen:
    """The smallest fall and the smallest rise that so many participants would show, in words."""

    participants: int
    fall: Said
    rise: Said


@dataclass(frozen=True)
class Power:
    """What so many participants could show. `on_list`: whether that is how many the checked list has. `seen`: for
    them first, then for other numbers; none where there could be no report. `shows`: what a report could have in
    it, and what it could not."""

    participants: int
    on_list: bool
    seen: tuple[Seen, ...]
    shows: tuple[Shows, ...]
    allowed_for: Said

    @property
    def anything(self) -> bool:
        """Whether there could be a report at all."""
        return anything(self.shows)


def of_study(
    account: int,
    reference: str,
    expected: Expected,
    participants: int | None = None,
    allowing: Allowances | None = None,
) -> Power | None:
    """What a study could see; None when the reader has no part in it, or there is none.

    participants: a number typed, else that of the list that passed its checks. Raises UsageError when there is
    neither, ImpactError for what cannot be expected.
    """
    found = opened(account, reference)
    if found is None:
        return None
    study = found.study
    number = study.persons if participants is None else participants
    if number is None:
        raise UsageError("No list has passed its checks yet: write how many people took part.")
    rules, minimum = _bounds(study)
    return previewed(number, expected, rules, minimum, allowing, on_list=participants is None)


def previewed(
    participants: int,
    expected: Expected,
    rules: DisclosureRules,
    minimum: int,
    allowing: Allowances | None = None,
    *,
    on_list: bool = False,
) -> Power:
    """What so many participants could show by these disclosure rules, where the smallest list taken has `minimum`.
    Raises ImpactError for what cannot be expected, UsageError for a number that is none or that cannot be
    counted."""
    if participants < 1:
        raise UsageError("Write how many people took part: 1 or more.")
    amounts = (expected.events, expected.mean, expected.sd)
    if any(one and not _LEAST <= abs(one) <= _MOST for one in amounts):
        raise UsageError("Write a number that can be counted: 0, or between a billionth and a million million.")
    allowed = allowing or Allowances()
    told = power(
        max(participants, rules.minimum_matched),  # so that what cannot be expected is said of any number
        rate=expected.rate,
        events=expected.events,
        mean=expected.mean,
        sd=expected.sd,
        ratio=allowed.ratio,
        power=_SEEN / _ASKED,
        match_rate=allowed.match_rate,
        design_effect=allowed.design_effect,
        links_right=allowed.links_right,
    )
    matched = allowed.matched(participants)
    having = None if expected.rate is None else _about(matched * expected.rate)
    shows = could_show(Crowd(participants, matched, having), rules, minimum)
    seen = tuple(_seen(one, told) for one in told.seen) if anything(shows) else ()
    return Power(participants, on_list, seen, shows, allowed.words)


def _about(expected: float) -> int:
    return math.floor(expected + 1e-9)  # so that what is a whole number but for floating point stays it


def _bounds(study: Study) -> tuple[DisclosureRules, int]:
    agreement = reading.agreement(study.agreement)
    if agreement is None:
        return study.custodian_rules, 0
    return strictest(study.custodian_rules, agreement.rules), agreement.minimum_cohort


_FALL = {
    "rate": said(
        "With {people} people, a fall from {before} to {after} in {of} would be seen in {seen} studies of {asked}."
    ),
    "count": said(
        "With {people} people, a fall from {before} to {after} events a person would be seen in {seen} studies of "
        "{asked}."
    ),
    "mean": said(
        "With {people} people, a fall from {before} to {after} on average would be seen in {seen} studies of "
        "{asked}."
    ),
}
_RISE = {
    "rate": said(
        "With {people} people, a rise from {before} to {after} in {of} would be seen in {seen} studies of {asked}."
    ),
    "count": said(
        "With {people} people, a rise from {before} to {after} events a person would be seen in {seen} studies of "
        "{asked}."
    ),
    "mean": said(
        "With {people} people, a rise from {before} to {after} on average would be seen in {seen} studies of "
        "{asked}."
    ),
}
_NO_FALL = said("With {people} people, not even a fall to none would be seen in {seen} studies of {asked}.")
_NO_RISE = said("With {people} people, no rise at all would be seen in {seen} studies of {asked}.")


def _seen(one: Smallest, told: PowerResult) -> Seen:
    common = {"people": one.participants, "seen": _SEEN, "asked": _ASKED}
    fall = _NO_FALL if one.lower is None else _FALL[told.kind].put(**_effect(told, one.lower))
    rise = _NO_RISE if one.higher is None else _RISE[told.kind].put(**_effect(told, one.higher))
    return Seen(one.participants, fall.put(**common), rise.put(**common))


def _effect(told: PowerResult, effect: float) -> dict[str, int | float]:
    """An effect as from what to what, rounded so that it is no smaller than the one that is seen."""
    if told.kind == "rate":
        whole = math.isclose(100 * told.baseline, round(100 * told.baseline))
        of = 100 if whole and abs(effect) >= 0.01 else 1000
        before, after = _from_to(of * told.baseline, of * effect, 0)
        return {"before": before, "after": min(max(after, 0), of), "of": of}
    place = _FIGURES - 1 - math.floor(math.log10(max(abs(told.baseline), abs(effect))))
    before, after = _from_to(told.baseline, effect, place)
    return {"before": before, "after": max(after, 0) if told.kind == "count" else after}


def _from_to(before: float, effect: float, place: int) -> tuple[int | float, int | float]:
    """What it was and what it comes to, to so many decimal places: the effect between them rounded up."""
    scale = 10.0**place
    was, size = round(before * scale), math.ceil(abs(effect) * scale - 1e-9)
    return _short(was / scale), _short((was + math.copysign(size, effect)) / scale)


def _short(number: float) -> int | float:
    """Whole where it is whole, else to a few figures."""
    return round(number) if math.isclose(number, round(number), abs_tol=1e-9) else float(f"{number:.6g}")
