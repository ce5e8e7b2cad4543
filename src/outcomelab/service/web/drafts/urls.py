"""Drafts, for whoever may read them."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.drafts import report

urlpatterns = [path("<str:reference>/drafts/report/<str:output>/", report.report, name="draft-report")]
