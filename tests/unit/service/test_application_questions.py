"""The questions of an application: each by a name of its own, and which of them still need an answer."""

import pytest
from tests.unit.service.answering import whole

from outcomelab.service.domain.application import APPLICATION, QUESTIONS, missing


def test_every_question_has_a_name_of_its_own():
    names = [question.name for part in APPLICATION for question in part.questions]
    assert len(names) == len(set(names)) == len(QUESTIONS)


def test_an_application_is_whole_once_every_needed_question_is_answered():
    answers = whole(everybody="yes", indigenous="no")
    assert missing(answers) == ()
    for name in answers:
        assert [one.name for one in missing(answers | {name: "  "})] == [name]


def test_some_questions_are_asked_only_after_an_answer():
    answers = whole(everybody="yes", indigenous="no") | {"everybody": "no", "indigenous": "yes"}
    assert {one.name for one in missing(answers)} == {"left_out", "community"}


@pytest.mark.parametrize(
    "answer", [{"how_many": "about 100"}, {"how_many": "12345678"}, {"told": "perhaps"}, {"everybody": "Yes"}]
)
def test_what_is_no_answer_to_a_question_leaves_it_unanswered(answer):
    assert [one.name for one in missing(whole() | {"left_out": "Nobody."} | answer)] == list(answer)


def test_a_choice_is_shown_by_its_words():
    assert QUESTIONS["told"].shown({"told": "neither"}) == "Neither"
    assert QUESTIONS["told"].shown({}) == ""
    assert QUESTIONS["programme"].shown({"programme": " Mentoring "}) == "Mentoring"
