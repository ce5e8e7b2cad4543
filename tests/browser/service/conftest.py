"""The service in a real browser: served on a free port of this machine, and people signed in to it."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from tests.browser.service.serving import Served, Visitor
from tests.unit.service import databases
from tests.unit.service.conftest import cast, drafted, evaluated, led, ministry, noon, placed, servers, world

from outcomelab.service.store.models import Account

__all__ = ["cast", "drafted", "evaluated", "led", "ministry", "noon", "placed", "servers", "world"]


@pytest.fixture
def address(servers):
    """The address of a new database, of SQLite: what differs between databases is tested without a browser."""
    with databases.used(servers, "sqlite") as made:
        yield made


@pytest.fixture(scope="session")
def served():
    """The service's address while its pages are served, by threads of this process."""
    running = Served(get_wsgi_application())
    yield running.address
    running.stop()


@pytest.fixture
def visitor(address, chromium, served):  # noqa: ARG001 a database is asked for, not named
    """A browser window for somebody by the number of their account, or for anybody: `visitor(account, width=,
    script=)`. What goes wrong in one fails the test."""
    opened = []

    def visit(account=None, *, width=1000, script=True):
        made = Visitor(chromium, served, width, script, _session(account) if account else None)
        opened.append(made)
        return made

    yield visit
    wrong = [fault for one in opened for fault in one.leave()]
    assert wrong == []


def _session(number):
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(pk=number))
    return client.session.session_key
