"""How much of an encoding can be read back? 200,000 people of the register, by who knows what.

python -m benchmarks.attacks FOLDER [PEOPLE]
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa

from benchmarks.alone import alone
from benchmarks.tasks import task
from outcomelab.attacks.encodings.attack import KNOWS, attack
from outcomelab.attacks.encodings.words import advice, in_words
from outcomelab.handovers.attacks import Attacks
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.encoded import HARDENINGS

PEOPLE = 200_000


def main(folder: Path, number: int = PEOPLE) -> None:
    """Print every attack and what follows from them."""
    told = []
    for hardening in HARDENINGS:
        for knows in KNOWS:
            found, _ = alone(attacked, folder, hardening, knows, number)
            told.append(found)
            print("\n".join(in_words(found)), flush=True)
    print("\n".join(advice(told)))


def attacked(folder: Path, hardening: str, knows: str, number: int) -> Attacks:
    """One attack on the first `number` people of the register."""
    held = task(folder, "10k").persons.slice(0, number)
    listed = held.rename_columns(["row", *held.column_names[1:]])
    listed = listed.append_column("born_also", pa.nulls(number, pa.date32())).select(COHORT_IDENTIFIERS.names)
    return attack(listed.cast(COHORT_IDENTIFIERS), hardening, knows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else PEOPLE)
