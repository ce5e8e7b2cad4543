"""What a report could show is told before anything is sent; the report itself is read by the study's parties."""

import re

import pytest
from django.test import Client

from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import Account, ReleaseRow
from outcomelab.service.vault.places import places

REFERENCE = "2026-014"
POWER, REPORT = f"/studies/{REFERENCE}/power/", f"/studies/{REFERENCE}/report/"
FILES = ("read/", "report.pdf", "report.zip", "report.json")


def test_the_smallest_effect_is_said_of_the_checked_list(placed, world, as_whom):
    placed.place(world.study(state=State.DRAFT))
    client = as_whom("provider")
    assert "How many people took part?" not in client.get(POWER).content.decode()
    text = client.get(POWER, {"kind": "rate", "expected": "40"}).content.decode()
    assert re.search(r"With 120 people, a fall from 40 to \d+ in 100 would be seen in 4 studies of 5\.", text)
    assert "What a report could have in it" in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "rate", "expected": "30"}, "Write how many people took part."),
        ({"people": "0", "kind": "rate", "expected": "30"}, "greater than or equal to 1"),
        ({"people": "200", "expected": "30"}, "Choose what you want to count."),
        ({"people": "200", "kind": "rate", "expected": "130"}, "it can happen to 100 at most"),
        ({"people": "200", "kind": "rate", "expected": "nan"}, "Enter a number"),
        ({"people": "200", "kind": "mean", "expected": "20000"}, "by how much people differ"),
        ({"people": "200", "kind": "mean", "expected": "20000", "spread": "0"}, "There is a problem"),
        ({"people": "200", "kind": "events", "expected": "0"}, "There is a problem"),
        ({"people": "20", "kind": "events", "expected": "2"}, "There could be no report about so few people."),
        ({"people": "2000", "kind": "events", "expected": "2.5"}, "events a person would be seen"),
        ({"people": "2000", "kind": "mean", "expected": "20000", "spread": "15000"}, "on average would be seen"),
        ({"people": "2000", "kind": "rate", "expected": "0"}, "There is a problem"),
    ],
)
def test_without_a_list_whoever_asks_says_how_many(placed, world, as_whom, asked, said):
    placed.place(world.study(state=State.DRAFT, persons=None))
    answer = as_whom("provider").get(POWER, asked)
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.fixture
def released(placed, world):
    row = placed.place(world.study(state=State.RELEASED))
    release = ReleaseRow(
        study=row, place=f"releases/{REFERENCE}/{'f' * 16}", sha256="e" * 64, headline="Fewer came back."
    )
    placed.add(release)
    folder = places().data / release.place
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "report.html").write_text("<style>p{color:#000}</style><p>Fewer came back.</p>")
    (folder / "report.pdf").write_bytes(b"%PDF-1.7")
    (folder / "results.json").write_text("{}")
    (folder / "data" / "outcomes.csv").write_text("a\n")
    return release


@pytest.mark.parametrize("part", ["provider", "steward", "analyst", "their checker", "administrator"])
def test_parties_of_the_study_read_its_report(released, as_whom, part):
    client = as_whom(part)
    assert "Fewer came back." in client.get(REPORT).content.decode()
    read = client.get(f"{REPORT}read/")
    assert "Fewer came back." in read.content.decode()
    policy = read.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "unsafe-inline" not in policy
    for name in FILES[1:]:
        answer = client.get(f"{REPORT}{name}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_nobody_else_does(released, placed, anybody):
    stranger = Account(email="stranger@example.org", password="!")
    placed.add(stranger)
    for account in (stranger, placed.accounts[Capacity(Role.RESEARCHER, Side.PROVIDER)]):
        client = Client(SERVER_NAME="localhost")
        client.force_login(account)
        for name in ("", *FILES):
            assert client.get(f"{REPORT}{name}").status_code == 404
    for name in ("", *FILES):
        assert anybody.get(f"{REPORT}{name}").status_code == 302


def test_before_the_release_there_is_none(placed, world, as_whom):
    placed.place(world.study(state=State.CLEARED))
    client = as_whom("provider")
    assert "There is no report yet." in client.get(REPORT).content.decode()
    for name in FILES:
        assert client.get(f"{REPORT}{name}").status_code == 404


def test_a_file_that_is_gone_or_that_nobody_writes_is_not_there(released, as_whom):
    (places().data / released.place / "report.pdf").unlink()
    client = as_whom("provider")
    for name in ("report.pdf", "report.exe"):
        assert client.get(f"{REPORT}{name}").status_code == 404
