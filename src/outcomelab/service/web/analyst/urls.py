"""The analysts' pages of a study, and the administrator's override."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.analyst import drafts, linkage, override, protocol

urlpatterns = [
    path("<str:reference>/protocol/", protocol.protocol, name="protocol"),
    path("<str:reference>/protocol/tried/", protocol.made_up, name="made-up"),
    path("<str:reference>/linkage/", linkage.linkage, name="linkage"),
    path("<str:reference>/drafts/", drafts.drafts, name="drafts"),
    path("<str:reference>/balance/", drafts.balance, name="balance"),
    path("<str:reference>/override/", override.override, name="override"),
]
