"""Every address of the service, a room at a time."""

from __future__ import annotations

from django.urls import include, path

from outcomelab.service.web.signing_in import demonstration, first_run, my_account

urlpatterns = [
    path("", include("outcomelab.service.web.home.urls")),
    path("", include("outcomelab.service.web.everyone.urls")),
    path("", include("outcomelab.service.web.administrator.urls")),
    path("audit/", include("outcomelab.service.web.auditor.urls")),
    path("", include("outcomelab.service.web.custodian.urls")),
    path("language/", my_account.language, name="set_language"),
    path("set-up/", first_run.first, name="set-up"),
    path("demo/", demonstration.demo, name="demo"),
    path("accounts/tokens/", include("outcomelab.service.web.programs.urls")),
    path("accounts/", include("outcomelab.service.web.signing_in.urls")),
    path("", include("outcomelab.service.web.provider.urls")),
    path("studies/", include("outcomelab.service.web.studies.urls")),
    path("studies/", include("outcomelab.service.web.drafts.urls")),
    path("studies/", include("outcomelab.service.web.checker.urls")),
    path("studies/", include("outcomelab.service.web.analyst.urls")),
]

handler400 = "outcomelab.service.web.faults.not_understood"
handler403 = "outcomelab.service.web.faults.not_allowed"
handler404 = "outcomelab.service.web.faults.not_there"
handler500 = "outcomelab.service.web.faults.went_wrong"
handler429 = "outcomelab.service.web.faults.too_often"
