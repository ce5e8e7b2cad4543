"""CPU seconds of nearest neighbours with a propensity score, by pymatchit; run by an interpreter that has it.

python pymatchit_side.py FILE ROWS COLUMNS RATIO      as matchit.R has it
"""

import sys
import time
from importlib.metadata import version

import numpy as np
import pandas as pd
from pymatchit import MatchIt

file, rows, columns, ratio = sys.argv[1], *map(int, sys.argv[2:])
data = pd.DataFrame(
    np.fromfile(file).reshape(columns, rows).T, columns=["took_part", *(f"x{i}" for i in range(1, columns))]
)
data["took_part"] = data["took_part"].astype(int)
start = time.process_time()
MatchIt(data, method="nearest", ratio=ratio).fit("took_part ~ " + " + ".join(data.columns[1:]))
print(version("pymatchit-causal"), time.process_time() - start)
