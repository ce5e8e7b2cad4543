"""Pages of django-allauth that are told a little more than it tells them."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from allauth.account.views import PasswordResetView
from allauth.mfa.base.views import IndexView
from allauth.socialaccount.providers.openid_connect.views import login
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from requests import RequestException

from outcomelab.service.queries.second_factor import lacks_second_factor

_log = logging.getLogger("outcomelab.service.web")


class Forgotten(PasswordResetView):
    """Where a link for a new password is asked for."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """With `mails`: whether the service sends any."""
        return super().get_context_data(mails=bool(settings.EMAIL_HOST), **context)


class Factors(IndexView):
    """Somebody's second factors."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """With `lacking`: whether they need one and have none."""
        lacking = lacks_second_factor(self.request.user.pk or 0, settings.MFA_FOR)
        return super().get_context_data(lacking=lacking, **context)


@login_required
def once_more(request: HttpRequest) -> HttpResponse:
    """Whoever comes from a provider, and has neither password nor factor, signs in once more to change that."""
    to = urlencode({"next": request.GET.get("next", "/")})
    return render(request, "signing_in/once_more.html", {"to": f"{settings.LOGIN_URL}?{to}"})


def with_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go on to where people sign in elsewhere: by a page of ours, for a form of ours may lead nowhere else."""
    try:
        answer: HttpResponse = login(request, provider_id)
    except RequestException:  # the library catches it on the way back only
        _log.exception("the OpenID Connect provider does not answer")
        return render(request, "socialaccount/authentication_error.html", status=502)
    if not isinstance(answer, HttpResponseRedirect) or answer.url.startswith("/"):
        return answer
    page = render(request, "socialaccount/login_redirect.html", {"address": answer.url})
    page["Refresh"] = f"0; url={answer.url}"
    return page
