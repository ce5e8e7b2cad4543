"""Every address of the service: its pages, and the API for programs."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.api.main import api
from outcomelab.service.web import urls as pages

urlpatterns = [path("api/", api.urls), *pages.urlpatterns]

handler400, handler403, handler404 = pages.handler400, pages.handler403, pages.handler404
handler429, handler500 = pages.handler429, pages.handler500
