"""`outcomelab project-key`: make the key of a project, and destroy it with the study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outcomelab.cli.app import app, console

keys_app = typer.Typer(help="Make a project's key, and destroy it with the study.", no_args_is_help=True)
app.add_typer(keys_app, name="project-key")

Project = Annotated[str, typer.Option("--project", metavar="NAME", help="The project's name.")]


@keys_app.command()
def new(
    project: Project,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The key file to write.")],
) -> None:
    """Make a random key for a project and write it to a file that only you can read."""
    from outcomelab.encoding.keys import ProjectKey

    key = ProjectKey.new(project)
    key.write(out)
    _say(
        f"Wrote the key of the project {project} to {out}; its mark is {key.mark}.",
        "Give it to whoever encodes a list for this project, by another way than the lists will take; never to "
        f"whoever links. Destroy it with the study: outcomelab project-key destroy {out}",
    )


@keys_app.command()
def code(project: Project) -> None:
    """Make a passphrase that stands for a project's key, and show it once. It is written nowhere."""
    from outcomelab.encoding.keys import ProjectKey, new_passphrase

    passphrase = new_passphrase()
    key = ProjectKey.from_passphrase(project, passphrase)
    _say(
        f"The passphrase of the project {project}, shown once:",
        "",
        f"    {passphrase}",
        "",
        f"The mark of its key is {key.mark}: whoever types the passphrase and the project's name right sees the "
        "same. It is small letters and digits, with the hyphens. Read it out on the telephone or hand it over on "
        "paper, and never to whoever links.",
    )


@keys_app.command()
def destroy(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The key file to destroy.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Overwrite and remove a project's key: what was encoded with it can then be read by nobody."""
    from outcomelab.encoding.keys import ProjectKey, destroy

    project = ProjectKey.read(file).project
    if not yes:
        typer.confirm(f"Destroy this key of the project {project} for good?", abort=True)
    destroy(file)
    _say(f"Destroyed {file}, a key of the project {project}. Copies of it elsewhere are to be destroyed as well.")


def _say(*lines: str) -> None:
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
