"""Programs that act by tokens of the cast."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from outcomelab.service.actions import tokens
from outcomelab.service.domain.roles import Role

POSTS = {
    "provider": (Role.PROVIDER_MEMBER, "bridge-trust"),
    "steward": (Role.STEWARD, "ministry-of-justice"),
    "analyst": (Role.ANALYST, "lab"),
    "our checker": (Role.CHECKER, "lab"),
    "administrator": (Role.ADMINISTRATOR, "lab"),
}


@pytest.fixture
def secret(cast):
    """The secret of a token that somebody of the cast makes now."""
    return lambda part: tokens.make(replace(cast[part], at=timezone.now()), *POSTS[part], "a program", 30)


@pytest.fixture
def program(secret):
    """A program with a token of somebody of the cast; with no token for None."""

    def made(part):
        headers = {"authorization": f"Bearer {secret(part)}"} if part else {}
        return Client(SERVER_NAME="localhost", headers=headers)

    return made
