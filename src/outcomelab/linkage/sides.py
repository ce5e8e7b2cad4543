"""The two sides that are linked: what each is called, what it has to be, and how few records are too few."""

from __future__ import annotations

import re

import pyarrow as pa

from outcomelab.errors import LinkageError, UsageError
from outcomelab.handovers.holding import IdentifierStore
from outcomelab.handovers.progress import Progress
from outcomelab.protocol.model import Linkage

LIST, HOLDING = "the list of participants", "the holding"
LEFT, RIGHT = "the left file", "the right file"
# One record, or two, can agree with another by chance alone, and there is no third to learn that from (judgement).
FEWEST = 3
# What is said of a study, and what is said of two files instead; the longer words first.
_WORDS = {
    "Participants and persons": "The two files",
    "The encoded lists": "The two files",
    "The list and the register": "The two files",
    "another participant": f"another record of {LEFT}",
    "the encoded register": RIGHT,
    "the encoded list": LEFT,
    LIST: LEFT,
    HOLDING: RIGHT,
}
_COUNTED = {r"(\d(?: encoded)?) participants\b": LEFT, r"(\d(?: encoded)?) persons\b": RIGHT}


def refuse_few(sizes: tuple[int, int], called: tuple[str, str] = (LIST, HOLDING)) -> None:
    """Raise LinkageError when a side has fewer than `FEWEST` records; none at all is told of elsewhere."""
    for size, where in zip(sizes, called, strict=True):
        if 0 < size < FEWEST:
            raise LinkageError(
                f"Too few to link: {where} has {size} different record{'' if size == 1 else 's'}. From fewer than "
                f"{FEWEST} it cannot be learned how records of one person differ, nor how good the links are."
            )


def refuse_other_things(participants: object, persons: object, rule: object) -> None:
    """Raise UsageError, which names what to call instead, for anything but the arguments of `link`."""
    if not isinstance(participants, pa.Table) or not isinstance(persons, pa.Table | IdentifierStore):
        raise UsageError(
            "link takes a table of participants, and a table of persons or a holding's store. People read from "
            "files are linked by link_people."
        )
    if not isinstance(rule, Linkage):
        raise UsageError("How links are decided is told as outcomelab.Linkage(precision=0.99).")


def in_words_of_files(words: str) -> str:
    """What linkage says of participants and a holding, said of two files."""
    for theirs, ours in _WORDS.items():
        words = words.replace(theirs, ours)
    return words


def of_files(progress: Progress) -> Progress:
    """`progress` that hears of two files what linkage says of a study."""

    def said(stage: str, words: str) -> None:
        words = in_words_of_files(words)
        for counted, side in _COUNTED.items():
            words = re.sub(counted, rf"\1 records of {side}", words)
        progress(stage, words)

    return said
