"""The checkers' page."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.checker import pages

urlpatterns = [path("<str:reference>/checking/", pages.checking, name="checking")]
