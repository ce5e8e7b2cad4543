"""What people type into addresses, or programs send, is repeated in no log."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from outcomelab.service.configuration.logs import Plain, Routes


@pytest.fixture
def lines():
    """The lines that the service's log has while a test lasts."""
    kept = []

    class Keep(logging.Handler):
        def emit(self, record):
            kept.append(self.format(record))

    keep = Keep()
    keep.setFormatter(Plain())
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        assert settings.LOGGING["filters"][name]["()"].endswith(Routes.__name__)
        keep.addFilter(Routes())
    logging.getLogger().addHandler(keep)
    yield kept
    logging.getLogger().removeHandler(keep)


def test_a_link_that_sets_a_password_is_not_in_the_log_when_its_page_fails_or_refuses(placed, lines, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("Zebedee Marker")

    client = Client(SERVER_NAME="localhost", raise_request_exception=False, enforce_csrf_checks=True)
    assert client.post("/accounts/password/by/1-secretkey/").status_code == 403
    assert client.get("/", SERVER_NAME="zebedee-marker.example").status_code == 400
    monkeypatch.setattr("allauth.account.views.PasswordResetFromKeyView.dispatch", fails)
    assert client.get("/accounts/password/by/1-secretkey/").status_code == 500
    said = "\n".join(lines)
    assert "Internal Server Error" in said
    assert "RuntimeError" in said
    for word in ("secretkey", "Zebedee", "zebedee"):
        assert word not in said
