"""Whose turn it is to look at what, and what the answers settle."""

from __future__ import annotations

import re
from collections.abc import Mapping

from outcomelab.errors import UsageError
from outcomelab.handovers.review import Answer

ANSWERS: tuple[Answer, ...] = ("match", "not", "unsure")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")

Given = Mapping[str, Mapping[int, Answer]]


def check_reviewer(name: str) -> str:
    """The name without spaces around. Raises UsageError for one that is none."""
    plain = name.strip()
    if not _NAME.fullmatch(plain):
        raise UsageError("A reviewer's name is 1 to 40 letters, digits, spaces, dots or hyphens.")
    return plain


def to_answer(given: Given, reviewer: str, pairs: int) -> tuple[int, ...]:
    """The pairs, from 1 to `pairs`, that are `reviewer`'s to answer, answered or not.

    All of them for the first two; for a third, once both are through, those on which they differ. Raises
    UsageError for a third who comes too early, or a fourth.
    """
    first = list(given)[:2]
    if reviewer in first or len(first) < 2:
        return tuple(range(1, pairs + 1))
    if any(len(given[name]) < pairs for name in first):
        raise UsageError(
            "Two people are reviewing already. A third settles where they differ, once both are through."
        )
    if len(given) > 2 and reviewer != list(given)[2]:
        raise UsageError("Three people have reviewed already; a fourth is not needed.")
    one, other = (given[name] for name in first)
    return tuple(pair for pair in range(1, pairs + 1) if one[pair] != other[pair])


def both_of(given: Given, pairs: int) -> tuple[Mapping[int, Answer], Mapping[int, Answer]]:
    """The answers of the two who reviewed. Raises UsageError, saying how far they are, until both are through."""
    first = list(given)[:2]
    if len(first) < 2 or any(len(given[name]) < pairs for name in first):
        far = "; ".join(f"{name}: {len(given[name])} of {pairs}" for name in first) or "nobody has begun"
        raise UsageError(f"Agreement needs two people who have answered every pair ({far}).")
    return given[first[0]], given[first[1]]


def settled(given: Given, pairs: int) -> dict[int, Answer]:
    """For each pair what two of the reviewers say; unsure where there are no two, or no third yet."""
    one, other = both_of(given, pairs)
    third = given[list(given)[2]] if len(given) > 2 else {}
    return {
        pair: one[pair]
        if one[pair] in (other[pair], third.get(pair))
        else other[pair]
        if other[pair] == third.get(pair)
        else "unsure"
        for pair in range(1, pairs + 1)
    }
