"""Every address of the service, a room at a time."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("outcomelab.service.web.home.urls")),
    path("", include("outcomelab.service.web.everyone.urls")),
    path("", include("outcomelab.service.web.administrator.urls")),
    path("audit/", include("outcomelab.service.web.auditor.urls")),
    path("", include("outcomelab.service.web.custodian.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("accounts/", include("outcomelab.service.web.signing_in.urls")),
    path("studies/", include("outcomelab.service.web.studies.urls")),
]

handler400 = "outcomelab.service.web.faults.not_understood"
handler403 = "outcomelab.service.web.faults.not_allowed"
handler404 = "outcomelab.service.web.faults.not_there"
handler500 = "outcomelab.service.web.faults.went_wrong"
handler429 = "outcomelab.service.web.faults.too_often"
