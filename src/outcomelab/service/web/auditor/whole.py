"""The whole audit log: verified, and taken home."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from outcomelab.service.queries.timeline import audits_all, verified, whole_log
from outcomelab.service.web.answering import asked
from outcomelab.service.web.auditor.timeline import auditor
from outcomelab.service.web.reader import there


class Noted(forms.Form):
    """A head that was noted down earlier."""

    head = forms.CharField(
        label=_("A head you noted down earlier"),
        help_text=_("A number and 64 letters and digits. Leave it empty when you have none."),
        required=False,
        max_length=200,
    )


@login_required
def verify(request: HttpRequest) -> HttpResponse:
    """Verify that no event was altered, removed, inserted or moved."""
    who = auditor(request)
    form, found = Noted(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        found = asked(form, lambda: verified(who, form.cleaned_data["head"]))
    context = {"form": form, "found": found, "exports": audits_all(who)}
    return render(request, "auditor/verify.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The log as a file, for the lab's auditor."""
    content = there(whole_log(auditor(request)))
    name = "audit-log.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/jsonl", headers=headers)
