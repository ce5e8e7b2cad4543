"""For whom an estimate holds, in words: said wherever an estimate is."""

from __future__ import annotations

_METHODS = {
    "radius": "radius matching",
    "nearest": "nearest-neighbour matching",
    "ebal": "entropy balancing",
    "overlap": "overlap weights",
    "att-weights": "weights by the odds of taking part",
    "unpaired-t": "the unpaired t interval",
    "nearest-adjusted": "nearest-neighbour matching, adjusted",
    "unadjusted": "comparing everyone as they are",
    "regional": "radius matching within the participants' own region",
    "among": "comparing those of both matched groups who had it",
}


def estimand_words(estimand: str, participants: int, matched: int, about: str = "") -> str:
    """What is estimated and for whom: `matched` of `participants` had someone to compare with. `about` stands
    before counts that are rounded; the few who are left out then need not show in them."""
    if estimand == "ATO":
        return (
            "the mean difference for people who could have been on either side, weighted by how evenly (ATO); "
            "it is not that of all participants"
        )
    if estimand == "among":
        return "the difference between those of both matched groups who had the outcome, which is no one's effect"
    if estimand != "ATT":
        return "the difference between the groups as they are, which nobody made alike"
    if matched == participants and not about:
        return f"the mean difference for participants (ATT): all {participants:,} of them"
    others = "any other" if about else f"the other {participants - matched:,}"
    return (
        f"the mean difference for participants (ATT): {about or 'the '}{matched:,} of {about}{participants:,}, "
        f"with someone like them in the pool; it says nothing of {others}"
    )


def method_words(method: str) -> str:
    """The method as people call it."""
    return _METHODS.get(method, method)
