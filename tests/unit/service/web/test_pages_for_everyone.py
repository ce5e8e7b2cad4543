"""What anybody reads without signing in: the register of studies and the catalogue of holdings."""

import datetime as dt

from outcomelab.service.actions import approving
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import ReleaseRow
from outcomelab.service.vault.places import places


def test_a_refused_study_is_in_the_register_and_one_that_waits_is_not(placed, anybody, cast, world):
    placed.place(world.study(state=State.SUBMITTED))
    assert anybody.get("/register/2026-014/").status_code == 404
    approving.refuse(cast["steward"], "2026-014", {"purpose": "It is not needed."})
    assert "Mentoring" in anybody.get("/register/").content.decode()
    text = anybody.get("/register/2026-014/").content.decode()
    assert "refused" in text
    assert "It is not needed." not in text


def test_a_published_answer_stands_in_the_register(placed, anybody, cast, world, noon):
    row = placed.place(world.study(state=State.SUBMITTED))
    approving.approve(cast["steward"], "2026-014")
    said = {"headline": "12 in 100 fewer.", "headlines": {"fr-CA": "12 sur 100 de moins."}}
    placed.add(ReleaseRow(study=row, place="2026-014/1", sha256="e" * 64, at=noon, **said))
    placed.move(row, State.RELEASED)
    assert "12 in 100 fewer." not in anybody.get("/register/").content.decode()
    folder = places().data / "2026-014" / "1"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.html").write_text("<!doctype html><style>p {color: red}</style><p>12 in 100 fewer.</p>")
    assert anybody.get("/register/2026-014/report/").status_code == 404
    approving.publish(cast["steward"], "2026-014")
    assert "12 in 100 fewer." in anybody.get("/register/").content.decode()
    for page in ("/register/", "/register/2026-014/"):
        french = anybody.get(page, headers={"accept-language": "fr-ca"}).content.decode()
        assert '<span lang="fr-CA">12 sur 100 de moins.</span>' in french
    assert 'href="/register/2026-014/report/"' in anybody.get("/register/2026-014/").content.decode()
    read = anybody.get("/register/2026-014/report/")
    assert b"12 in 100 fewer." in read.content
    assert "sandbox" in read.headers["Content-Security-Policy"]
    assert anybody.get("/register/2026-014/report.exe").status_code == 404
    assert anybody.get("/register/2026-014/report.pdf").status_code == 404  # there is none of this one


def test_the_register_is_searched_by_words(placed, anybody, cast, world):
    placed.place(world.study(state=State.SUBMITTED))
    approving.refuse(cast["steward"], "2026-014", {"purpose": "no"})
    assert "1 study" in anybody.get("/register/", {"words": "mentoring bridge"}).content.decode()
    assert "No study is found" in anybody.get("/register/", {"words": "housing"}).content.decode()
    assert anybody.get("/register/", {"page": "x" * 50, "words": "<b>" * 99}).status_code == 200


def test_the_catalogue_tells_what_a_holding_holds_and_of_nobody(placed, anybody):
    assert "Justice" in anybody.get("/catalogue/").content.decode()
    text = anybody.get("/catalogue/justice/").content.decode()
    assert "arrested_on" in text
    assert dt.date(2015, 1, 1).strftime("%Y") in text
    assert anybody.get("/catalogue/nothing/").status_code == 404
