"""The tasks that linkage is measured on: two lists of identifiers, and who is who.

FOLDER holds registry_1m.parquet, cohort_10k.parquet, cohort_100k.parquet (columns unique_id, pid, grp, first_name,
middle, last_name, sex, dob, zip; `pid` is the truth) and febrl4a.csv, febrl4b.csv.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS

_IDENTIFIERS = """
    SELECT row_number() OVER () AS "key", pid, grp, last_name AS surname, first_name AS forename, middle,
        try_cast(dob AS DATE) AS date_of_birth, NULL::DATE AS born_also, sex, zip AS postcode,
        NULL::VARCHAR AS service_number
    FROM ({raw})
"""
_FEBRL = """
    SELECT row_number() OVER () AS "key", regexp_extract(rec_id, 'rec-(\\d+)-', 1)::BIGINT AS pid, '' AS grp,
        surname, given_name AS forename, NULL::VARCHAR AS middle,
        try_strptime(trim(date_of_birth::VARCHAR), '%Y%m%d')::DATE AS date_of_birth, NULL::DATE AS born_also,
        NULL::VARCHAR AS sex, postcode::VARCHAR AS postcode, soc_sec_id::VARCHAR AS service_number
    FROM read_csv('{file}', all_varchar = true)
"""
# A list as long as the register, made of it: four people in five, spoiled; for the fifth, somebody put together
# from four people. The same list every time: chance is a hash.
_SPOILED = """
    WITH turned AS (
        SELECT *, lag(first_name, 1013, first_name) OVER w AS another_first, lag(last_name, 4001, last_name) OVER w
            AS another_last, lag(dob, 2003, dob) OVER w AS another_dob, lag(zip, 3001, zip) OVER w AS another_zip,
            {stranger} < 0.2 AS stranger
        FROM '{register}' WINDOW w AS (ORDER BY unique_id)
    )
    SELECT unique_id, CASE WHEN stranger THEN -1 - pid ELSE pid END AS pid, grp,
        CASE WHEN stranger THEN another_first WHEN {first} < 0.04 THEN left(first_name, 2) || substr(first_name, 4)
            WHEN {first} < 0.06 THEN left(first_name, 1) ELSE first_name END AS first_name,
        CASE WHEN {middle} < 0.4 THEN NULL ELSE middle END AS middle,
        CASE WHEN NOT stranger AND {last} < 0.03 THEN another_last
            WHEN {last} < 0.06 THEN left(last_name, 3) || substr(last_name, 5) ELSE last_name END AS last_name,
        CASE WHEN {sex} < 0.03 THEN NULL ELSE sex END AS sex,
        CASE WHEN {born} < 0.03 THEN NULL WHEN stranger OR {born} < 0.04 THEN another_dob
            WHEN {born} < 0.06 AND substr(dob, 9, 2) <= '12'
                THEN left(dob, 5) || substr(dob, 9, 2) || '-' || substr(dob, 6, 2)
            WHEN {born} < 0.08 THEN left(dob, 8) || '15' ELSE dob END AS dob,
        CASE WHEN {zip} < 0.05 THEN NULL WHEN stranger OR {zip} < 0.25 THEN another_zip ELSE zip END AS zip
    FROM turned
"""
_CHANCES = ("stranger", "first", "middle", "last", "sex", "born", "zip")
NAMES = {
    "10k": "cohort_10k × registry_1m",
    "100k": "cohort_100k × registry_1m",
    "1m": "a list of 1,000,000 made from registry_1m × registry_1m",
    "febrl4": "febrl4b × febrl4a",
}


@dataclass(frozen=True)
class Task:
    """`participants` by `COHORT_IDENTIFIERS`, `persons` by `PERSONS_IDENTIFIERS`, both numbered from 1 in the
    order of their rows; `listed` and `held`: who each of them is in truth; `groups`: of each participant."""

    participants: pa.Table
    persons: pa.Table
    listed: npt.NDArray[np.int64]
    held: npt.NDArray[np.int64]
    groups: npt.NDArray[Any]

    @property
    def there(self) -> npt.NDArray[np.bool_]:
        """Which participants are among the persons."""
        return np.isin(self.listed, self.held)


def raw(folder: Path, name: str) -> tuple[str, str]:
    """SQL of both lists as they are in the files."""
    register = folder / "registry_1m.parquet"
    chances = {what: f"((hash(pid, '{what}') % 100000) / 1e5)" for what in _CHANCES}
    spoiled = _SPOILED.format(register=register, **chances)
    return spoiled if name == "1m" else f"FROM '{folder / f'cohort_{name}.parquet'}'", f"FROM '{register}'"


def task(folder: Path, name: str) -> Task:
    """One of `NAMES`."""
    if name == "febrl4":
        queries = [_FEBRL.format(file=folder / file) for file in ("febrl4b.csv", "febrl4a.csv")]
    else:
        queries = [_IDENTIFIERS.format(raw=query) for query in raw(folder, name)]
    listed, held = (duckdb.sql(query).to_arrow_table() for query in queries)
    return Task(
        _by(COHORT_IDENTIFIERS, "row", listed),
        _by(PERSONS_IDENTIFIERS, "person_key", held),
        listed["pid"].to_numpy(),
        held["pid"].to_numpy(),
        listed["grp"].to_numpy(zero_copy_only=False),
    )


def _by(schema: pa.Schema, key: str, table: pa.Table) -> pa.Table:
    return table.rename_columns([key, *table.column_names[1:]]).select(schema.names).cast(schema)
