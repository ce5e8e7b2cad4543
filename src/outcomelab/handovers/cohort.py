"""What the cohort room hands on: a list of participants, its identifiers apart from its dates."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from outcomelab.errors import RowProblem
from outcomelab.handovers.flow import FlowStep

# One row a distinct participant; `row` is the spreadsheet's row number (headings are row 1) and joins
# the two tables. `born_also` is the other reading of a date of birth whose day and month could be
# swapped (03/04/1990 in a file that does not settle it), else null. `sex` is 'F', 'M' or null.
COHORT_IDENTIFIERS = pa.schema(
    [
        ("row", pa.int32()),
        ("surname", pa.string()),
        ("forename", pa.string()),
        ("middle", pa.string()),
        ("date_of_birth", pa.date32()),
        ("born_also", pa.date32()),
        ("sex", pa.string()),
        ("postcode", pa.string()),
        ("service_number", pa.string()),
    ]
)
COHORT_DATES = pa.schema(
    [
        ("row", pa.int32()),
        ("index_date", pa.date32()),
        ("start_date", pa.date32()),
        ("end_date", pa.date32()),
        ("completed", pa.bool_()),
        ("site", pa.string()),
        ("subgroup", pa.string()),
    ]
)


@dataclass(frozen=True)
class Cohort:
    """A checked list. `identifiers` and `dates` follow the schemas above; `flow` is submitted, readable,
    distinct; `findings` say in plain words what was found; `problems` are the rows left out or mended. The
    tables are left out of its repr, which would print their first rows."""

    identifiers: pa.Table = field(repr=False)
    dates: pa.Table = field(repr=False)
    flow: tuple[FlowStep, ...]
    findings: tuple[str, ...]
    problems: tuple[RowProblem, ...]
