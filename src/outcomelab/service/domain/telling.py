"""What is said of long work to everybody: sentences that are the same for every study, with no figure of any.

What the stages themselves say of how far they are, and of why they stopped, can be a result that nobody cleared.
"""

from __future__ import annotations

from outcomelab.service.domain.refusals import Code

_GOES_ON = "The work goes on."
_STAGES = {
    "dummy": "Making up people with the holding's dictionary.",
    "cohort": "Reading and checking the participants' list.",
    "protocol": "Reading the protocol.",
    "link": "Looking for the participants in the holding's records.",
    "spine": "Looking for the holding's persons on the spine.",
    "derive": "Reading the outcomes.",
    "evaluate": "Comparing the participants with people like them.",
    "protect": "Clearing every figure by the rules.",
    "report": "Writing the report.",
}
_STOPPED = "The work ended without what was asked for: an analyst of the lab sees why."
_CODES = {
    "cohort": "The participants' list cannot be used, or is not there any more: upload it again.",
    "disclosure": "By the disclosure rules nothing can leave: an analyst of the lab sees why.",
    "engine": "The lab's machines could not do the work: an administrator of the lab looks at them.",
    "holding": "The holding cannot be opened as it is registered: an administrator of the lab looks at it.",
    "stopped": "The work was stopped again and again before it ended: an administrator looks at the worker's log.",
    "unexpected": "Something unexpected went wrong: tell the lab.",
}
_OF_RULES = frozenset(code.value for code in Code)
SENTENCES = (_GOES_ON, *_STAGES.values(), _STOPPED, *_CODES.values())


def goes_on(stage: str) -> str:
    """What is said while a stage goes on, instead of the stage's own words."""
    return _STAGES.get(stage, _GOES_ON)


def ended(code: str, words: str) -> str:
    """What is said of work that ended otherwise than was asked for to those who may not read its error. A refusal
    by the rules is told in its own `words`, which say nothing of the data."""
    return words if code in _OF_RULES else _CODES.get(code, _STOPPED)
