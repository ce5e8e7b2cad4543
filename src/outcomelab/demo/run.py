"""The demo's two studies, run as a ministry would run them, and held against what the demo alone knows."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from outcomelab import pipeline
from outcomelab.demo import nsw, recid
from outcomelab.demo.build import Files
from outcomelab.engines.duck import opened
from outcomelab.errors import UsageError
from outcomelab.hall import stages
from outcomelab.hall.lab import Lab
from outcomelab.handovers.progress import Progress, silent
from outcomelab.holdings.identifiers import open_identifiers
from outcomelab.holdings.register import add
from outcomelab.pipeline import Release
from outcomelab.reports.write import Written

_MARK = ".outcomelab-demo"


@dataclass(frozen=True)
class TrueLinkage:
    """Linkage against the truth: `links` made, of which `right`; `findable` participants the ministry has met."""

    links: int
    right: int
    findable: int

    @property
    def precision(self) -> float:
        """Share of the links that are right."""
        return self.right / self.links

    @property
    def recall(self) -> float:
        """Share of the findable participants who were linked to themselves."""
        return self.right / self.findable


@dataclass(frozen=True)
class DemoStudy:
    """One study's release, where it was written, and how its linkage stands against the truth."""

    release: Release
    written: Written
    linkage: TrueLinkage


def earnings(out: Path, *, spoil: bool = True, progress: Progress = silent) -> DemoStudy:
    """Did the National Supported Work programme raise earnings?"""
    return _study(nsw.write, out / "earnings", spoil, progress)


def reoffending(out: Path, *, spoil: bool = True, progress: Progress = silent) -> DemoStudy:
    """Did a prison work programme change reoffending?"""
    return _study(recid.write, out / "reoffending", spoil, progress)


def fresh(out: Path) -> Path:
    """The demo's folder, emptied of an earlier demo. Raises UsageError when something else is in it."""
    if out.exists() and any(out.iterdir()) and not (out / _MARK).is_file():
        raise UsageError(f"{out} holds something other than a demo. Name another folder with --out.")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / _MARK).touch()
    return out


def _study(write: Callable[..., Files], folder: Path, spoil: bool, progress: Progress) -> DemoStudy:
    progress("demo", "names for real records, and a spoiled list")
    given = write(folder, spoil=spoil)
    lab = Lab.at(folder / "holdings")
    add(given.dictionary, lab.holdings, lab.keys, progress)
    release = pipeline.run(given.study, given.cohort, lab.holdings, keys=lab.keys, progress=progress)
    progress("report", "writing the report")
    written = release.write(folder / "report")
    progress("truth", "linkage held against it, for the demo alone")
    return DemoStudy(release, written, _against_truth(given, lab))


def _against_truth(given: Files, lab: Lab) -> TrueLinkage:
    """Link once more, now beside the truth. Rows without an owner are people the ministry never met."""
    question = stages.ask(given.study, lab, dt.date.today())
    people = stages.checked(question, given.cohort)
    crosswalk = stages.linked_to_persons(question, people, lab).crosswalk
    with opened(open_identifiers(lab.holdings, lab.keys, question.dictionary.name)) as store:
        numbers = dict(store.execute("SELECT person_key, service_number FROM persons").fetchall())
    pairs = zip(crosswalk["row"].to_pylist(), crosswalk["person_key"].to_pylist(), strict=True)
    right = [given.truth[row] for row, key in pairs if given.truth[row] == numbers[key]]
    listed = {given.truth[row] for row in people.identifiers["row"].to_pylist()} - {""}
    return TrueLinkage(crosswalk.num_rows, len(right), len(listed))
