"""What the API answers: things as they are, or in the same words as the pages why not: in the language that is
asked for (Accept-Language), with a code that is the same in every one."""

from __future__ import annotations

from django.utils.translation import gettext as _
from ninja import Schema

from outcomelab.service.actions.settling import Settled
from outcomelab.service.domain.refusals import Code, Decision, Refused
from outcomelab.service.wording.speaking import spoken


class Fault(Schema):
    """Why something was not done: a code for programs and a sentence for people."""

    code: str
    sentence: str


class Done(Schema):
    """It was done: `state` is the study's, `reference` a new study's or agreement's."""

    state: str = ""
    reference: str = ""


class FaultError(Exception):
    """Ends a request with a fault. `status`: HTTP's."""

    def __init__(self, status: int, fault: Fault) -> None:
        super().__init__(fault.code)
        self.status, self.fault = status, fault


def done(decision: Decision | Settled, reference: str = "") -> Done:
    """What is answered to an act. Raises FaultError when it was refused: 403 for another's act, else 409."""
    if isinstance(decision, Refused):
        status = 403 if decision.code is Code.NOT_YOUR_ROLE else 409
        raise FaultError(status, refusal(decision))
    return Done(state=getattr(decision, "to", ""), reference=reference)


def refusal(refused: Refused) -> Fault:
    """Why something is refused."""
    return Fault(code=refused.code.value, sentence=spoken(refused.said))


def not_there() -> FaultError:
    """What is not there, or is somebody else's: nobody is told which."""
    return FaultError(
        404, Fault(code="not-there", sentence=_("There is no such thing, or it is not yours to see."))
    )
