"""The data dictionary of a holding: a Frictionless Data Package, read whole and checked whole."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from outcomelab.errors import HoldingError, Mistake
from outcomelab.handovers.holding import Dictionary
from outcomelab.holdings import entries
from outcomelab.holdings.entries import Mistakes, Object, note
from outcomelab.holdings.mistakes import refusal
from outcomelab.holdings.resources import resource
from outcomelab.holdings.shape import check_shape
from outcomelab.holdings.sources import Descriptor

_KNOWN = ("name", "title", "custodian", "legal_basis", "coverage", "resources")
_IGNORED = (
    "$schema", "profile", "id", "description", "homepage", "version", "created", "keywords",
    "licenses", "sources", "contributors", "image",
)  # fmt: skip


def read_dictionary(path: Path) -> Dictionary:
    """Read and check a data dictionary (JSON, Frictionless Data Package with our roles).

    Raises HoldingError with every mistake in it, each saying what to write instead. The data files it
    names are not opened.
    """
    return read_descriptor(path).dictionary


def read_descriptor(path: Path, *, with_data: bool = True) -> Descriptor:
    """The dictionary together with where its tables come from. Raises HoldingError as `read_dictionary`.

    `with_data` False: a registered holding's own record, whose tables are in the stores and have no path.
    """
    thing = _load(path)
    mistakes: Mistakes = []
    here = "the dictionary"
    entries.only(thing, _KNOWN, _IGNORED, here, mistakes)
    coverage = entries.inner(thing, "coverage", here, mistakes, needed=True)
    covers = _coverage(coverage, mistakes) if coverage else None
    sources = tuple(
        resource(one, number, path.parent, mistakes, with_data=with_data)
        for number, one in enumerate(entries.inners(thing, "resources", here, mistakes), start=1)
    )
    name = entries.name(thing, "name", here, mistakes)
    title, custodian, legal_basis = (
        entries.words(thing, key, here, mistakes, needed=True) for key in ("title", "custodian", "legal_basis")
    )
    # What ties the tables together can be judged only where each of them could be read.
    whole = tuple(source for source in sources if source)
    if len(whole) == len(sources):
        check_shape(tuple(source.table for source in whole), mistakes)
    if mistakes or covers is None:
        raise refusal(path.name, mistakes)
    tables = tuple(source.table for source in whole)
    return Descriptor(Dictionary(name, title, custodian, legal_basis, *covers, tables), whole)


def _coverage(thing: Object, mistakes: Mistakes) -> tuple[dt.date, dt.date] | None:
    entries.only(thing, ("from", "to"), (), "coverage", mistakes)
    first = entries.day(thing, "from", "coverage", mistakes)
    last = entries.day(thing, "to", "coverage", mistakes)
    if not first or not last:
        return None
    if first > last:
        note(mistakes, "coverage", '"from" is after "to"', "Write the earlier date first.")
    return first, last


def _load(path: Path) -> Object:
    doubled: list[str] = []

    def object_(pairs: list[tuple[str, object]]) -> Object:
        keys = [key for key, _ in pairs]
        doubled.extend(sorted({key for key in keys if keys.count(key) > 1}))
        return dict(pairs)

    try:
        thing = json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=object_)
    except FileNotFoundError:
        raise HoldingError(f"There is no dictionary {path} to read.") from None
    except OSError:
        raise HoldingError(f"The dictionary {path} cannot be read. Check who may read it.") from None
    except json.JSONDecodeError as error:
        wrong = "the JSON cannot be read from here on"
        mend = "Look for a missing comma, bracket or quotation mark."
        raise refusal(path.name, [Mistake(error.lineno, f"column {error.colno}", wrong, mend)]) from None
    except (UnicodeDecodeError, RecursionError):
        raise HoldingError(f"{path.name} is not a JSON text in UTF-8. Save it as one.") from None
    if not isinstance(thing, dict):
        raise HoldingError(f"{path.name} does not hold an object. Begin it with {{ and end it with }}.")
    if doubled:
        mend = "Keep one of them."
        raise refusal(
            path.name,
            [Mistake(0, "the dictionary", f'"{key}" appears twice in one object', mend) for key in doubled],
        )
    return thing
