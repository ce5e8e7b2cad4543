"""`outcomelab link`: the participants of a study with a holding's persons, or any two files of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomelab.cli.app import ClericalFile, Keys, Out, SparkMaster, app, console
from outcomelab.cli.engine import ENGINES, chosen
from outcomelab.cli.lab_files import (
    read_clerical,
    refuse_unwritable,
    write_together,
)
from outcomelab.cli.left import HOLDING, leave
from outcomelab.cli.progress import Narrator
from outcomelab.errors import EngineError, UsageError
from outcomelab.handovers.as_json import as_json

if TYPE_CHECKING:
    from outcomelab.engines.choice import Engine
    from outcomelab.handovers.people import LinkedPeople
    from outcomelab.unfinished.steps import Keeping

_TWO_FILES = "outcomelab link LEFT RIGHT --out DIR"
_A_STUDY = "outcomelab link STUDY.toml --cohort FILE --holdings DIR --out DIR"
_FILE = "Parquet, CSV or .xlsx"


@app.command()
def link(
    left: Annotated[
        Path, typer.Argument(metavar="LEFT|STUDY.toml", help=f"A file of people ({_FILE}), or a study's protocol.")
    ],
    out: Out,
    right: Annotated[
        Path | None, typer.Argument(metavar="RIGHT", help="The file to find the people of LEFT in.")
    ] = None,
    columns: Annotated[
        Path | None,
        typer.Option("--columns", metavar="FILE.toml", help="Two files: which column holds what."),
    ] = None,
    left_id: Annotated[
        str | None, typer.Option("--left-id", metavar="COLUMN", help="Two files: the ids of LEFT (default: rows).")
    ] = None,
    right_id: Annotated[
        str | None,
        typer.Option("--right-id", metavar="COLUMN", help="Two files: the ids of RIGHT (default: rows)."),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option("--precision", help="Two files: the precision links must reach, estimated (default: 0.99)."),
    ] = None,
    on: Annotated[
        dt.datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="Two files: the day of the age bands (default: today)."),
    ] = None,
    cohort: Annotated[
        Path | None, typer.Option("--cohort", metavar="FILE", help="A study: the participants' list.")
    ] = None,
    holdings: Annotated[
        Path | None, typer.Option("--holdings", metavar="DIR", help="A study: the folder of registered holdings.")
    ] = None,
    keys: Keys = None,
    clerical: ClericalFile = None,
    engine: Annotated[
        str | None, typer.Option("--engine", metavar=ENGINES, help="Two files: where pairs are compared.")
    ] = None,
    spark_master: SparkMaster = None,
) -> None:
    """Find the people of one file in another, or a study's participants in a holding, and say how good that is."""
    for_files = {
        "RIGHT": right,
        "--columns": columns,
        "--left-id": left_id,
        "--right-id": right_id,
        "--precision": precision,
        "--on": on,
        "--engine": engine,
    }
    for_study = {"--cohort": cohort, "--holdings": holdings, "--clerical": clerical}
    if left.suffix.lower() == ".toml":
        _refuse(for_files, f"A study is linked by its protocol: {_A_STUDY}.")
        if cohort is None or holdings is None:
            raise UsageError(f"Linking a study needs --cohort and --holdings: {_A_STUDY}.")
        _study(left, cohort, holdings, out, keys, clerical, spark_master)
    else:
        _refuse(for_study, f"Two files are linked by themselves: {_TWO_FILES}.")
        if right is None:
            raise UsageError(f"Linking needs two files, or a study's protocol: {_TWO_FILES}, or {_A_STUDY}.")
        day = on.date() if on else dt.date.today()
        asked = 0.99 if precision is None else precision
        _files(left, right, out, columns, (left_id, right_id), asked, day, chosen(engine, spark_master))


def _refuse(given: Mapping[str, object], how: str) -> None:
    named = [name for name, value in given.items() if value is not None]
    if named:
        raise UsageError(f"{' and '.join(named)} cannot be used here. {how}")


