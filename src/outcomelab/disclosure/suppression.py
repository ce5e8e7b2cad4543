"""Complementary suppression in one list of parts: no withheld part comes back by subtraction from the whole."""

from __future__ import annotations

from collections.abc import Sequence


def complementary(counts: Sequence[int], withheld: Sequence[bool], threshold: int) -> tuple[bool, ...]:
    """Which parts of one whole to withhold, when the whole itself is shown.

    While what is withheld is a single part, or parts that together count fewer than `threshold`, the smallest
    part shown is withheld too.
    """
    hidden = list(withheld)
    while any(hidden) and not all(hidden):
        inside = [count for count, hide in zip(counts, hidden, strict=True) if hide]
        if len(inside) > 1 and sum(inside) >= threshold:
            break
        shown = [place for place, hide in enumerate(hidden) if not hide]
        hidden[min(shown, key=lambda place: (counts[place], place))] = True
    return tuple(hidden)
