"""The web page: its sections, its safety, its tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from outcomelab.handovers.figures import Figures
from outcomelab.reports.blocks import Document
from outcomelab.reports.document import document
from outcomelab.reports.html import page

Documents = Callable[[str], Document]
Samples = dict[str, Figures]
SECTIONS = {
    "summary": "What was found",
    "result": "The result, outcome by outcome",
    "time": "When it happened",
    "say": "What you can say, and what you can't say",
    "flow": "Who was in, and who was lost",
    "balance": "How alike the groups were",
    "overlap": "For whom the result holds",
    "linkage": "How well people were found in the records",
    "beside": "The same question answered by other methods",
    "subgroups": "Groups of participants (exploratory)",
    "method": "How this was done, and its limits",
    "linkage-statement": "How the linkage was done",
    "definitions": "Definitions",
    "fixed": "The protocol",
}
HOSTILE = '<script>alert("1")</script> & "quoted" \'single\' #let x = 1 *bold* _it_ $x$ @ref </title>'


class Outline(HTMLParser):
    """Elements in order, headings with their text, text by section, texts of tables."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.sections: dict[str, str] = {}
        self.tables: list[str] = []
        self._open: list[str] = []
        self._section = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag == "section":
            self._section = str(dict(attrs)["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag == "table":
            self.tables.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and re.fullmatch("h[1-6]", self._open[-1]):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)
        if "section" in self._open:
            self.sections[self._section] = self.sections.get(self._section, "") + data
        if "table" in self._open:
            self.tables[-1] += data + " "

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def good(documents: Documents) -> Outline:
    return Outline(page(documents("good")))


def test_the_sections_stand_in_their_order_with_their_headings(good: Outline) -> None:
    assert list(good.sections) == list(SECTIONS)
    assert [words for level, words in good.headings if level == 2] == list(SECTIONS.values())


def test_there_is_no_section_on_subgroups_when_there_are_none(documents: Documents) -> None:
    assert "subgroups" not in Outline(page(documents("no-subgroups"))).sections


def test_headings_never_skip_a_level(good: Outline) -> None:
    levels = [level for level, _ in good.headings]
    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


def test_every_outcome_has_its_two_lists(good: Outline) -> None:
    lists = [words for level, words in good.headings if level == 4]
    assert lists == ["What you can say", "What you can't say"] * 3


def test_ids_are_unique(good: Outline) -> None:
    ids = [attributes["id"] for _, attributes in good.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_page_has_a_language_and_landmarks(good: Outline) -> None:
    assert good.all("html") == [{"lang": "en-GB"}]
    assert all(good.all(landmark) for landmark in ("header", "nav", "main", "footer"))


def test_tables_have_captions_and_scopes(good: Outline) -> None:
    assert len(good.all("caption")) == len(good.all("table"))
    assert {attributes.get("scope") for attributes in good.all("th")} == {"row", "col"}


def test_pictures_have_a_role_a_name_and_a_description(good: Outline) -> None:
    pictures = good.all("svg")
    ids = {attributes["id"] for attributes in good.all("desc")}
    assert len(pictures) == 7
    assert all(p["role"] == "img" and p["aria-label"] and p["aria-describedby"] in ids for p in pictures)


def test_nothing_is_asked_of_the_network(documents: Documents) -> None:
    html = page(documents("good"))
    assert not re.search(r"https?:|//\w|url\(|@import|<script|<link|<img|<iframe|\ssrc=", html)


def test_the_policy_forbids_everything_but_the_pages_own_styles(good: Outline) -> None:
    policy = next(m["content"] for m in good.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]+='; base-uri 'none'; form-action 'none'", str(policy)
    )


def test_no_element_carries_a_style_of_its_own_that_the_policy_would_stop(good: Outline) -> None:
    assert not [attributes for _, attributes in good.elements if "style" in attributes]


def test_hostile_words_stay_words(samples: Samples) -> None:
    study = samples["good"].study.model_copy(update={"title": HOSTILE, "programme": HOSTILE, "question": HOSTILE})
    outcome = samples["good"].outcomes[0].model_copy(update={"label": HOSTILE})
    figures = samples["good"].model_copy(update={"study": study, "outcomes": (outcome,)})
    outline = Outline(page(document(figures)))
    assert not outline.all("script")
    assert outline.headings[0] == (1, HOSTILE)


def test_a_red_balance_takes_the_word_away_from_the_page(documents: Documents) -> None:
    assert all("effect" not in page(documents(name)).lower() for name in ("red", "red-inconclusive"))


def test_a_red_balance_warns_before_anything_is_said(documents: Documents) -> None:
    said = Outline(page(documents("red"))).sections["summary"]
    assert said.index("not alike enough to say what the programme did") < said.index("about 8 fewer")


def test_a_balance_that_is_not_red_may_speak_of_an_effect(good: Outline) -> None:
    assert "The true effect is probably" in good.sections["summary"]


def test_a_changed_protocol_is_said_first_and_with_the_protocol(documents: Documents) -> None:
    sections = Outline(page(documents("changed"))).sections
    assert all("changed after outcomes had been seen" in sections[name] for name in ("summary", "fixed"))


def test_the_protocols_hash_is_given(good: Outline) -> None:
    assert "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" in good.sections["fixed"]


def test_a_small_count_is_fewer_than_the_threshold(documents: Documents) -> None:
    assert "fewer than 10: a date that cannot be read" in Outline(page(documents("merged"))).sections["flow"]


def test_a_merged_step_is_counted_with_the_next(documents: Documents) -> None:
    assert "Readable: with the next step" in Outline(page(documents("merged"))).sections["flow"]


def test_gaps_in_linkage_are_warned_of(good: Outline) -> None:
    assert "Women were found less often than men" in good.sections["linkage"]


def test_other_methods_are_counted_by_the_way_they_point(good: Outline) -> None:
    assert "both other methods point the same way" in good.sections["beside"]


def test_subgroups_are_called_exploration(good: Outline) -> None:
    assert "This is exploration" in good.sections["subgroups"]


@pytest.mark.parametrize("name", ["good", "red", "merged", "withheld", "time-to-first", "bare"])
def test_no_p_value_and_no_missing_number_is_shown(documents: Documents, name: str) -> None:
    said = " ".join(Outline(page(documents(name))).sections.values())
    assert not re.search(r"\b[pP] ?[<=>]|[pP]-value|\bNone\b|\b[nN]a[nN]\b|\binf\b|\bnull\b", said)


@pytest.mark.parametrize("name", ["good", "red", "merged", "inconclusive", "time-to-first"])
def test_every_figure_of_a_picture_stands_in_a_table(documents: Documents, name: str) -> None:
    report = documents(name)
    tables = " ".join(Outline(page(report)).tables)
    alternatives = [b.alternative for s in report.sections for b in s.blocks if b.kind == "picture"]
    figures = set(re.findall(r"\d[\d,.]*\d|\d", " ".join(alternatives))) - {"95"}
    assert figures
    assert not [figure for figure in figures if figure not in tables]


@pytest.mark.parametrize("name", ["good", "merged"])
def test_the_figures_drawn_in_a_picture_stand_in_its_text_alternative_or_a_table(
    documents: Documents, name: str
) -> None:
    report = documents(name)
    tables = " ".join(Outline(page(report)).tables)
    flow = next(b for s in report.sections for b in s.blocks if b.kind == "picture" and b.name == "picture-flow")
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", flow.svg)
    figures = {n for words in drawn for n in re.findall(r"\d+", words)}
    assert not [figure for figure in figures if figure not in tables or figure not in flow.alternative]
