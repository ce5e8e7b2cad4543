"""The PDF: same words as the page, same bytes every time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from outcomelab.handovers.figures import Figures
from outcomelab.reports.blocks import Document
from outcomelab.reports.document import document
from outcomelab.reports.pdf import pdf

Documents = Callable[[str], Document]
HOSTILE = '#let x = 1; *bold* _it_ $x^2$ @ref <label> \\ "q" `raw` = heading // comment'


def _text(report: Document) -> str:
    pages = PdfReader(io.BytesIO(pdf(report))).pages
    return re.sub(r"\s+", " ", " ".join(p.extract_text() for p in pages))


@pytest.fixture(scope="module")
def good(documents: Documents) -> str:
    return _text(documents("good"))


def test_the_answer_is_there(good: str) -> None:
    assert "about 8 fewer of every 100 people than would have been expected without the programme" in good


def test_every_section_is_there_in_order(documents: Documents, good: str) -> None:
    places = [good.find(section.heading) for section in documents("good").sections]
    assert -1 not in places
    assert places == sorted(places)


def test_the_figures_of_the_tables_are_there(good: str) -> None:
    assert all(figure in good for figure in ("550 to 3,030", "15,990", "−0.42", "99.6%", "−20 to −2"))


def test_the_protocols_hash_can_be_copied_whole(good: str) -> None:
    assert "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" in good


def test_the_same_report_gives_the_same_bytes(documents: Documents) -> None:
    assert pdf(documents("good")) == pdf(documents("good"))


def test_it_is_dated_by_the_day_the_report_was_made(documents: Documents) -> None:
    metadata = PdfReader(io.BytesIO(pdf(documents("good")))).metadata
    assert metadata is not None
    assert metadata["/CreationDate"] == "D:20261123000000Z"


def test_it_is_tagged_for_screen_readers(documents: Documents) -> None:
    root = PdfReader(io.BytesIO(pdf(documents("good")))).root_object
    assert "/StructTreeRoot" in root


def test_hostile_words_stay_words(samples: dict[str, Figures]) -> None:
    good = samples["good"]
    study = good.study.model_copy(update={"title": HOSTILE})
    assert HOSTILE in _text(document(good.model_copy(update={"study": study})))


def test_a_script_that_the_fonts_lack_does_not_stop_the_report(samples: dict[str, Figures]) -> None:
    good = samples["good"]
    study = good.study.model_copy(update={"provider": "开门信托 🙂"})
    assert "about 8 fewer" in _text(document(good.model_copy(update={"study": study})))


def test_words_without_spaces_do_not_break_it(samples: dict[str, Figures]) -> None:
    good = samples["good"]
    outcome = good.outcomes[0].model_copy(update={"label": "W" * 200})
    assert pdf(document(good.model_copy(update={"outcomes": (outcome,)})))


def test_a_balance_table_longer_than_a_page_is_set(samples: dict[str, Figures]) -> None:
    good = samples["good"]
    assert pdf(document(good.model_copy(update={"balance": good.balance * 12})))


@pytest.mark.parametrize("name", ["red", "red-inconclusive"])
def test_a_red_balance_takes_the_word_away_from_the_pdf(documents: Documents, name: str) -> None:
    content = pdf(documents(name))
    reader = PdfReader(io.BytesIO(content))
    assert "effect" not in _text(documents(name)).lower()
    assert "effect" not in str(reader.metadata).lower()
