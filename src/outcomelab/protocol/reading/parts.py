"""Validate one section on its own, and keep what is sound of it so that other checks can go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from outcomelab.protocol.reading.faults import Fault, faults, without
from outcomelab.protocol.reading.near import nearest
from outcomelab.protocol.reading.slips import LISTS, KeyPath, Sifting, Slip, header
from outcomelab.protocol.reading.values import UNREAD, readable
from outcomelab.protocol.reading.wording import allowed, words

M_co = TypeVar("M_co", bound=BaseModel, covariant=True)
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Item(Generic[M_co]):
    """A section or list item. `broken` keys hold a stand-in or less than was written: don't judge them."""

    part: M_co
    path: KeyPath
    broken: frozenset[str] = frozenset()

    def sound(self, *keys: str) -> bool:
        """Whether all of `keys` (as the file writes them) are as the file has them."""
        return self.broken.isdisjoint(keys)

    def given(self, key: str) -> bool:
        """Whether the file writes `key`, rather than leaving it to its default."""
        return key in {
            info.alias or name
            for name, info in type(self.part).model_fields.items()
            if name in self.part.model_fields_set
        }


def part(model: type[M], raw: object, path: KeyPath) -> Sifting[Item[M] | None]:
    """The section `raw` as a `model`, and every slip in it. None when it is no table at all."""
    if not isinstance(raw, dict):
        if raw is not UNREAD:
            yield misshapen(path)
        return None
    section, broken = readable(raw)
    while True:
        try:
            return Item(model.model_validate(section), path, broken)
        except ValidationError as error:
            found = faults(error, section)
        broken |= _misspelt(found, [key for key in allowed(model) if key not in section])
        for fault in found:
            if not ("missing" in fault.kinds and str(fault.path[0]) in broken):
                yield Slip((*path, *fault.path), *words(model, fault))
        broken |= {str(fault.path[0]) for fault in found}
        section = without(section, found) | _stand_ins(model, found)


def misshapen(path: KeyPath) -> Slip:
    """The slip of a section written as a value, or with the wrong number of brackets."""
    section = ".".join(str(step) for step in path if isinstance(step, str))
    if path[0] in LISTS:
        return Slip(path, "should be a list of sections", f"Open each with `{header(section)}`.")
    return Slip(path, "should be one section", f"Open it with `{header(section)}`.")


def _misspelt(found: tuple[Fault, ...], absent: list[str]) -> frozenset[str]:
    """Keys of those `absent` that an unknown key was meant to be: one slip of the pen is reported once."""
    unknown = [str(fault.path[0]) for fault in found if "extra_forbidden" in fault.kinds and len(fault.path) == 1]
    return frozenset(near for word in unknown if (near := nearest(word, absent)))


def _stand_ins(model: type[BaseModel], found: tuple[Fault, ...]) -> dict[str, object]:
    """Values that stand in for required keys at fault; all of those are text or a choice."""
    at_fault = {str(fault.path[0]) for fault in found}
    return {
        name: get_args(info.annotation)[0] if get_origin(info.annotation) is Literal else "x"
        for name, info in model.model_fields.items()
        if name in at_fault and info.is_required()
    }
