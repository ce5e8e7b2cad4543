"""Tokens for programs that act in somebody's name."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.programs import tokens

urlpatterns = [
    path("", tokens.mine, name="tokens"),
    path("<int:number>/revoke/", tokens.revoke, name="revoke-token"),
]
