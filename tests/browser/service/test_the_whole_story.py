"""The whole story in a real browser: from the holding that is registered to the end of identifiers."""

import threading
from pathlib import Path

import pytest
from tests.browser.service.chapters import Story
from tests.browser.service.founding import founded
from tests.browser.service.people import Somebody
from tests.unit.service import databases
from tests.unit.service.leading import laid_out

from outcomelab.demo import recid
from outcomelab.service.domain.states import State
from outcomelab.service.jobs.worker import work
from outcomelab.service.store import log
from outcomelab.service.store.models import StudyRow


@pytest.fixture
def lab(address, ministry, tmp_path):  # noqa: ARG001 a database is asked for, not named
    """The service's folders, with the ministry's holding on the lab's disk and in no catalogue."""
    with laid_out(ministry[0], tmp_path):
        yield tmp_path


@pytest.fixture
def worker(lab):  # noqa: ARG001 it works there
    """A worker, at work while the test lasts."""
    stop = threading.Event()

    def at_work():
        try:
            work(stop, idle=0.2)
        finally:
            databases.close()

    thread = threading.Thread(target=at_work)
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.fixture
def story(worker, visitor, ministry, tmp_path_factory):  # noqa: ARG001 the worker works
    """Everybody at their window, the provider with its list, the analysts with their protocol."""
    accounts = founded()
    people = {part: Somebody(visitor(number)) for part, number in accounts.items()}
    people["anybody"] = Somebody(visitor())
    given = ministry[1]
    mended = recid.write(tmp_path_factory.mktemp("mended"), spoil=False).cohort
    return Story(people, given.cohort.read_bytes(), mended.read_bytes(), given.study.read_text())


def test_from_the_holding_to_the_end_of_identifiers(story, lab, address):
    story.a_holding_is_registered()
    story.terms_are_set_and_signed()
    story.a_study_is_begun_and_applied_for()
    story.a_spoiled_list_is_mended()
    story.it_is_submitted_judged_and_approved()
    story.the_list_is_sent_and_linked()
    story.the_protocol_is_fixed_and_evaluated()
    story.two_checkers_clear_it()
    story.it_is_released_published_and_read_by_anybody()
    story.identifiers_and_key_are_destroyed()
    assert StudyRow.objects.get().state == State.CLOSED
    kept = [path.read_bytes() for path in lab.rglob("*") if path.is_file()]
    kept += [path.read_bytes() for path in _database(address)]
    assert [name for name in story.names() if any(name.encode() in content for content in kept)] == []
    assert log.verify()[1] == ()


def _database(address):
    file = Path(address.removeprefix("sqlite:///"))
    return file.parent.glob(f"{file.name}*")  # what is written ahead stands beside it
