"""Fails unless the demo in the folder given left two whole reports with nothing of a person in them."""

import csv
import json
import sys
from pathlib import Path

import jsonschema
import pypdf

SECTIONS = ("What was found", "What you can say", "Who was in, and who was lost", "How alike the groups were")


def check(study: Path, schema: dict[str, object]) -> None:
    """Look at one study's report. Raises AssertionError, naming the file, at the first thing missing."""
    report = study / "report"
    page = (report / "report.html").read_text(encoding="utf-8")
    paper = "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(report / "report.pdf").pages)
    results = json.loads((report / "results.json").read_text(encoding="utf-8"))
    jsonschema.validate(results, schema)
    package = json.loads((report / "data" / "datapackage.json").read_text(encoding="utf-8"))
    tables = [report / "data" / resource["path"] for resource in package["resources"]]
    assert tables, f"{study}: no open data"
    assert all(table.stat().st_size for table in tables), f"{study}: an empty table"
    assert all(section in page for section in SECTIONS), f"{study}: a section of the page is missing"
    assert SECTIONS[0] in paper, f"{study}: the PDF lacks what was found"
    assert 'src="http' not in page and "<script" not in page, f"{study}: the page reaches outside"
    everything = "\n".join(
        [page, paper, json.dumps(results), *(table.read_text(encoding="utf-8") for table in tables)]
    )
    with (study / "provider" / "participants.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            name = f"{row['First Name']} {row['Last Name']}"
            assert name == " TOTAL" or name not in everything, f"{study}: a participant is named in the release"


def main() -> None:
    """Check both studies of the demo."""
    schema = json.loads(Path("docs/results.schema.json").read_text(encoding="utf-8"))
    studies = [Path(sys.argv[1]) / name for name in ("earnings", "reoffending")]
    for study in studies:
        check(study, schema)
    print(f"The demo's {len(studies)} reports are whole and name nobody.")


main()
