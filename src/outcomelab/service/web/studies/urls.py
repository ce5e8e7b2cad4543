"""A study's page, which all its parties share, and what is done on it with one press."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.studies import pages, steps

urlpatterns = [
    path("<str:reference>/", pages.study, name="study"),
    path("<str:reference>/do/<str:command>/", steps.do, name="do"),
]
