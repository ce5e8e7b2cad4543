"""What anybody may read without signing in."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.everyone import catalogue, register

urlpatterns = [
    path("register/", register.studies, name="register"),
    path("register/<str:reference>/", register.study, name="registered"),
    path("register/<str:reference>/report/", register.read, name="read-published"),
    path("register/<str:reference>/report.<str:ending>", register.file, name="published-file"),
    path("catalogue/", catalogue.holdings, name="catalogue"),
    path("catalogue/<str:name>/", catalogue.holding, name="catalogued"),
]
