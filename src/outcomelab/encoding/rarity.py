"""How common a name is, in classes wide enough to hide which name it is (docs/encoding.md, "Rarity")."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

FEWEST_PEOPLE = 100_000
_FEWEST_NAMES = 50


def rarity(names: pa.Array) -> tuple[pa.Array, tuple[float, ...]]:
    """Each record's class (null without a name), and each class's mean frequency weighted by people."""
    encoded = names.dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    given = encoded.indices.drop_null().to_numpy(zero_copy_only=False)
    counts = np.bincount(given, minlength=len(distinct))
    order = sorted(range(len(distinct)), key=lambda i: (-int(counts[i]), distinct[i]))
    falling = counts[order]
    classes = _classes(falling)
    of_name = np.empty(len(distinct), np.int16)
    of_name[order] = classes
    shares = falling / falling.sum()
    means = np.bincount(classes, shares**2) / np.bincount(classes, shares)
    return pa.array(of_name).take(encoded.indices), tuple(float(mean) for mean in means)


def _classes(falling: npt.NDArray[np.intp]) -> npt.NDArray[np.int16]:
    starts, start = [], 0
    for place in range(_FEWEST_NAMES, len(falling)):
        if place - start >= _FEWEST_NAMES and falling[place] * 2 < falling[start]:
            starts.append(place)
            start = place
    return np.searchsorted(starts, np.arange(len(falling)), side="right").astype(np.int16)
