"""What a custodian decides about a study."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from outcomelab.service.actions import approving
from outcomelab.service.api.answers import Done, done
from outcomelab.service.api.limit import by
from outcomelab.service.api.studies import FAULTS
from outcomelab.service.api.texts import Reference, Text
from outcomelab.service.domain.five_safes import Safe, Verdict

router = Router(tags=["approval"])


class Judgement(Schema):
    """A judgement of one of the Five Safes."""

    safe: Safe
    verdict: Verdict
    words: Text = ""


class Comments(Schema):
    """What is said of which item."""

    comments: dict[Text, Text]


@router.post("/{reference}/judgements", response={200: Done, **FAULTS})
def judge(request: HttpRequest, reference: Reference, judgement: Judgement) -> Done:
    """Record a judgement as one's own."""
    decision = approving.judge(by(request), reference, judgement.safe, judgement.verdict, judgement.words)
    return done(decision)


@router.post("/{reference}/conditions", response={200: Done, **FAULTS})
def approve_with_conditions(request: HttpRequest, reference: Reference, said: Comments) -> Done:
    """Approve with conditions."""
    return done(approving.approve_with_conditions(by(request), reference, said.comments))


@router.post("/{reference}/return", response={200: Done, **FAULTS})
def return_with_comments(request: HttpRequest, reference: Reference, said: Comments) -> Done:
    """Return the application with comments."""
    return done(approving.return_with_comments(by(request), reference, said.comments))


@router.post("/{reference}/refusal", response={200: Done, **FAULTS})
def refuse(request: HttpRequest, reference: Reference, said: Comments) -> Done:
    """Refuse the study, for good."""
    return done(approving.refuse(by(request), reference, said.comments))
