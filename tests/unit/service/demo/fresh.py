"""A service nobody has set up yet, on SQLite, in a folder of its own."""

from contextlib import contextmanager

from django.test import override_settings
from tests.unit.service import databases

from outcomelab.service.configuration.choices import Choices


@contextmanager
def empty(servers, folder):
    """While this lasts, the service's folder of data, and its database's address."""
    if "sqlite" not in servers:
        servers["sqlite"] = databases.SERVERS["sqlite"]()
    made = servers["sqlite"].new()
    databases.use(made)
    (folder / "data").mkdir(mode=0o700)
    with override_settings(CHOICES=Choices(data=folder / "data", keys=None)):
        yield folder / "data", made
    databases.close()
    servers["sqlite"].gone(made)
