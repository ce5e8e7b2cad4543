"""The web wing as an application of Django's."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, their templates and what they are styled with."""

    name = "outcomelab.service.web"
    label = "web"

    def ready(self) -> None:
        """Have the audit log hear of whoever signs in."""
        from outcomelab.service.web.signing_in import gate, recording

        recording.listen()
        gate.listen()
