"""What checkers say of outputs."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from outcomelab.service.actions import checking
from outcomelab.service.api.answers import Done, done
from outcomelab.service.api.limit import by
from outcomelab.service.api.studies import FAULTS
from outcomelab.service.api.texts import Reference, Text
from outcomelab.service.domain.checking import Says

router = Router(tags=["checking"])


class Votes(Schema):
    """What is said of each output, by the hash of its content; `words`: why, for what is asked or refused."""

    votes: dict[Text, Says]
    words: dict[Text, Text] = Field(default_factory=dict)


@router.post("/{reference}/votes", response={200: Done, **FAULTS})
def vote(request: HttpRequest, reference: Reference, said: Votes) -> Done:
    """Vote on every output at once."""
    return done(checking.vote(by(request), reference, said.votes, said.words))
