"""The auditor's pages."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.auditor import timeline, whole

urlpatterns = [
    path("", timeline.events, name="audit"),
    path("verify/", whole.verify, name="verify"),
    path("export/", whole.export, name="export"),
]
