"""What an attack on the lab's own releases came to, as `outcomelab selftest` prints and writes it."""

from __future__ import annotations

from outcomelab.handovers.figure import Figure


class Attack(Figure):
    """An attack: what whoever makes it `knows` and `does`, in plain words, and where it was first described."""

    name: str
    knows: str
    does: str
    source: str


class Attempt(Figure):
    """An attack made on what was `released`. `measure`: what is counted, in per cent: `success` of the attack,
    `guess` of whoever makes it without any release; it succeeded when `success` is more than `limit`. `tries`: of
    how many; where there was nothing to attack, nothing was shown to hold."""

    attack: Attack
    released: str
    measure: str
    success: float
    guess: float
    limit: float
    tries: int

    @property
    def holds(self) -> bool:
        """Whether there were releases, and they withstood it."""
        return self.tries > 0 and self.success <= self.limit
