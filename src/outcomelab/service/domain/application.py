"""What a provider is asked before a custodian decides: the questions of an application, part by part.

An answer is kept under its question's name; a custodian's comment is about a question by the same name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

WHOLE_NUMBER = re.compile("[0-9]{1,7}")


class Kind(StrEnum):
    """How a question is answered: in a line, in sentences, with a whole number, or with one of its choices."""

    LINE = "line"
    SENTENCES = "sentences"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True)
class Question:
    """A question. `hint`: what helps to answer it. choices: values and their words. needed: whether an application
    is whole without it; `only_if`: asked for only where another question, by its name, has that answer."""

    name: str
    words: str
    hint: str = ""
    kind: Kind = Kind.SENTENCES
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = True
    only_if: tuple[str, str] | None = None

    def missing(self, answers: Mapping[str, str]) -> bool:
        """Whether an application with these answers still needs this one: also where what stands there is none."""
        asked = self.only_if is None or answers.get(self.only_if[0]) == self.only_if[1]
        return self.needed and asked and not self._answers(answers.get(self.name, "").strip())

    def _answers(self, answer: str) -> bool:
        if self.kind is Kind.NUMBER:
            return WHOLE_NUMBER.fullmatch(answer) is not None
        return answer in dict(self.choices) if self.kind is Kind.CHOICE else bool(answer)

    def shown(self, answers: Mapping[str, str]) -> str:
        """The answer as it is read; a choice's by its words, which are to be translated. "" for none."""
        answer = answers.get(self.name, "").strip()
        return dict(self.choices).get(answer, answer)


@dataclass(frozen=True)
class Part:
    """Questions that stand on one page."""

    name: str
    words: str
    questions: tuple[Question, ...]


THE_LIST = "the participants' list"  # what a comment is about that is about no question, but the list

_YES_NO = (("yes", "Yes"), ("no", "No"))

APPLICATION: tuple[Part, ...] = (
    Part(
        "programme", "The programme",
        (
            Question("programme", "What is the programme called?", kind=Kind.LINE),
            Question(
                "what_it_did", "What did it do for people?",
                "What happened, how often and for how long. Say also what it was meant to change.",
            ),
            Question("for_whom", "For whom was it, and where?", "Who could take part, and in which places."),
            Question(
                "when", "When did the people on the list take part?",
                "For example, from January 2021 to June 2023.", Kind.LINE,
            ),
        ),
    ),
    Part(
        "people", "The people on the list",
        (
            Question("how_many", "About how many people are on the list?", kind=Kind.NUMBER),
            Question(
                "everybody", "Does the list have everybody who started in that time?",
                "Also those who left early. A list of the successes only cannot show what the programme did.",
                Kind.CHOICE, _YES_NO,
            ),
            Question(
                "left_out", "Who is not on the list, and why?", "Only where somebody is left out.",
                only_if=("everybody", "no"),
            ),
            Question(
                "how_they_came", "How did people come to the programme?",
                "Whether they asked for it, were sent or were chosen, by whom, and by what. It decides whom they "
                "can be compared with.",
            ),
        ),
    ),
    Part(
        "notice", "What people were told",
        (
            Question(
                "told", "Do the people on the list know that their data may be used like this?", "",
                Kind.CHOICE,
                (("agreed", "They agreed to it"), ("told", "They were told"), ("neither", "Neither")),
            ),
            Question(
                "told_how", "What were they told, when, and in which words?",
                "If they were neither told nor asked, say why, and what allows it.",
            ),
            Question("objections", "What happens when somebody does not want to be on the list?"),
            Question(
                "indigenous", "Was the programme for First Nations, Inuit, Métis or other Indigenous people?", "",
                Kind.CHOICE, _YES_NO,
            ),
            Question(
                "community", "Who speaks for them in this, and what did they say?",
                "Only where the programme was for Indigenous people.", only_if=("indigenous", "yes"),
            ),
        ),
    ),
    Part(
        "use", "What the answer is for",
        (
            Question("question", "What do you want to know?", "In a sentence or two."),
            Question(
                "use", "What will you do with the answer?",
                "What you will decide or change by it: if the programme worked, if it did not, and if nobody can "
                "tell.",
            ),
            Question("readers", "Who will read it?", "The report is published, whatever it says."),
            Question("harm", "Whom could the answer harm, and what will you do about that?"),
        ),
    ),
    Part(
        "documents", "Documents",
        (
            Question(
                "documents", "Which documents stand behind this?",
                "A privacy assessment, an ethics approval, what people were given to read. Name each with its "
                "date, and where the custodian can see it.",
            ),
            Question(
                "contact", "Who answers questions about this application?",
                "A post and how to reach it, such as “head of evaluation, 555 0100”.", Kind.LINE,
            ),
            Question("further", "What else should the custodian know?", needed=False),
        ),
    ),
)  # fmt: skip

QUESTIONS: dict[str, Question] = {question.name: question for part in APPLICATION for question in part.questions}


def missing(answers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions that an application still has to answer to be whole."""
    return tuple(question for question in QUESTIONS.values() if question.missing(answers))
