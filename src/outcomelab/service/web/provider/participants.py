"""The participants' list: uploaded, and what its checks found, row by row."""

from __future__ import annotations

import csv
import io

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outcomelab.cohort.template import template
from outcomelab.people.sheet import MOST_BYTES
from outcomelab.reports.data import safe_cell
from outcomelab.service.actions import lists
from outcomelab.service.domain.application import THE_LIST
from outcomelab.service.domain.commands import Command
from outcomelab.service.queries.study import Page, page
from outcomelab.service.web.answering import answered, asked
from outcomelab.service.web.provider.tasks import of_provider
from outcomelab.service.web.provider.todo import remarks, unusable
from outcomelab.service.web.reader import by, there
from outcomelab.service.wording.hearing import column, heard

_SHOWN = 100  # problems on the page; all of them are in the file
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListForm(forms.Form):
    """A list to be uploaded."""

    participants = forms.FileField(
        label=_("The list, as an Excel workbook (.xlsx) or as CSV"),
        help_text=_("At most 50 MB. It is encrypted as it arrives, and read by the lab’s own machine alone."),
        error_messages={"required": _("Choose the file first."), "empty": _("The file is empty: choose another.")},
        widget=forms.FileInput(attrs={"accept": ",".join(lists.ENDINGS)}),
    )


@login_required
def participants(request: HttpRequest, reference: str) -> HttpResponse:
    """The list as it was checked, and where the next one is uploaded."""
    who, seen = by(request), _seen(request, reference)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        file = form.cleaned_data["participants"]
        taken = asked(form, lambda: lists.upload(who, reference, file.read(), file.name))
        if taken is not None:
            return answered(request, taken, gettext("The list has arrived."), request.path)
    context = {
        "page": seen,
        "form": form,
        "comments": remarks(seen).get(THE_LIST),
        "most": MOST_BYTES,
        "decision": seen.commands[Command.UPLOAD],
        "unusable": seen.list is not None and unusable(seen.list, seen.study.under_way),
        "problems": seen.list.problems[:_SHOWN] if seen.list else (),
    }
    return render(request, "provider/list.html", context)


@login_required
def problems(request: HttpRequest, reference: str) -> HttpResponse:
    """Every problem that the checks found, a line each, to be mended in a spreadsheet."""
    seen = _seen(request, reference)
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([gettext("Row"), gettext("Column"), gettext("What is wrong"), gettext("How to mend it")])
    for one in there(seen.list).problems:
        where, wrong, mend = (str(one[name]) for name in ("column", "wrong", "mend"))
        said = (one["row"], column(where, wrong), heard(wrong), heard(mend))
        lines.writerow([safe_cell(cell) for cell in said])
    return _attached(out.getvalue().encode("utf-8-sig"), "text/csv", "problems.csv")


@login_required
def empty_list(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 Django's own
    """The template: a workbook to be filled in, with instructions, in the reader's language."""
    return _attached(template(gettext), _WORKBOOK, "participants.xlsx")


def _seen(request: HttpRequest, reference: str) -> Page:
    who = by(request)
    return there(of_provider(page(who.account, reference, who.today)))


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    said = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=said)
