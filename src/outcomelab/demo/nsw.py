"""Did the National Supported Work programme raise earnings? The truth is known from its randomised experiment.

Participants: the 185 treated men of Dehejia and Wahba's sample. The ministry's holding: the same men among the
15,992 of the CPS-1 comparison file, with their real earnings of 1974, 1975 and 1978 (LaLonde 1986; Dehejia &
Wahba 1999; both files come with the package `causaldata`). Names and days are invented.
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

INDEX = dt.date(1976, 1, 1)
EXPERIMENT = 1794.34  # difference in 1978 earnings, treated less randomised controls (Dehejia & Wahba 1999)
EXPERIMENT_SE = (633, 671)  # pooled and heteroskedasticity-robust
_SEED = 1978


def write(folder: Path, *, spoil: bool = True) -> Files:
    """The ministry's tables, the provider's list and the study's protocol, under `folder`."""
    import causaldata  # an extra, heavy to import

    rng = np.random.default_rng(_SEED)
    experiment = causaldata.nsw_mixtape.load_pandas().data
    treated = experiment[experiment["treat"] == 1]
    men = _together(treated, causaldata.cps_mixtape.load_pandas().data)
    people = _people(men, rng)
    ministry = folder / "ministry"
    write_table(ministry, "persons", _persons(men, people))
    write_table(ministry, "earnings", _earnings(men, people))
    participants = people.slice(0, len(treated))
    starts = [INDEX + dt.timedelta(days=int(days)) for days in rng.integers(4, 180, len(treated))]
    cohort = folder / "provider" / "participants.csv"
    truth = write_list(cohort, participants, starts, "Programme start", rng, spoil=spoil)
    return Files(packaged("labour.json", ministry), packaged("earnings.toml", folder), cohort, truth)


def _together(treated: pd.DataFrame, others: pd.DataFrame) -> dict[str, np.ndarray]:
    return {name: np.concatenate([treated[name], others[name]]) for name in others.columns if name != "data_id"}


def _people(men: dict[str, np.ndarray], rng: np.random.Generator) -> pa.Table:
    months = 12 * men["age"].astype(int) + rng.integers(1, 12, len(men["age"]))
    return identifiers(births(months, [INDEX] * len(months), rng), rng)


def _persons(men: dict[str, np.ndarray], people: pa.Table) -> pa.Table:
    ethnicity = np.where(men["black"] == 1, "black", np.where(men["hisp"] == 1, "hispanic", "other"))
    attributes = {
        "ethnicity": pa.array(ethnicity),
        "married": pa.array(men["marr"] == 1),
        "schooling": pa.array(men["educ"].astype(int)),
        "no_degree": pa.array(men["nodegree"] == 1),
    }
    return _in_any_order(pa.table({**{name: people[name] for name in people.column_names}, **attributes}))


def _earnings(men: dict[str, np.ndarray], people: pa.Table) -> pa.Table:
    """One record a man and year in which he earned anything, dated the year's last day."""
    years = [
        pa.table({"person_no": people["person_no"], "amount": pa.array(men[column].astype(float))}).append_column(
            "paid_on", pa.array([dt.date(year, 12, 31)] * people.num_rows)
        )
        for year, column in ((1974, "re74"), (1975, "re75"), (1978, "re78"))
    ]
    together = pa.concat_tables(years)
    return _in_any_order(together.filter(pa.compute.greater(together["amount"], 0)))


def _in_any_order(table: pa.Table) -> pa.Table:
    return table.take(pa.array(np.random.default_rng(_SEED).permutation(table.num_rows)))
