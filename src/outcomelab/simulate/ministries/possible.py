"""Events that may happen, each with the draw that settles whether it does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.people import Bools, Floats, Ints


@dataclass(frozen=True)
class Possible:
    """Events that may happen, sorted by person: whose, the day, the code, and a number in 0 to 1 that settles
    whether it does, for rates raised up to `most` times."""

    person: Ints
    day: Ints
    kind: npt.NDArray[np.int8]
    drawn: Floats
    most: float

    def of(self, persons: Ints) -> Possible:
        """Those of some persons, numbered by their place in `persons` (sorted)."""
        return self._where(np.isin(self.person, persons), persons)

    def happened(self, index: Ints, ratio: Floats) -> Possible:
        """Those that happen when each person's rate is `ratio` times as high after a day, `index`."""
        raised = np.where(self.day > index[self.person], ratio[self.person], 1.0)
        return self._where(self.drawn < raised / self.most)

    def _where(self, kept: Bools, persons: Ints | None = None) -> Possible:
        person = self.person[kept]
        place = person if persons is None else np.searchsorted(persons, person).astype(np.int32)
        return Possible(place, self.day[kept], self.kind[kept], self.drawn[kept], self.most)
