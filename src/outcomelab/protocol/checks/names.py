"""Names and labels: each means one thing, and whoever names a covariate names one that is there."""

from __future__ import annotations

from collections.abc import Iterable

from outcomelab.handovers.analysis import PARTICIPANT, event_column
from outcomelab.protocol.checks.people import EVENTS_BEFORE
from outcomelab.protocol.model import Covariate, Outcome
from outcomelab.protocol.reading.draft import Draft
from outcomelab.protocol.reading.near import did_you_mean, short
from outcomelab.protocol.reading.parts import Item
from outcomelab.protocol.reading.slips import KeyPath, Sifting, Slip, place

# Columns the lab makes itself beside those of the protocol.
RESERVED = (PARTICIPANT, "person_key", "index_date", "row")


def names(made: Draft) -> Sifting[None]:
    """Slips of names, labels and reasons that are used twice or are the lab's own."""
    items: tuple[Item[Covariate] | Item[Outcome], ...] = (*made.covariates, *made.outcomes)
    named = [(item.part.name, (*item.path, "name")) for item in items if item.sound("name")]
    for name, path in named:
        if name in RESERVED:
            mend = f"Choose another, such as `{name}_before`."
            yield Slip(path, f"`{name}` is a name the lab uses itself", mend)
    yield from _once(named, "name")
    events = {event_column(item.part.name): item.part.name for item in made.outcomes if item.sound("name")}
    for name, path in named:
        if name in events:
            mend = "Choose another."
            yield Slip(path, f"`{name}` is the column the lab makes beside `{events[name]}`", mend)
    labels = [(item.part.label, (*item.path, "label")) for item in items if item.sound("label")]
    yield from _once(labels, "label")
    reasons = [(item.part.reason, (*item.path, "reason")) for item in made.eligible if item.sound("reason")]
    yield from _once(reasons, "reason")


def _once(used: Iterable[tuple[str, KeyPath]], called: str) -> Sifting[None]:
    first: dict[str, KeyPath] = {}
    for word, path in used:
        folded = " ".join(word.casefold().split())
        if folded in first:
            mend = f"Give each its own {called}, so that a reader can tell them apart."
            wrong = f"`{short(word)}` is the {called} of {place(first[folded][:-1])} already"
            yield Slip(path, wrong, mend)
        first.setdefault(folded, path)


def chosen(made: Draft) -> Sifting[None]:
    """Slips of `subgroups`, `matching.exact` and `matching.region`, which name covariates with few levels, and of
    `matching.placebo`, which names some that are numbers."""
    of_kind = {item.part.name: item for item in made.covariates if item.sound("name")}
    every = len(of_kind) == len(made.covariates)
    listed = [(("subgroups", number), name) for number, name in enumerate(made.subgroups) if name]
    yield from _chosen(listed, of_kind, ("category",), every)
    if made.matching:
        exact: list[tuple[KeyPath, str]] = [
            ((*made.matching.path, "exact", number), name) for number, name in enumerate(made.matching.part.exact)
        ]
        yield from _chosen(exact, of_kind, ("category", EVENTS_BEFORE[1]), every)
        before: list[tuple[KeyPath, str]] = [
            ((*made.matching.path, "placebo", number), name)
            for number, name in enumerate(made.matching.part.placebo)
        ]
        yield from _chosen(before, of_kind, (*EVENTS_BEFORE, "value"), every, "which is no outcome of before")
        region = made.matching.part.region
        if region and made.matching.sound("region"):
            yield from _chosen([((*made.matching.path, "region"), region)], of_kind, ("category",), every)


def _chosen(
    listed: Iterable[tuple[KeyPath, str]],
    covariates: dict[str, Item[Covariate]],
    kinds: tuple[str, ...],
    every: bool,
    unfit: str = "which has too many levels",
) -> Sifting[None]:
    """`every` says whether all covariates' names could be read: only then is one known not to be there."""
    able = [name for name, item in covariates.items() if item.part.kind in kinds and item.sound("kind")]
    seen: set[str] = set()
    for path, name in listed:
        if name in seen:
            yield Slip(path, f"`{name}` is listed twice", "Keep one of the two.")
        seen.add(name)
        item = covariates.get(name)
        if item is None and every:
            yield Slip(path, f"no covariate is called `{name}`", did_you_mean(name, able, "covariates that fit"))
        elif item is not None and item.sound("kind") and item.part.kind not in kinds:
            wrong = f"`{name}` is a covariate of kind `{item.part.kind}`, {unfit}"
            mend = (
                f"It takes the kind {' or '.join(f'`{kind}`' for kind in kinds)}: add one, or take `{name}` out."
            )
            yield Slip(path, wrong, mend)
