"""Somebody's browser without a browser: Django's client, signed in as one of the cast."""

import pytest
from django.test import Client

from outcomelab.service.store.models import Account


@pytest.fixture
def as_whom(cast):
    """A client signed in as somebody of the cast, by the name of their part."""

    def client(part):
        made = Client(SERVER_NAME="localhost")
        made.force_login(Account.objects.get(pk=cast[part].account))
        return made

    return client


@pytest.fixture
def anybody():
    """A client that nobody has signed in with."""
    return Client(SERVER_NAME="localhost")
