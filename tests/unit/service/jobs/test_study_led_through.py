"""The demo's study through the service: from a spoiled list to its report and the end of its identifiers."""

import csv
import json

import pytest
from tests.unit.service import databases

from outcomelab.checking.write import page as evidence_page
from outcomelab.service.actions import analysing, applying, approving, checking, destroying, drafts, ending, lists
from outcomelab.service.domain.refusals import Allowed, Code
from outcomelab.service.domain.states import State
from outcomelab.service.queries import public
from outcomelab.service.store import log, reading
from outcomelab.service.store.models import CertificateRow, JobRow, OutputRow, ReleaseRow


def names(led):
    """Words that only the participants' list has: whole lines and names of people."""
    rows = list(csv.DictReader(led.list.decode("utf-8-sig").splitlines()))
    return {row["Last Name"].strip().encode() for row in rows if len(row["Last Name"].strip()) > 6}


def everything(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def files_of(led, kind):
    return sorted((led.folder / "data" / "studies").rglob(f"*{kind}"))


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
def test_a_study_is_led_from_its_list_to_its_report_and_the_end_of_its_identifiers(led):
    led.begin()
    assert led.row.persons is None
    assert applying.submit(led.by("provider"), led.reference).code is Code.UNDER_WAY
    led.work()
    first = led.row.lists.get()
    assert first.persons == led.row.persons > 60
    assert first.problems
    assert not any(name.decode() in json.dumps([first.problems, first.findings]) for name in names(led))

    led.done(lists.upload, "provider", led.list, "list.csv")  # the same again, in place of the first
    assert led.row.persons is None
    led.work()
    led.receive()
    led.done(analysing.link, "linker", led.protocol)
    assert led.work().state == "done", JobRow.objects.last().words
    assert led.row.state == State.LINKED
    assert 60 <= led.row.persons <= first.persons
    led.done(analysing.fix, "analyst", led.protocol)
    assert analysing.evaluate(led.by("linker"), led.reference).code is Code.LINKER
    led.done(analysing.evaluate, "analyst")
    assert led.work().state == "done", JobRow.objects.last().words
    assert (led.row.state, OutputRow.objects.count()) == (State.EVALUATED, 1)
    decision, (draft,) = drafts.read(led.by("our checker"), led.reference)
    assert isinstance(decision, Allowed)
    assert draft.sha256 == OutputRow.objects.get().sha256
    assert draft.figures.figures.outcomes
    assert evidence_page(draft.evidence)
    assert files_of(led, "evidence.step")
    assert drafts.read(led.by("linker"), led.reference)[0].code is Code.LINKER
    led.check()
    led.done(checking.release, "our checker")
    assert led.work().state == "done", JobRow.objects.last().words
    assert files_of(led, "evidence.step") == []
    led.done(approving.publish, "steward")
    (registered,) = public.register()
    assert registered.headline != registered.headlines["fr-CA"]
    report = led.folder / "data" / registered.place
    english, french = {"report.html", "report.pdf"}, {"report.fr-CA.html", "report.fr-CA.pdf"}
    assert english | french | {"results.json", "data"} == {path.name for path in report.iterdir()}

    kept = everything(led.folder) + log.exported()
    assert len(files_of(led, ".list")) == 1  # the first one is gone
    assert not [name for name in names(led) if name in kept]
    sealed, key = files_of(led, ".list")[0].read_bytes(), sorted((led.folder / "data.keys").glob("*.list.key"))
    led.done(destroying.destroy_identifiers, "steward")
    led.done(destroying.destroy_key, "steward")
    assert (files_of(led, ".list"), files_of(led, ".step")) == ([], [])
    assert not any(path.exists() for path in key)
    assert sealed[:64] not in everything(led.folder)
    certificates = CertificateRow.objects.order_by("pk")
    assert [one.thing for one in certificates] == ["the cohort's identifiers", "the project's key"]
    assert all(one.hashes for one in certificates)
    led.done(ending.close, "steward")
    assert led.row.state == State.CLOSED
    assert (report / "report.html").exists()
    assert log.verify()[1] == ()
    done = [one.command.value for one in reading.study(led.row).history]
    assert [command for command in done if command in ("link", "evaluate", "release", "publish")] == [
        "link", "evaluate", "release", "publish",
    ]  # fmt: skip
    assert ReleaseRow.objects.count() == 1
