"""What a simulated world is made with. Everything follows from these and the seed."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from math import prod
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from outcomelab.errors import UsageError
from outcomelab.simulate.names import GROUPS

Share = Annotated[float, Field(ge=0, le=1)]
Ratio = Annotated[float, Field(ge=0, le=20)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Kind = TypeVar("Kind")
FIRST = "programme"
SPOILED = ("everyone", *(group for group, _, _ in GROUPS))
_LONGEST = 60 * 366  # days
_MOST = 40  # times as high: so many events are drawn for each one without a programme, for some to be taken


def _named(known: tuple[str, ...]) -> Callable[[dict[str, Kind]], dict[str, Kind]]:
    """Refuses sections of other names."""

    def checked(sections: dict[str, Kind]) -> dict[str, Kind]:
        if unknown := [name for name in sections if name not in known]:
            raise ValueError(f"there is no group {unknown[0]}; there are {', '.join(known)}")
        return sections

    return checked


class Part(BaseModel):
    """A section of the settings: frozen, strict in its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Spoiling(Part):
    """How often an identifier is written wrongly, as shares of records, for one group of people."""

    typo: Share = 0.03
    nickname: Share = 0.05
    old_surname: Share = 0.10
    swapped_date: Share = 0.01
    wrong_date: Share = 0.01
    missing_postcode: Share = 0.05
    missing_sex: Share = 0.01
    old_postcode: Share = 0.20

    def times(self, factor: float) -> Spoiling:
        """Every rate `factor` times as high, at most 1."""
        return Spoiling(**{name: min(1.0, rate * factor) for name, rate in self.model_dump().items()})


class Ratios(Part):
    """What a programme does after the index date, as ratios; 1 is nothing.

    `offending`: offences committed for each one that would have been; `work`: how likely those out of work are to
    find some; `earnings`: what those in work earn; `benefits`: what those out of work are paid; `contacts`:
    contacts with health services; `qualifications`: qualifications gained by grown people.
    """

    offending: Ratio = 1.0
    work: Ratio = 1.0
    earnings: Ratio = 1.0
    benefits: Ratio = 1.0
    contacts: Ratio = 1.0
    qualifications: Ratio = 1.0


def _of_everyone(sections: dict[str, Spoiling]) -> dict[str, Spoiling]:
    """Rates that a group does not set are everyone's."""
    everyone = sections.get("everyone", Spoiling())
    return {
        name: everyone.model_copy(update={rate: getattr(own, rate) for rate in own.model_fields_set})
        for name, own in sections.items()
    }


KINDS = tuple(Ratios.model_fields)
# Nobody is in two subgroups of one family.
_FAMILIES = (("women", "men"), ("under-25", "25-and-over"), ("deprived",), tuple(group for group, _, _ in GROUPS))
SUBGROUPS = tuple(name for family in _FAMILIES for name in family)


class Effects(Ratios):
    """What the programme does to everyone, and by what it is multiplied for some of them: `subgroups`, by name."""

    offending: Ratio = 0.7
    work: Ratio = 1.3
    subgroups: Annotated[dict[str, Ratios], AfterValidator(_named(SUBGROUPS))] = {}

    def most(self, kind: str) -> float:
        """The largest that a ratio can be for anybody; at least 1."""
        ratios = {name: float(getattr(ratios, kind)) for name, ratios in self.subgroups.items()}
        more = [max(1.0, *(ratios.get(name, 1.0) for name in family)) for family in _FAMILIES]
        highest: float = getattr(self, kind) * prod(more)
        return max(1.0, highest)


class Programme(Part):
    """A programme for people released from custody. `on_observed` and `on_hidden` are how strongly its
    recruitment goes by what ministries record and by what they don't, in log odds per standard deviation.
    `not_held`: the share of its list whom no ministry has ever met."""

    participants: Annotated[int, Field(ge=0, le=1_000_000)] = 300
    on_observed: Annotated[float, Field(ge=-5, le=5)] = 0.7
    on_hidden: Annotated[float, Field(ge=-5, le=5)] = 0.0
    not_held: Annotated[float, Field(ge=0, lt=1)] = 0.05
    effects: Effects = Effects()