def _files(
    left: Path,
    right: Path,
    out: Path,
    columns: Path | None,
    ids: tuple[str | None, str | None],
    precision: float,
    on: dt.date,
    engine: Engine,
) -> None:
    from outcomelab.linkage.people import link_people, refuse_precision
    from outcomelab.linkage.sides import LEFT, RIGHT
    from outcomelab.people.encoded import is_encoded
    from outcomelab.people.mapping import ColumnsFile, read_columns_file
    from outcomelab.people.read import read_people

    refuse_precision(precision)
    refuse_unwritable(out)
    if is_encoded(left) or is_encoded(right):
        _refuse({"--columns": columns, "--left-id": ids[0], "--right-id": ids[1]}, "Encoded files have neither.")
        _encoded(left, right, out, precision, engine)
        return
    mapping = read_columns_file(columns) if columns else ColumnsFile({}, {})
    with _taken_up(out) as keep:
        with Narrator(console) as progress:
            lefts = read_people(left, mapping.left, ids[0], progress, called=LEFT)
            rights = read_people(right, mapping.right, ids[1], progress, called=RIGHT)
            linked = link_people(lefts, rights, precision, on, progress, keep=keep, engine=engine)
        _write(linked, out)


def _encoded(left: Path, right: Path, out: Path, precision: float, engine: Engine) -> None:
    from outcomelab.encoding.files import read
    from outcomelab.linkage.encoded.people import link_encoded_people
    from outcomelab.people.encoded import is_encoded
    from outcomelab.protocol.model import Linkage

    for file, other in ((left, right), (right, left)):
        if not is_encoded(file):
            raise UsageError(
                f"{other} is encoded and {file} is not. Encode it with the same key: outcomelab encode."
            )
    near = [left.parent, right.parent, out if out.is_dir() else out.parent]
    with _taken_up(out) as keep:
        with Narrator(console) as progress:
            rule = Linkage(precision=precision)
            lists = read(left), read(right)
            linked = link_encoded_people(*lists, rule, near, progress, keep=keep, engine=engine)
        _write(linked, out)


@contextmanager
def _taken_up(out: Path) -> Iterator[Keeping]:
    """Keep finished steps beside `out` while this lasts, and say where they are when it is interrupted."""
    from outcomelab.unfinished.steps import folder_for, unfinished

    folder = folder_for(out)
    try:
        with unfinished(folder, str(out)) as keep:
            yield keep
    except (KeyboardInterrupt, EngineError):
        if folder.exists():
            console.print(
                f"What was finished is kept, encrypted, in {folder}: the same command takes it up. If you do not "
                "mean to go on, remove that folder.",
                markup=False,
                soft_wrap=True,
            )
        raise


def _write(linked: LinkedPeople, out: Path) -> None:
    from outcomelab.handovers.people import FilesReport
    from outcomelab.people.wording import counted

    write_together(out, {"links.parquet": linked.links}, {"linkage.json": as_json(FilesReport, linked.report)})
    told = linked.report
    links = counted(told.links, "link", "links")
    console.print(f"{links} for {counted(told.left.records, 'record', 'records')}; written to {out}.")
    console.print(f"How good they are: outcomelab link-quality {out}", markup=False, soft_wrap=True)


def _study(
    study: Path,
    cohort: Path,
    holdings: Path,
    out: Path,
    keys: Path | None,
    clerical: Path | None,
    spark_master: str | None,
) -> None:
    from outcomelab.hall import stages
    from outcomelab.hall.lab import Lab, holding_hash, unchanged
    from outcomelab.handovers.flow import FlowStep
    from outcomelab.handovers.linkage import LinkageReport
    from outcomelab.protocol.fix import sha256

    refuse_unwritable(out)
    lab, reviewed = Lab.at(holdings, keys, spark=spark_master), read_clerical(clerical)
    with Narrator(console) as progress:
        question = stages.ask(study, lab, dt.date.today(), progress)
        held = holding_hash(question, lab)
        people = stages.checked(question, cohort, progress)
        linked = stages.linked_to_persons(question, people, lab, progress, reviewed)
        unchanged(question, lab)
    tables = {
        "crosswalk.parquet": linked.crosswalk,
        "expected.parquet": linked.expected,
        "dates.parquet": people.dates,
    }
    texts = {
        "cohort.json": as_json(tuple[FlowStep, ...], people.flow),
        "linkage.json": as_json(LinkageReport, linked.report),
    }
    leave(out, "link", sha256(question.protocol), {HOLDING: held}, tables, texts)
    overall = linked.report.overall
    console.print(f"Linked {overall.linked} of {overall.participants} participants; written to {out}.")
