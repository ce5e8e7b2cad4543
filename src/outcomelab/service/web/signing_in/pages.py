"""Pages of django-allauth that are told a little more than it tells them."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordResetView
from allauth.mfa.base.views import IndexView
from django.conf import settings

from outcomelab.service.queries.second_factor import lacks_second_factor


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
