"""Plain Splink on any two files of people, as they were read: stock comparisons of whatever both have.

Each record of the left file gets its best match, if any: unlike each other's best, that does not fail where a
person is there several times.
"""

from __future__ import annotations

import logging
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from outcomelab.linkage.decide import first_of_each

_COMPARED: dict[str, Any] = {
    "forename": cl.NameComparison("forename").configure(term_frequency_adjustments=True),
    "surname": cl.NameComparison("surname").configure(term_frequency_adjustments=True),
    "born": cl.DateOfBirthComparison("born", input_is_string=True),
    "postcode": cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
    "place": cl.ExactMatch("place").configure(term_frequency_adjustments=True),
    "sex": cl.ExactMatch("sex"),
    "middle": cl.ExactMatch("middle"),
    "email": cl.EmailComparison("email"),
    "service_number": cl.DamerauLevenshteinAtThresholds("service_number", [1, 2]),
}
_RULES = (
    ("surname", "forename"), ("born",), ("surname", "born"), ("forename", "postcode"), ("surname", "postcode"),
    ("service_number",), ("email",), ("surname", "place"), ("forename", "place"),
)  # fmt: skip
_COLUMNS = (
    "row AS unique_id, lower(surname) AS surname, lower(forename) AS forename, lower(left(middle, 1)) AS middle,"
    " strftime(date_of_birth, '%Y-%m-%d') AS born, sex, postcode, service_number, lower(place) AS place, email"
)


def best_of_each(left: pa.Table, right: pa.Table) -> pa.Table:
    """left, right: by PEOPLE_IDENTIFIERS. Out: `l` and `r`, rows of the two, and `p`, the match probability."""
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    for name, side in (("lefts", left), ("rights", right)):
        connection.register("side", side)
        connection.execute(f"CREATE TABLE {name} AS SELECT {_COLUMNS} FROM side")  # noqa: S608 written here
    has = [
        name
        for name in _COMPARED
        if all(connection.sql(f"SELECT count({name}) FROM {t}").fetchall()[0][0] for t in ("lefts", "rights"))  # noqa: S608
    ]
    rules = [block_on(*rule) for rule in _RULES if set(rule) <= set(has)]
    api = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[_COMPARED[name] for name in has],
        blocking_rules_to_generate_predictions=rules,
    )
    linker: Any = Linker([api.register("lefts"), api.register("rights")], settings, log_level=None)
    third = "born" if "born" in has else has[-1]
    linker.training.estimate_probability_two_random_records_match([block_on("surname", third)], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6 + 1, seed=1)
    for rule in ((third,), ("forename", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule), max_pairs=1e6)
    predicted = linker.inference.predict(threshold_match_probability=0.01, warning_mode="never").physical_name
    pairs = connection.sql(
        f"SELECT unique_id_l AS l, unique_id_r AS r, match_probability AS p FROM {predicted} ORDER BY l, r"  # noqa: S608
    ).to_arrow_table()
    first = first_of_each(np.asarray(pairs["l"]), np.asarray(pairs["p"]))
    return pairs.filter(pa.array(first))
