"""Tables with stable noise from the command line, and the key that the noise is drawn with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomelab.cli.app import app, console
from outcomelab.cli.lab_files import read_any_table
from outcomelab.errors import UsageError

if TYPE_CHECKING:
    from outcomelab.protocol.rules import DisclosureRules


@app.command("perturbation-key")
def perturbation_key(
    file: Annotated[Path, typer.Argument(metavar="KEYFILE", help="The file to write, with the lab's keys.")],
) -> None:
    """Make the key that stable noise is drawn with: once for all tables about the same people."""
    from outcomelab.holdings.keys import keep_key, new_key

    if file.exists():
        raise UsageError(f"{file} exists already. Another key would give every table other noise; keep this one.")
    keep_key(file, new_key())
    console.print(f"Wrote {file}. Keep it with the lab's keys: whoever has it can take the noise off.")


def perturb_any_table(
    source: Path, by: tuple[str, ...], person: str | None, keyfile: Path, rules: DisclosureRules, out: Path
) -> None:
    """Clear the table `source` with stable noise and write it into `out`.

    Raises UsageError, HoldingError for a key that cannot be read, DisclosureRefused and ReportError.
    """
    from outcomelab.disclosure.perturbation.table import perturb_table
    from outcomelab.holdings.keys import read_key
    from outcomelab.reports.perturbed_table import about, write_perturbed_table
    from outcomelab.tabulate.keyed import keyed

    if person is None:
        raise UsageError("Noise needs --person COLUMN: it depends on who is in a cell.")
    if not keyfile.is_file():
        raise UsageError(f"There is no key {keyfile}. Make it once with `outcomelab perturbation-key {keyfile}`.")
    cells = keyed(read_any_table(source, (*by, person)), by, person, bytes.fromhex(read_key(keyfile)))
    output = perturb_table(cells, rules)
    write_perturbed_table(output, out)
    console.print(f"{output.figures.cells.num_rows} cells. {about(output.figures).strip()} Written to {out}.")
