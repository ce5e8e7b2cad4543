"""A report in French: no sentence of it stays in English, its figures are written as they are in Canada."""

import ast
import html
import io
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from pypdf import PdfReader
from typer.testing import CliRunner

import outcomelab.cli.main  # noqa: F401 which gives the application its commands
from outcomelab.cli.app import app
from outcomelab.disclosure.seal import sealed
from outcomelab.errors import ReportError
from outcomelab.hall.lab import Lab
from outcomelab.handovers.figures import Figures
from outcomelab.holdings.seal import seal_key
from outcomelab.reports.document import document
from outcomelab.reports.html import page
from outcomelab.reports.language import spoken, tell
from outcomelab.reports.numbers import day, number, percent, time_unit
from outcomelab.reports.pdf import pdf
from outcomelab.reports.summary import headline
from outcomelab.reports.write import report

ROOT = Path(__file__).parents[3]
REPORTS = ROOT / "src/outcomelab/reports"
PO = REPORTS / "locale/fr_CA/LC_MESSAGES/report.po"
SPEAKING = ("document", "more", "numbers", "per_hundred", "phrases", "readings", "say", "words")
LONG = 12  # letters of a piece of English that is no word of both languages


def english() -> set[str]:
    """The pieces of all sentences, between their facts, that are other in French."""
    with PO.open("rb") as file:
        sentences = [one for one in read_po(file) if one.id and one.id != one.string]
    forms = [form for one in sentences for form in (one.id if isinstance(one.id, tuple) else (one.id,))]
    pieces = {piece.strip(" ,.:;()") for form in forms for piece in re.split(r"\{\w+\}", form)}
    return {piece for piece in pieces if len(piece) > LONG}


def untold(file: Path) -> list[str]:
    """Words of the code that are neither told nor marked, nor said to a programmer."""
    tree = ast.parse(file.read_text())
    aside = {id(one) for call in ast.walk(tree) if isinstance(call, (ast.Call, ast.Raise))
             if isinstance(call, ast.Raise) or getattr(call.func, "id", "") in ("tell", "tell_many", "marked")
             for one in ast.walk(call)}  # fmt: skip
    aside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (one for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str))
    return [
        one.value
        for one in found
        if id(one) not in aside and re.match(r"[^<]*[A-Za-z]{2}[,;:]? [a-z]{2}", one.value)
    ]


@pytest.fixture(scope="module")
def in_french(samples):
    return cache(lambda name: document(samples[name], "fr-CA"))


@pytest.fixture(scope="module")
def text(in_french):
    return cache(lambda name: html.unescape(page(in_french(name))))


def test_every_sentence_of_the_room_is_told():
    rooms = [*(REPORTS / "sections").glob("*.py"), *(REPORTS / "pictures").glob("*.py")]
    files = [*rooms, *(REPORTS / f"{name}.py" for name in SPEAKING)]
    assert {file.name: words for file in files if (words := untold(file))} == {}


@pytest.mark.parametrize("name", ["good", "red-inconclusive", "withheld"])
def test_no_sentence_stays_in_english(text, name):
    shown = text(name)
    assert not [piece for piece in english() if piece in shown and re.search(rf"\b{re.escape(piece)}\b", shown)]


def test_what_an_author_wrote_stays_as_it_is(text, samples):
    study = samples["good"].study
    assert all(words in text("good") for words in (study.title, study.question, study.holding, "Age at release"))


def test_the_page_and_the_pdf_say_which_language_they_are_in(text, in_french):
    assert '<html lang="fr-CA">' in text("good")
    read = PdfReader(io.BytesIO(pdf(in_french("good"))))
    assert read.trailer["/Root"]["/Lang"].lower() == "fr-ca"
    assert b"pdfuaid" in read.trailer["/Root"]["/Metadata"].get_data()
    assert "Ce que vous pouvez dire" in "".join(one.extract_text() for one in read.pages[:4])


def test_figures_have_a_decimal_comma_and_spaces_that_do_not_break(text):
    shown = re.sub(r"<(style|svg).*?</\1>|<[^>]+>", " ", text("good"), flags=re.DOTALL)
    shown = re.sub(r"\b\d+\.\d+\.\d+\b", "", shown)  # versions of programs
    assert not re.search(r"\d\.\d|[1-9],\d{3}|\d%|\d %", shown)
    for figure in ("1\u00a0790", "6\u00a0350", "0,42", "99,6\u00a0%", "23 novembre 2026"):
        assert figure in shown


def test_pictures_are_drawn_with_french_words_and_figures(in_french):
    drawings = {block.name: block.svg for part in in_french("good").sections for block in part.blocks
                if block.kind == "picture"}  # fmt: skip
    assert ">0,05<" in drawings["picture-balance"]
    assert ">1\u00a0000<" in drawings["picture-result-2"].replace("&nbsp;", "\u00a0")
    assert "plus →" in drawings["picture-result-1"]


def test_groups_that_are_not_alike_take_the_word_effet_away(text):
    shown = text("red-inconclusive")
    assert not re.search(r"\beffets?\b|\beffects?\b", shown, re.IGNORECASE)
    assert "[différence]" in shown


