"""A comparison as files: `impact.json`, and the same as tables (CSV); each says whether it is cleared."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from outcomelab.handovers.figure import Figure
from outcomelab.handovers.impact_file import BalanceLine, BinLine, EstimateLine, ImpactFile, UnmatchedLine
from outcomelab.reports.data import safe_cell


def impact_files(file: ImpactFile) -> dict[str, bytes]:
    """`impact.json`, and `estimates.csv`, `balance.csv`, `overlap.csv`, `unmatched.csv`, in UTF-8, by name."""
    bins = file.overlap.bins if file.overlap else ()
    return {
        "impact.json": (file.model_dump_json(indent=2) + "\n").encode(),
        "estimates.csv": _csv(EstimateLine, file.estimates, file.figures),
        "balance.csv": _csv(BalanceLine, file.balance, file.figures),
        "overlap.csv": _csv(BinLine, bins, file.figures),
        "unmatched.csv": _csv(UnmatchedLine, file.unmatched, file.figures),
    }


def _csv(kind: type[Figure], lines: Sequence[Figure], figures: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*kind.model_fields, "figures"])
    writer.writerows([*(safe_cell(getattr(line, name)) for name in kind.model_fields), figures] for line in lines)
    return text.getvalue().encode()
