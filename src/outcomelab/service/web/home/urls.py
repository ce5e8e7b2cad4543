"""The home page."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.home import turns

urlpatterns = [path("", turns.home, name="home")]
