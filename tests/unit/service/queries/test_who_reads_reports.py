"""A report is read by whoever has a part in its study, and once it is published by everybody."""

import io
import zipfile

import pytest
from django.utils import timezone

from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.queries.reports import report
from outcomelab.service.store.models import Account, ReleaseRow
from outcomelab.service.vault.places import places

REFERENCE = "2026-014"


@pytest.fixture
def released(placed, world):
    row = placed.place(world.study(state=State.RELEASED))
    release = ReleaseRow(study=row, place=f"releases/{REFERENCE}/{'e' * 16}", sha256="e" * 64, headline="Fewer.")
    placed.add(release)
    return release


def test_before_it_is_published_only_parties_of_the_study_read_it(released, placed, cast):
    stranger = Account(email="stranger@example.org", password="!")
    placed.add(stranger)
    researcher = placed.by(Capacity(Role.RESEARCHER, Side.PROVIDER))
    for part in ("provider", "steward", "analyst", "their checker", "administrator"):
        assert report(cast[part].account, REFERENCE).headline == "Fewer."
    assert report(stranger.pk, REFERENCE) is None
    assert report(researcher.account, REFERENCE) is None
    assert report(None, REFERENCE) is None


def test_once_it_is_published_everybody_reads_it(released, placed):
    released.published = timezone.now()
    placed.add(released)
    assert report(None, REFERENCE).published == released.published


def test_a_study_without_a_release_has_no_report(placed, world, cast):
    placed.place(world.study(state=State.CLEARED))
    assert report(cast["provider"].account, REFERENCE) is None
    assert report(cast["provider"].account, "2026-999") is None


def test_the_open_data_are_the_same_bytes_each_time(released, cast):
    folder = places().data / released.place / "data"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("outcomes.csv", "datapackage.json"):
        (folder / name).write_text("a\n")
    found = report(cast["provider"].account, REFERENCE)
    assert found.open_data() == found.open_data()
    with zipfile.ZipFile(io.BytesIO(found.open_data())) as archive:
        assert archive.namelist() == ["datapackage.json", "outcomes.csv"]
