"""The command line's one application, and how every command ends: in words and with an exit status."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from outcomelab.errors import OutcomeLabError

app = typer.Typer(
    name="outcomelab",
    help="Outcome Lab: what became of the people a programme served, and did the programme change it?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(highlight=False)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)

Study = Annotated[Path, typer.Argument(metavar="STUDY.toml", help="The study's protocol.")]
CohortFile = Annotated[
    Path, typer.Option("--cohort", metavar="FILE", help="The participants' list, .csv or .xlsx.")
]
Holdings = Annotated[Path, typer.Option("--holdings", metavar="DIR", help="The folder of registered holdings.")]
Keys = Annotated[
    Path | None,
    typer.Option(
        "--keys", metavar="DIR", envvar="OUTCOMELAB_KEYS", help="The folder of keys [default: DIR.keys]."
    ),
]
LedgerFolder = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="DIR", help="The ledger of all releases [default: HOLDINGS.ledger]."),
]
Coarsen = Annotated[
    bool,
    typer.Option("--coarsen", help="If it says too much together with earlier releases, release what passes."),
]
Checker = Annotated[
    str, typer.Option("--checker", metavar="NAME", help="Who checked the output; the ledger keeps it.")
]
EvidenceFolder = Annotated[
    Path | None,
    typer.Option("--evidence", metavar="DIR", help="For the checker, in the lab only: rule by rule, raw figures."),
]
ClericalFile = Annotated[
    Path | None,
    typer.Option("--clerical", metavar="FILE.json", help="What reviewers found: `outcomelab review agree`."),
]
SparkMaster = Annotated[
    str | None,
    typer.Option(
        "--spark-master",
        metavar="URL",
        envvar="OUTCOMELAB_SPARK_MASTER",
        help="The lab's Spark cluster: spark://host:7077, or sc://host:15002.",
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write.")]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        metavar="CODE",
        help="The report's language, fr-CA or en; without it, en. Given twice, both: `report.html` in the first.",
    ),
]
LabFolder = Annotated[
    Path, typer.Option("--lab", metavar="DIR", help="The lab's own folder: what is in it never leaves.")
]


def run_app() -> None:
    """Run the command line. Whatever goes wrong ends in words and an exit status, never a stack trace."""
    try:
        app()
    except OutcomeLabError as error:
        _errors.print(str(error), markup=False)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        _errors.print("Stopped. Nothing half-written was left behind.")
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 the last door: a message could quote a person, its kind and place cannot
        _errors.print(f"Something unexpected went wrong ({type(error).__name__} {_place(error)}). ", markup=False)
        _errors.print("Nothing was released. Please report this line to the lab's developers.")
        sys.exit(70)


def _place(error: Exception) -> str:
    trace = error.__traceback__
    place = "in an unknown place"
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if f"{os.sep}outcomelab{os.sep}" in file:
            place = f"at {file.rsplit(f'{os.sep}outcomelab{os.sep}', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
