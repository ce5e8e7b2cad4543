"""The names people have: which words occur, how often, and who has which."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Bits = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Words:
    """The commonest words of a list's names: `have`, people × words; `bigrams`, how many each word has."""

    words: tuple[str, ...] = field(repr=False)
    have: Bits = field(repr=False)
    bigrams: npt.NDArray[np.intp]

    @property
    def frequencies(self) -> npt.NDArray[np.float64]:
        """The share of people whose name has each word."""
        shares: npt.NDArray[np.float64] = self.have.mean(axis=0)
        return shares


def whole_names(standard: pa.Table) -> pa.Array:
    """Surname and forename, one after the other, of a table in the standard form; null where both are missing."""
    whole = pc.binary_join_element_wise(
        standard["surname"].fill_null(""), standard["forename"].fill_null(""), " "
    ).combine_chunks()
    return pc.utf8_trim(pc.if_else(pc.equal(whole, " "), None, whole), " ")


def words(names: pa.Array, number: int, of: tuple[str, ...] = ()) -> Words:
    """Who of `names` has which of the `number` commonest words, or of the words `of`."""
    split = pc.split_pattern(names.fill_null(""), " ")
    flat, owner = split.flatten(), np.asarray(pc.list_parent_indices(split))
    encoded = flat.dictionary_encode()
    places, distinct = np.asarray(encoded.indices), encoded.dictionary.to_pylist()
    if not of:
        counts = np.bincount(places, minlength=len(distinct))
        order = sorted((-int(counts[i]), word) for i, word in enumerate(distinct) if word)
        of = tuple(word for _, word in order[:number])
    column = {word: place for place, word in enumerate(of)}
    to = np.array([column.get(word, -1) for word in distinct])[places]
    have = np.zeros((len(names), len(of)), bool)
    have[owner[to >= 0], to[to >= 0]] = True
    return Words(of, have, np.array([len(word) + 1 for word in of]))
