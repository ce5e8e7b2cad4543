"""What holds for every text that is put in its standard form."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outcomelab.people import standardise

RULES: list[Callable[[str], str | None]] = [
    standardise.surname,
    standardise.forename,
    standardise.initial,
    standardise.sex,
    standardise.postcode,
    standardise.service_number,
]
LATIN = st.text(st.characters(min_codepoint=0x41, max_codepoint=0x17F, categories=("L",)), min_size=1, max_size=12)
PLAIN = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@pytest.mark.parametrize("rule", RULES)
@given(text=st.text(max_size=30))
@example(text="D A A")
@example(text="Mr N A")
def test_a_standard_form_is_its_own_standard_form(rule, text):
    once = rule(text)
    assert once is None or rule(once) == once


@pytest.mark.parametrize("rule", [standardise.surname, standardise.forename])
@given(name=PLAIN)
def test_capitals_do_not_matter(rule, name):
    assert rule(name.upper()) == rule(name.title()) == rule(name)


@given(text=LATIN)
def test_a_letter_and_its_accent_may_be_written_as_one_or_as_two(text):
    forms = {standardise.surname(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(forms) == 1


@given(name=PLAIN, accent=st.sampled_from("\u0300\u0301\u0302\u0303\u0308\u030c\u0327"), place=st.integers(1, 12))
def test_accents_do_not_matter(name, accent, place):
    assert standardise.surname(name[:place] + accent + name[place:]) == standardise.surname(name)


@given(first=PLAIN, second=PLAIN, between=st.sampled_from(["-", " - ", "–", "  ", "\u00a0", "/"]))
def test_a_hyphen_is_a_space(first, second, between):
    assert standardise.surname(first + between + second) == standardise.surname(f"{first} {second}")


@given(first=PLAIN, second=PLAIN, apostrophe=st.sampled_from("'’‘`´ʼ"))
def test_apostrophes_do_not_matter(first, second, apostrophe):
    assert standardise.surname(first + apostrophe + second) == standardise.surname(first + second)


@given(text=st.text(max_size=30))
def test_no_form_is_empty(text):
    assert all(rule(text) != "" for rule in RULES)


@given(text=st.text(st.characters(codec="ascii")))
def test_a_word_with_an_accent_changes_nothing_in_the_plain_words_before_it(text):
    assert standardise.plain(f"{text} é") == f"{standardise.plain(text)} e".strip()
