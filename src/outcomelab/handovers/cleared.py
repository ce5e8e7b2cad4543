"""The seal on what may leave the lab. Only the disclosure room can set it; import rules hold that."""

from __future__ import annotations

from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)

_SEAL = object()


class Cleared(Generic[T_co]):
    """An output that passed disclosure control. `figures` is what may be shown.

    Made by `outcomelab.disclosure` alone: anything else that calls it gets a TypeError. Frozen.
    """

    __slots__ = ("_figures",)
    _figures: T_co

    def __init__(self, figures: T_co, seal: object = None) -> None:
        if seal is not _SEAL:
            raise TypeError("only disclosure control clears an output: call outcomelab.protect")
        object.__setattr__(self, "_figures", figures)

    @property
    def figures(self) -> T_co:
        """The cleared figures."""
        return self._figures

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a cleared output does not change")


def require_cleared(output: object) -> None:
    """Raise TypeError unless `output` is `Cleared`: called by everything that renders or writes."""
    if type(output) is not Cleared:
        raise TypeError("only cleared figures can be shown or written: pass them through outcomelab.protect first")
