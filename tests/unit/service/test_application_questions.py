"""The questions of an application: each by a name of its own, and which of them still need an answer."""

from outcomelab.service.domain.application import APPLICATION, QUESTIONS, Kind, missing


def answered():
    return {
        one.name: one.choices[0][0] if one.kind is Kind.CHOICE else "5"
        for one in QUESTIONS.values()
        if one.needed and one.only_if is None
    }


def test_every_question_has_a_name_of_its_own():
    names = [question.name for part in APPLICATION for question in part.questions]
    assert len(names) == len(set(names)) == len(QUESTIONS)


def test_an_application_is_whole_once_every_needed_question_is_answered():
    whole = answered() | {"indigenous": "no"}
    assert missing(whole) == ()
    for name in whole:
        assert [one.name for one in missing(whole | {name: "  "})] == [name]


def test_some_questions_are_asked_only_after_an_answer():
    asked = {one.name for one in missing(answered() | {"everybody": "no", "indigenous": "yes"})}
    assert asked == {"left_out", "community"}


def test_a_choice_is_shown_by_its_words():
    assert QUESTIONS["told"].shown({"told": "neither"}) == "Neither"
    assert QUESTIONS["told"].shown({}) == ""
    assert QUESTIONS["programme"].shown({"programme": " Mentoring "}) == "Mentoring"
