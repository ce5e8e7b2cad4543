"""What a study could see, in words a provider reads."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.power import PowerResult, Seen

_OF = {"rate": "of every 100 people", "count": "events a person", "mean": "on average"}
HEADINGS = ("Participants", "Compared", "Against", "Sees, at least", "or")


def sentences(result: PowerResult) -> Iterator[str]:
    """What would be seen, and who would be needed."""
    if result.seen:
        yield _seen(result, result.seen[0])
    if result.effect is not None:
        asked = f"a true difference of {_difference(result, result.effect)}"
        if result.needed is None:
            yield f"With this pool no number of participants would be enough to see {asked}."
        else:
            yield f"To see {asked}, about {result.needed:,} participants are needed."
    yield (
        f"To see it means: with a chance of {result.power:.0%}, the {1 - result.alpha:.0%} interval leaves out no "
        "difference. A smaller difference may be there and not be seen."
    )
    if result.links_right < 1:
        wrong = f"{1 - result.links_right:.1%}"
        yield f"Allowed for: {wrong} of links are wrong, which makes a difference look smaller."


def columns(result: PowerResult) -> Iterator[tuple[str, str, str, str, str]]:
    """A row of `HEADINGS` for each number of participants, fewest first."""
    for one in sorted(result.seen, key=lambda seen: seen.participants):
        lower, higher = ("none" if end is None else _size(result, end) for end in (one.lower, one.higher))
        yield f"{one.participants:,}", f"{one.compared:,.0f}", f"{one.comparison:,.0f}", lower, higher


def _seen(result: PowerResult, one: Seen) -> str:
    found = " or ".join(_difference(result, end) for end in (one.lower, one.higher) if end is not None)
    start = f"With {one.participants:,} participants, {one.compared:,.0f} of them compared with the equivalent of "
    if not found:
        return f"{start}{one.comparison:,.0f} others, no difference at all would be seen."
    return f"{start}{one.comparison:,.0f} others, a study sees a true difference of at least {found}."


def _difference(result: PowerResult, value: float) -> str:
    return f"{_size(result, value)} {_OF[result.kind]}"


def _size(result: PowerResult, value: float) -> str:
    if result.kind == "rate":
        return f"{100 * abs(value):.1f} {'fewer' if value < 0 else 'more'}"
    if result.kind == "count":
        return f"{abs(value):.3g} {'fewer' if value < 0 else 'more'}"
    return f"{abs(value):,.4g} {'less' if value < 0 else 'more'}"
