"""How good the links are: counts for the lab's analysts, cleared figures for who checks, nothing for others."""

import shutil

import pytest
from tests.unit.service import databases

from outcomelab.errors import LinkageError
from outcomelab.reports.blocks import Table
from outcomelab.reports.linked import linked
from outcomelab.service.actions import analysing
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.queries import linkage, study
from outcomelab.service.store.models import PostRow, StudyRow


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
def test_a_linkage_is_seen_in_counts_by_the_lab_s_analysts_and_cleared_by_who_checks(led):
    led.begin()
    led.work()
    led.receive()

    def seen(who):
        return linkage.links(led.by(who).account, led.reference)

    assert seen("analyst") is None  # nothing is linked yet
    led.done(analysing.link, "linker", led.protocol)
    assert led.work().state == "done"
    for who in ("linker", "analyst"):
        counts = seen(who).counts
        assert counts.report.overall.participants == counts.flow[-1].count == led.row.persons
        assert 0 < counts.report.overall.linked <= counts.report.overall.participants
        assert counts.report.held == ()  # what only content knows is not looked at before an evaluation
    for who in ("their checker", "our checker", "steward"):
        told = seen(who)
        assert told.counts is None
        assert told.figures.figures.overall.participants % 5 == 0
        assert told.section.name == "linkage"
        captions = [block.caption for block in told.section.blocks if isinstance(block, Table)]
        assert captions[0] == "Linkage, overall and by group"
        assert str(counts.report.overall.linked) not in repr(told)
    shutil.rmtree(led.folder / "data" / "holdings")  # which may be large, and is not read for a page
    assert seen("analyst").counts == counts
    assert seen("provider") is None
    assert linkage.links(999, led.reference) is None

    twice = led.placed.accounts[Capacity(Role.AUDITOR, Side.LAB)]
    assert linkage.links(twice.pk, led.reference) is not None
    assert study.page(twice.pk, led.reference, led.by("analyst").today).links
    provider = led.placed.parties[Side.PROVIDER]
    led.placed.add(PostRow(account=twice, organisation=provider, role=Role.RESEARCHER))
    assert linkage.links(twice.pk, led.reference) is None  # one of them applied for the study

    for file in (led.folder / "data" / "studies").rglob("linkage.step"):
        file.write_bytes(b"damaged")
    with pytest.raises(LinkageError, match="not there any more"):
        seen("analyst")


def test_there_is_no_linkage_to_see_without_the_project_key_or_after_the_study_ended(placed, cast, world):
    row = placed.place(world.study(state=State.LINKED, held=frozenset()))
    assert not study.page(cast["analyst"].account, "2026-014", world.today).links
    assert StudyRow.objects.get().project_key_held is False
    assert linkage.links(cast["analyst"].account, "2026-014") is None
    placed.move(row, State.WITHDRAWN)
    assert linkage.links(cast["analyst"].account, "2026-014") is None


def test_a_section_on_linkage_is_made_of_cleared_figures_alone():
    with pytest.raises(TypeError, match="only cleared figures"):
        linked(object(), 10)
