"""Names by group, from the public lists of the package Faker; and what people are called for short."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

import numpy as np
import numpy.typing as npt
from nicknames import NickNamer

Strings = npt.NDArray[np.str_]
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

# Group, its share of people, and the lists its names are drawn from: the first list is commoner than the others.
GROUPS = (
    ("english", 0.62, ("en_US", "en_GB", "en_IE")),
    ("spanish", 0.18, ("es_CL", "es_CO", "es_ES")),
    ("kenyan", 0.12, ("en_KE", "sw")),
    ("indian", 0.08, ("en_IN",)),
)
_FIRST = 0.85  # the share of people whose names are of their group's first list


@dataclass(frozen=True)
class Names:
    """Every name once (`words`) and, by group, the chances of each: arrays of codes and of running shares."""

    words: Strings
    short: Ints  # the code of what somebody of this forename is called for short; itself where there is nothing
    surnames: tuple[tuple[Ints, Floats], ...]
    women: tuple[tuple[Ints, Floats], ...]
    men: tuple[tuple[Ints, Floats], ...]

    def draw(
        self, kind: tuple[tuple[Ints, Floats], ...], group: npt.NDArray[np.int8], rng: np.random.Generator
    ) -> Ints:
        """A code for each person of `group`."""
        found = np.empty(len(group), np.int32)
        for number, (codes, upto) in enumerate(kind):
            places = np.flatnonzero(group == number)
            found[places] = codes[np.searchsorted(upto, rng.random(len(places)), "right")]
        return found


def names() -> Names:
    """The lists, read from the package. In the same order every time."""
    kinds = ("last_names", "first_names_female", "first_names_male")
    lists = [[_weighted(group, kind) for group in GROUPS] for kind in kinds]
    known = sorted({word for kind in lists for group in kind for word in group})
    nicknames = NickNamer()
    forenames = {word for kind in lists[1:] for group in kind for word in group}
    short = {
        word: sorted(nicknames.nicknames_of(word))[0].title() for word in forenames if nicknames.nicknames_of(word)
    }
    words = np.array(sorted({*known, *short.values()}))
    code = {str(word): place for place, word in enumerate(words)}
    drawn = [
        tuple(
            (np.array([code[word] for word in group], np.int32), np.cumsum(np.array(list(group.values())))[:-1])
            for group in kind
        )
        for kind in lists
    ]
    called = np.array([code[short.get(str(word), str(word))] for word in words], np.int32)
    return Names(words, called, drawn[0], drawn[1], drawn[2])


def _weighted(group: tuple[str, float, tuple[str, ...]], kind: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for place, locale in enumerate(group[2]):
        given = getattr(import_module(f"faker.providers.person.{locale}").Provider, kind)
        weights = given if isinstance(given, dict) else dict.fromkeys(given, 1.0)
        whole = sum(weights.values())
        part = _FIRST if place == 0 and len(group[2]) > 1 else 1 - _FIRST if place else 1.0
        part /= max(1, len(group[2]) - 1) if place else 1
        for word in sorted(weights):
            found[word] = found.get(word, 0.0) + part * weights[word] / whole
    total = sum(found.values())
    return {word: share / total for word, share in found.items()}