def test_an_author_may_write_in_french_of_what_is_no_claim(samples):
    study = samples["red-inconclusive"].study.model_copy(
        update={"question": "En effet, un suivi effectué? Quel effet? Inefficace?"}
    )
    figures: Figures = samples["red-inconclusive"].model_copy(update={"study": study})
    shown = page(document(figures, "fr-CA"))
    assert "En effet, un suivi effectué? Quel [différence]? […]?" in shown


def test_english_is_what_is_spoken_when_nothing_is_said(samples, clear):
    french = headline(clear(samples["good"]), "fr-CA")
    assert french.startswith("«\u00a0Rearrested within a year\u00a0»\u00a0: environ 8 de moins sur 100 personnes")
    assert headline(clear(samples["good"])).startswith("“Rearrested within a year”: about 8 fewer")


def test_figures_by_themselves():
    import datetime as dt

    with spoken("fr-CA"):
        assert [number(-1234.5, 1), percent(99.6), percent(None)] == ["−1\u00a0234,5", "99,6\u00a0%", "non montré"]
        assert [day(dt.date(2026, 8, 1)), day(dt.date(2026, 12, 2))] == ["1er août 2026", "2 décembre 2026"]
        said = [time_unit("days", said) for said in ("0", "1", "1,5", "2", "1\u00a0000")]
        assert said == ["jour", "jour", "jour", "jours", "jours"]
        assert time_unit("months", "1") == "mois"
    assert [time_unit("days", said) for said in ("0", "1", "1.5", "2")] == ["days", "day", "days", "days"]


def test_only_doors_of_the_room_set_the_language():
    doors = {file.name for file in REPORTS.rglob("*.py") if "with spoken(" in file.read_text()}
    assert doors == {"document.py", "linked.py", "summary.py"}


def test_a_language_within_another_ends_where_it_ends():
    with spoken("fr-CA"):
        with spoken("en"):
            assert tell("not shown") == "not shown"
        assert tell("not shown") == "non montré"
    assert tell("not shown") == "not shown"


def test_a_report_in_both_languages_has_one_set_of_figures(samples, clear, tmp_path):
    few = samples["bare"]
    english_only, both = tmp_path / "english", tmp_path / "both"
    report(clear(few), english_only)
    report(clear(few), both, languages=("en", "fr-CA", "en"))
    same = sorted(path.relative_to(english_only) for path in english_only.rglob("*") if path.is_file())
    assert all((english_only / path).read_bytes() == (both / path).read_bytes() for path in same)
    assert {path.name for path in both.iterdir()} - {path.name for path in english_only.iterdir()} == {
        "report.fr-CA.html",
        "report.fr-CA.pdf",
    }
    assert "Ce qui a été constaté" in (both / "report.fr-CA.html").read_text()


@pytest.fixture
def in_both(samples, clear, tmp_path):
    """A folder with a report in both languages, and a file of somebody's."""
    report(clear(samples["bare"]), tmp_path, languages=("en", "fr-CA"))
    (tmp_path / "notes.txt").write_text("mine")
    return tmp_path


def test_no_report_of_earlier_figures_stays_in_a_language_that_is_not_asked_for_again(samples, clear, in_both):
    report(clear(samples["good"]), in_both)
    left = {path.name for path in in_both.iterdir()}
    assert left == {"data", "notes.txt", "report.html", "report.pdf", "results.json"}


def test_an_earlier_report_that_cannot_be_taken_away_stays_whole(samples, clear, in_both):
    before = {path: path.read_bytes() for path in in_both.rglob("*") if path.is_file()}
    printed = in_both / "report.fr-CA.pdf"
    printed.unlink()
    printed.mkdir()
    with pytest.raises(ReportError, match="in the way"):
        report(clear(samples["good"]), in_both)
    assert all(path.read_bytes() == content for path, content in before.items() if path != printed)


@pytest.fixture
def asked(samples, clear, tmp_path):
    """What the command line makes of a sealed output, in the languages that are asked for."""
    lab, cleared = Lab.at(tmp_path / "holdings"), tmp_path / "cleared.json"
    lab.holdings.mkdir()
    cleared.write_text(sealed(clear(samples["bare"]), seal_key(lab.keys)))
    fixed = ["report", str(cleared), "--holdings", str(lab.holdings), "--out", str(tmp_path / "out")]
    return lambda *words: CliRunner().invoke(app, [*fixed, *words])


def test_the_command_line_is_asked_for_a_language(asked, tmp_path):
    assert asked("--language", "fr-CA").exit_code == 0
    assert '<html lang="fr-CA">' in (tmp_path / "out/report.html").read_text()
    assert not (tmp_path / "out/report.fr-CA.html").exists()


def test_the_command_line_refuses_another_in_a_sentence(asked, tmp_path):
    refused = asked("--language", "de").exception
    assert "choose from these" in str(refused)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("languages", [("de",), (), ("en", "fr")])
def test_a_language_without_words_is_refused_before_anything_is_written(samples, clear, tmp_path, languages):
    with pytest.raises(ReportError, match="written in one or more of en, fr-CA: choose from these"):
        report(clear(samples["bare"]), tmp_path / "report", languages=languages)
    assert not (tmp_path / "report").exists()
