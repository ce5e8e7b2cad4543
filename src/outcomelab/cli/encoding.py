"""`outcomelab encode`: names stay at home, numbers travel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomelab.cli.app import Keys, app, console
from outcomelab.cli.progress import Narrator
from outcomelab.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from outcomelab.encoding.keys import ProjectKey
    from outcomelab.encoding.register import Numbered
    from outcomelab.handovers.encoded import Encoded
    from outcomelab.handovers.progress import Progress

PASSPHRASE = "OUTCOMELAB_PASSPHRASE"  # noqa: S105 the name of a variable


@app.command()
def encode(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="The encoded file to write, .csv or .parquet.")
    ],
    people: Annotated[
        Path | None, typer.Argument(metavar="[LIST]", help="A list of people: .xlsx, CSV or Parquet.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The project's key file.")] = None,
    passphrase_prompt: Annotated[
        bool, typer.Option("--passphrase-prompt", help=f"Ask for the passphrase, or take it from {PASSPHRASE}.")
    ] = False,
    project: Annotated[
        str | None, typer.Option("--project", metavar="NAME", help="With a passphrase: the project's name.")
    ] = None,
    hardening: Annotated[
        str, typer.Option("--hardening", metavar="NAME", help="plain, or diffused-5 for a less trusted linkage.")
    ] = "plain",
    columns: Annotated[
        Path | None, typer.Option("--columns", metavar="FILE.toml", help="LIST: which column holds what.")
    ] = None,
    register: Annotated[
        bool,
        typer.Option("--register", help="LIST is a register: tell how common names are, in classes."),
    ] = False,
    holding: Annotated[
        str | None, typer.Option("--holding", metavar="NAME", help="Instead of LIST: a registered holding.")
    ] = None,
    holdings: Annotated[
        Path | None, typer.Option("--holdings", metavar="DIR", help="The folder of registered holdings.")
    ] = None,
    keys: Keys = None,
) -> None:
    """Turn the names, dates and codes on a list into numbers that only holders of the same key can compare."""
    from outcomelab.cli.lab_files import refuse_unwritable_file
    from outcomelab.encoding.encode import check_hardening, encode
    from outcomelab.encoding.files import check_kind, write
    from outcomelab.encoding.register import write_rows

    if (people is None) == (holding is None):
        raise UsageError("Name one thing to encode: a LIST, or --holding NAME with --holdings DIR.")
    check_kind(out)
    if any(given is not None and out.resolve() == given.resolve() for given in (people, key, columns)):
        raise UsageError(f"{out} is one of the files that are read. Name another for the encoded one.")
    check_hardening(hardening)
    refuse_unwritable_file(out)
    project_key = _key(key, passphrase_prompt, project)
    with Narrator(console) as progress:
        if people is not None:
            encoded = encode(_listed(people, columns, progress), project_key, hardening, register, progress)
            write(encoded, out)
        else:
            persons, kept = _held(str(holding), holdings, keys, project_key, progress)
            encoded = encode(persons.identifiers, project_key, hardening, rarity=True, progress=progress)
            write_rows(persons.rows, kept)
            write(encoded, out)
            progress("encode", f"Which row is which person is in {kept}: it stays there and goes to nobody.")
    _told(encoded, out)


def _key(file: Path | None, prompt: bool, project: str | None) -> ProjectKey:
    """The key from its file or from a passphrase that was never an argument."""
    import os

    from outcomelab.encoding.keys import ProjectKey, checked

    passphrase = os.environ.get(PASSPHRASE)
    if file is not None:
        if prompt:
            raise UsageError("Give one key: --key FILE, or --passphrase-prompt.")
        key = ProjectKey.read(file)
        if project is not None and project != key.project:
            raise UsageError(f"{file} is a key of the project {key.project}, not of {project}.")
        return key
    if not prompt and not passphrase:
        raise UsageError(
            f"Encoding needs the project's key: --key FILE, or --passphrase-prompt, or the variable {PASSPHRASE}."
        )
    if project is None:
        raise UsageError("With a passphrase, --project NAME is needed too: it is part of the key.")
    checked(project)
    return ProjectKey.from_passphrase(project, passphrase or typer.prompt("Passphrase", hide_input=True))


def _listed(people: Path, columns: Path | None, progress: Progress) -> pa.Table:
    from outcomelab.encoding.usable import rows_in_words, usable
    from outcomelab.handovers.people import ALSO_COMPARED
    from outcomelab.people.mapping import ColumnsFile, read_columns_file
    from outcomelab.people.read import read_people

    mapping = read_columns_file(columns) if columns else ColumnsFile({}, {})
    read = read_people(people, mapping.left, progress=progress, called="the list")
    besides = [name for name in ALSO_COMPARED.names if read.identifiers[name].null_count < len(read.ids)]
    if besides:
        progress("read", "An encoding carries neither place nor e-mail address: they are left out.")
    found = usable(read.identifiers)
    for reason, rows in found.left_out.items():
        progress("read", f"Left out, because {reason}: {rows_in_words(rows)}.")
    return found.identifiers


def _held(
    holding: str, holdings: Path | None, keys: Path | None, key: ProjectKey, progress: Progress
) -> tuple[Numbered, Path]:
    """The persons of a holding under running numbers, and where to keep who is who: beside the holdings' keys."""
    from outcomelab.encoding.register import numbered
    from outcomelab.holdings.identifiers import open_identifiers
    from outcomelab.holdings.keys import default_keys
    from outcomelab.linkage.tables import read_persons

    if holdings is None:
        raise UsageError("Encoding a holding needs --holdings DIR.")
    place = keys or default_keys(holdings)
    progress("holdings", f"reading the identifiers of {holding}")
    persons = numbered(read_persons(open_identifiers(holdings, place, holding)))
    return persons, place / f"{holding}.{key.mark}.rows.parquet"


def _told(encoded: Encoded, out: Path) -> None:
    from outcomelab.people.wording import counted

    encoding = encoded.encoding
    _say(
        f"Encoded {counted(encoding.records, 'person', 'people')} for the project {encoding.project}, "
        f"{encoding.hardening}; the key's mark is {encoding.key}. Written to {out}.",
        "Send this file, and nothing else, to whoever links. Not the list, and not the key or the passphrase: "
        "with the key, names can be found by trying.",
    )
    if encoding.surname_rarity:
        _say("How common names are is told in classes of at least 50 names.")


def _say(*lines: str) -> None:
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
