"""The kinds of arrays that the comparison works on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def read_only(values: Floats) -> Floats:
    """The same values, not to be written to. Some columns come so and some do not, and a compiled loop is compiled
    anew for each kind."""
    view = values.view()
    view.flags.writeable = False
    return view
