"""Links against the truth: at the threshold chosen without it, at the best one, and by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """`kept` links, `hits` of them right, of `there` that could be made; what was `estimated` of precision and
    recall, without the truth."""

    hits: int
    kept: int
    there: int
    estimated: tuple[float | None, float | None] = (None, None)

    @property
    def precision(self) -> float:
        """Of the links, how many are right."""
        return self.hits / max(self.kept, 1)

    @property
    def recall(self) -> float:
        """Of those that could be found, how many were."""
        return self.hits / max(self.there, 1)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.hits / max(self.kept + self.there, 1)

    def __str__(self) -> str:
        said = f"P {self.precision:.4f} R {self.recall:.4f} F1 {self.f1:.4f}"
        shares = zip("PR", self.estimated, strict=True)
        told = [f"{letter} {share:.4f}" for letter, share in shares if share is not None]
        return f"{said} ({self.kept:,} links)" + (f", estimated {' '.join(told)}" if told else "")


@dataclass(frozen=True)
class Found:
    """What one linkage found in `seconds`, at its `threshold`; over all and by group."""

    seconds: float
    threshold: float
    overall: Score
    groups: dict[str, Score]

    @property
    def gap(self) -> float:
        """Points of recall between the group best found and the one worst found."""
        recalls = [score.recall for score in self.groups.values()]
        return 100 * (max(recalls) - min(recalls))

    def say(self, title: str, peak: float) -> None:
        """Print everything."""
        print(f"  {title}: {self.seconds:.1f} s, {peak:.2f} GB")
        print(f"    at {self.threshold:.3f}: {self.overall}")
        if len(self.groups) > 1:
            print(f"    between groups: {self.gap:.1f} points of recall")
            for name, score in self.groups.items():
                print(f"      {name:10s} {score}")


@dataclass(frozen=True)
class Inside:
    """Before anything is decided: the `best` score over all thresholds and where it is (`at`), and how many of the
    true pairs are compared at all (`blocked`, 0–1)."""

    best: Score
    at: float
    blocked: float

    def say(self) -> None:
        """Print everything."""
        print(f"    best: {self.best} at {self.at:.3f}")
        print(f"    blocking recall {self.blocked:.4f}")


def by_group(right: npt.NDArray[np.bool_], whose: npt.NDArray[Any], there: npt.NDArray[Any]) -> dict[str, Score]:
    """The score of each group. right: of each link; whose: its participant's group; there: the group of each
    participant who could be found."""
    return {
        str(name): Score(int(right[whose == name].sum()), int((whose == name).sum()), int((there == name).sum()))
        for name in sorted(set(there))
    }


def best(right: npt.NDArray[np.bool_], probability: Floats, there: int) -> tuple[Score, float]:
    """The score at the threshold at which F1 is highest, and that threshold."""
    order = np.argsort(-probability, kind="stable")
    hits, number = np.cumsum(right[order]), np.arange(1, len(order) + 1)
    top = int((2 * hits / (number + there)).argmax())
    return Score(int(hits[top]), int(number[top]), there), float(probability[order][top])