class Simulation(Part):
    """A whole world. `programmes`: others than the first, by name; nobody takes part in two. `offenders`: the
    share of persons who ever offend. `spoiling` is of providers' lists, by group of names, and of `everyone` as
    far as a group sets none; the registers are spoiled `register_spoiling` times as often."""

    persons: Annotated[int, Field(ge=1, le=200_000_000)] = 100_000
    seed: Annotated[int, Field(ge=0)] = 1
    justice_from: dt.date = dt.date(2007, 1, 1)
    other_from: dt.date = dt.date(2018, 1, 1)
    until: dt.date = dt.date(2021, 12, 31)
    index_from: dt.date = dt.date(2018, 1, 1)
    index_to: dt.date = dt.date(2019, 12, 31)
    offenders: Annotated[float, Field(gt=0, le=1)] = 0.08
    offences_a_year: Ratio = 0.7
    programme: Programme = Programme()
    programmes: Annotated[dict[Name, Programme], Field(max_length=100)] = {}
    spoiling: Annotated[dict[str, Spoiling], AfterValidator(_named(SPOILED)), AfterValidator(_of_everyone)] = {}
    register_spoiling: Share = 0.25

    @model_validator(mode="after")
    def _in_order(self) -> Simulation:
        days = (self.justice_from, self.other_from, self.index_from, self.index_to, self.until)
        if list(days) != sorted(days) or (self.until - self.index_to).days < 365 + 183:
            raise ValueError(
                "days: the days must come in the order justice_from, other_from, index_from, index_to, until, and "
                "a year of follow-up with half a year of waiting must fit between the last two"
            )
        if (self.until - self.justice_from).days > _LONGEST:
            raise ValueError("days: no more than 60 years may lie between justice_from and until")
        if raised := [kind for kind in KINDS if self.most(kind) > _MOST]:
            raise ValueError(
                f"effects: for some people {raised[0]} would be more than {_MOST} times as high: lower its "
                "effects, which multiply one another where somebody is in several subgroups"
            )
        if FIRST in self.programmes:
            raise ValueError(f"programmes: the name {FIRST} is the first programme's; give the others other names")
        return self

    @property
    def every_programme(self) -> dict[str, Programme]:
        """All programmes by name, the first first; in this order they choose their participants."""
        return {FIRST: self.programme, **self.programmes}

    def most(self, kind: str) -> float:
        """The largest that a ratio can be for anybody in any programme; at least 1."""
        return max(programme.effects.most(kind) for programme in self.every_programme.values())

    def spoiled(self, group: str) -> Spoiling:
        """The rates of one group of names."""
        return self.spoiling.get(group, self.spoiling.get("everyone", Spoiling()))


def read_settings(file: Path) -> Simulation:
    """Settings from a TOML file. Raises UsageError naming the file and each setting that will not do."""
    try:
        return Simulation.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        why = "it cannot be read. Check its name and its folder."
    except tomllib.TOMLDecodeError:
        why = "it is not a TOML file."
    except ValidationError as error:
        why = "; ".join(_in_words(fault) for fault in error.errors()) + "."
    raise UsageError(f"{file.name or file} cannot be used: {why}")


# By how the library's name for a fault begins; what it knows besides is filled in.
_WHY = {
    "extra_forbidden": "there is no such setting",
    "string_pattern_mismatch": "a name has small letters a-z, digits and hyphens, a letter first, 40 at most",
    "too_long": "there may be at most {max_length}",
    "greater_than_equal": "it must be at least {ge}",
    "greater_than": "it must be more than {gt}",
    "less_than_equal": "it must be at most {le}",
    "less_than": "it must be less than {lt}",
    "int": "it must be a whole number",
    "float": "it must be a number",
    "date": "it must be a day, such as 2021-12-31",
    "dict": "it must be a section of settings",
    "model": "it must be a section of settings",
}


def _in_words(fault: ErrorDetails) -> str:
    """A setting that will not do, and why, without the library's own words."""
    place = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "value_error":  # one of ours; of the settings as a whole it says its place itself
        return f"{place}: {fault['msg'].removeprefix('Value error, ')}".removeprefix(": ")
    begins = (words for kind, words in _WHY.items() if fault["type"].startswith(kind))
    return f"{place}: {next(begins, 'it is of another kind').format(**fault.get('ctx', {}))}"
