"""The demo's studies, one at least for each state there is, and how each came there."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.service.actions import applying, approving, ending
from outcomelab.service.actions.acting import By
from outcomelab.service.demo import protocols, scenes
from outcomelab.service.demo.papers import ENDS
from outcomelab.service.demo.scenes import Here, Scene, says, simply
from outcomelab.service.domain.five_safes import Verdict
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.domain.states import State


@dataclass(frozen=True)
class Story:
    """A study of the demo. paper: its agreement's name. begun: on which working day. scenes: what came after, to
    the state in which it is left. asks: the outcomes of its protocol."""

    title: str
    programme: str
    question: str
    paper: str
    begun: int
    ends: State
    scenes: tuple[Scene, ...]
    asks: str = protocols.REARRESTED


def _taken_back(by: By, here: Here) -> Decision:
    return ending.override(by, here.reference, "Sent before the analyst had read the sensitivity checks.")


_AGAIN = "Were the people who took part rearrested less often than similar people who did not?"
_EARN = "Did the people who took part earn more in 1978 than similar people who did not?"
_PAID = "Were more of the people who took part in paid work in 1978 than of similar people who did not?"
_GAIN = "Did more of the people who took part gain a certificate?"
_KIN = "Show the letter of the nations' data council that names this question."
_EVENING = 18

STORIES = (
    Story(
        "Prison workshops and reoffending", "Joinery workshop", _AGAIN, "work", 5, State.PUBLISHED,
        scenes.published("justice 1"),
    ),
    Story(
        "Workshops in prison: a first look", "Print workshop", _AGAIN, "workshops", 6, State.CLOSED,
        (
            *scenes.published("justice 2"),
            *scenes.destroyed(22, _EVENING, key=False),
            scenes.key_destroyed(32, _EVENING),
            scenes.closed(33),
        ),
    ),
    Story(
        "Supported work and earnings", "Supported work, year one", _EARN, "earnings", 20, State.RELEASED,
        scenes.released("labour"), protocols.EARNED,
    ),
    Story(
        "One-day job fairs and earnings", "Job fair", _EARN, "earnings", 22, State.WITHDRAWN,
        (
            *scenes.approved("labour"),
            Scene(8, 15, "member", simply(applying.withdraw)),
            *scenes.destroyed(8, _EVENING, key=False),
        ),
    ),
    Story(
        "Which hostels send people back to prison", "Hostel places", _AGAIN, "housing", 25, State.REFUSED,
        (
            *scenes.applied("justice 4"),
            *scenes.judged(4, project=(Verdict.UNSAFE, "It would rank hostels, which the agreement is not for.")),
            Scene(5, 10, "steward", says(approving.refuse, {"question": "Ranking hostels was not agreed."})),
            *scenes.destroyed(5, _EVENING, key=False),
        ),
    ),
    Story(
        "A mentor at the gate", "Gate mentors", _AGAIN, "housing", 30, State.REVOKED,
        (
            *scenes.linked("justice 4"),
            Scene(12, 11, "steward", simply(approving.revoke)),
            *scenes.destroyed(12, _EVENING),
        ),
    ),
    Story(
        "Workshops in prison: the second year", "Bindery", _AGAIN, "workshops", 37, State.EXPIRED,
        (
            *scenes.linked("justice 2"),
            Scene(ENDS + 1 - 37, 0, "worker", simply(ending.expire)),
            *scenes.destroyed(ENDS + 1 - 37, 0),
        ),
    ),
    Story(
        "A bed on the day of release, and rearrest", "First-night beds", _AGAIN, "housing", 38,
        State.RETURNED_BY_CHECKERS,
        scenes.returned_by_checkers(
            "justice 4", "Say in the protocol why schooling is among the covariates, and send it again."
        ),
    ),
    Story(
        "Kitchen training and reoffending", "Kitchen training", _AGAIN, "work", 40, State.CLEARED,
        scenes.cleared("justice 3"),
    ),
    Story(
        "Supported work and being in work", "Supported work, placements", _PAID, "earnings", 48,
        State.IN_CHECKING, scenes.in_checking("labour"), protocols.EMPLOYED,
    ),
    Story(
        "Workshops and the second year after release", "Print workshop, follow-up", _AGAIN, "work", 50,
        State.EVALUATED,
        (
            *scenes.evaluated("justice 2"),
            Scene(10, 14, "linker", scenes.asked_to_evaluate, refused=True),
            Scene(11, 9, "analyst", scenes.sent),
            Scene(11, 14, "administrator", _taken_back),
        ),
        protocols.REARRESTED_IN_TWO,
    ),
    Story(
        "How long people stay out", "Joinery workshop, follow-up", _AGAIN, "work", 52, State.PROTOCOL_FIXED,
        scenes.fixed("justice 1"), protocols.UNTIL_REARREST,
    ),
    Story(
        "A bed for a month", "Month beds", _AGAIN, "housing", 54, State.RETURNED,
        (
            *scenes.applied("justice 4"),
            *scenes.judged(4, data=(Verdict.WITH_CONDITIONS, "Prison numbers are missing in many rows.")),
            Scene(
                5, 10, "steward",
                says(
                    approving.return_with_comments,
                    {
                        "how_they_came": "Who chooses, when more want a bed than there are?",
                        "the participants' list": "Add prison numbers where you have them: fewer will be missed.",
                    },
                ),
            ),
        ),
    ),
    Story(
        "Letters from home and rearrest", "Letter writing", _AGAIN, "housing", 55, State.LINKED,
        scenes.linked("justice 4"),
    ),
    Story(
        "Supported work, the second intake", "Supported work, second intake", _EARN, "earnings", 58,
        State.COHORT_RECEIVED, scenes.received("labour"), protocols.EARNED,
    ),
    Story(
        "Evening school and certificates", "Evening school", _GAIN, "learners", 33, State.PUBLISHED,
        scenes.published("learners"), protocols.CERTIFIED,
    ),
    Story(
        "Lessons at the library", "Library lessons", _GAIN, "learners", 57,
        State.APPROVED_WITH_CONDITIONS,
        (
            *scenes.applied("learners"),
            *scenes.judged(4, project=(Verdict.WITH_CONDITIONS, _KIN)),
            Scene(5, 11, "steward", says(approving.approve_with_conditions, {"community": _KIN})),
        ),
    ),
    Story(
        "Welding course and rearrest", "Welding course", _AGAIN, "work", 59, State.APPROVED,
        scenes.approved("justice 3"),
    ),
    Story(
        "A tutor for every learner", "Tutors", _GAIN, "learners", 60, State.SUBMITTED,
        (*scenes.applied("learners"), *scenes.judged(4)[:2]),
    ),
    Story(
        "Does job coaching raise earnings?", "Job coaching", _EARN, "coaching", 62, State.DRAFT,
        (Scene(0, 14, "member", scenes.begun_to_answer),),
    ),
    Story(
        "Supported work, everyone on our books", "Supported work, all intakes", _EARN, "earnings", 63, State.DRAFT,
        (Scene(0, 14, "member", scenes.saved), Scene(1, 11, "member", scenes.sends("labour"), works=True)),
        protocols.EARNED,
    ),
)  # fmt: skip
