"""What the demo's providers answer in their applications: by the holding, and by the programme of each study."""

from __future__ import annotations

from collections.abc import Mapping

_ALL = {
    "everybody": "yes",
    "told": "told",
    "told_how": "A sheet in plain words, read out on the first day: the records would be used for evaluation.",
    "objections": "They tell us or the lab, and are taken off the list before it is sent.",
    "indigenous": "no",
    "use": "We go on if it worked, change it if it did not, and ask again in two years if nobody can tell.",
    "readers": "Our board, those who fund us, and the people who took part.",
    "harm": "It could make them look worse than they are. We show it to them first, and to their advisers.",
    "documents": "Privacy assessment and ethics approval, both of this year; the custodian has copies.",
    "contact": "Head of evaluation, 555 0100",
}
_OF_HOLDING: Mapping[str, Mapping[str, str]] = {
    "justice": {
        "what_it_did": "Four mornings a week for the last months of a sentence, and a person to ring afterwards.",
        "for_whom": "Men in three prisons who were within a year of release.",
        "when": "From July 1977 to June 1978",
        "how_many": "180",
        "how_they_came": "They put their names down; prison staff chose by how long was left to serve.",
    },
    "labour": {
        "what_it_did": "A year of paid work in small crews, with more asked of them as months went by.",
        "for_whom": "Men long out of work, in ten cities.",
        "when": "From January to July 1976",
        "how_many": "200",
        "how_they_came": "Sent by welfare offices; where there were more than places, by lot.",
    },
    "learners": {
        "what_it_did": "Two evenings a week with a teacher, and a quiet room to study in.",
        "for_whom": "Adults without a certificate, in four towns and two reserves.",
        "when": "From January 2019 to December 2020",
        "how_many": "150",
        "how_they_came": "They asked for it themselves, or a friend brought them.",
        "indigenous": "yes",
        "community": "The nations' data council read the plan, asked to see the report first, and approved it.",
    },
}


def answers(holding: str, programme: str, question: str) -> dict[str, str]:
    """A whole application, by the names of its questions."""
    return {**_ALL, **_OF_HOLDING[holding], "programme": programme, "question": question}
