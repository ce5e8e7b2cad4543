"""A study before its custodian: the application, the Five Safes and their judgements, the decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outcomelab.service.actions import approving
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.application import APPLICATION
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.five_safes import Evidence, Safe, Verdict
from outcomelab.service.domain.refusals import Decision, Refused, is_others
from outcomelab.service.queries.evidence.shown import Lines, evidence
from outcomelab.service.queries.judging import Judged, judged
from outcomelab.service.queries.people import names
from outcomelab.service.queries.study import Page, page
from outcomelab.service.web.answering import answered, asked, sentence
from outcomelab.service.web.custodian.judging import CommentsForm, JudgementForm
from outcomelab.service.web.reader import by, there
from outcomelab.service.web.templatetags.saying import about

# The decisions that come with words, by the value of the button that takes each.
DECIDED: dict[str, tuple[Command, Callable[[By, str, Mapping[str, str]], Decision]]] = {
    command.value: (command, act)
    for command, act in (
        (Command.APPROVE_WITH_CONDITIONS, approving.approve_with_conditions),
        (Command.RETURN, approving.return_with_comments),
        (Command.REFUSE, approving.refuse),
    )
}


@dataclass(frozen=True)
class Button:
    """A command's button: why it may not be pressed, "" when it may."""

    command: Command
    why_not: str


@login_required
def approval(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that a decision needs."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    if (stranger := _not_theirs(seen)) is not None:
        return answered(request, stranger, "", reverse("study", args=[reference]))
    return _page(request, seen, CommentsForm(answers=seen.draft))


@login_required
@require_POST
def judge(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a judgement of one of the Five Safes."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    safe = next((one for one in Safe if one.value == request.POST.get("safe")), None)
    if safe is None:
        raise Http404
    form = JudgementForm(request.POST, safe=safe)
    to = reverse("approval", args=[reference])
    if form.is_valid():
        said = form.cleaned_data
        decision = asked(
            form, lambda: approving.judge(who, reference, safe, Verdict(said["verdict"]), said["words"])
        )
        if decision is not None:
            return answered(request, decision, _("Your judgement is recorded."), f"{to}#{form.anchor}")
    if (stranger := _not_theirs(seen)) is not None:
        return answered(request, stranger, "", to)
    return _page(request, seen, CommentsForm(answers=seen.draft), form)


@login_required
@require_POST
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Return, approve with conditions or refuse, with what was written of each item; a refusal is asked about
    once more, for it is final."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    found = DECIDED.get(request.POST.get("decision", ""))
    if found is None:
        raise Http404
    command, act = found
    form = CommentsForm(request.POST, answers=seen.draft)
    to = reverse("approval", args=[reference])
    if form.is_valid():
        written = form.written()
        if command is Command.REFUSE and written and "sure" not in request.POST:
            return _sure(request, seen, form, to)
        decision = asked(form, lambda: act(who, reference, written))
        if decision is not None:
            said = _("Done: {what}.").format(what=_(command.words))
            return answered(request, decision, said, reverse("study", args=[reference]))
    if (stranger := _not_theirs(seen)) is not None:
        return answered(request, stranger, "", to)
    return _page(request, seen, form)


def _not_theirs(seen: Page) -> Decision | None:
    """Why the page is not the reader's: they are no steward of the study's custodian."""
    decision = seen.commands[Command.JUDGE]
    return decision if is_others(decision) else None


def _page(
    request: HttpRequest, seen: Page, comments: CommentsForm, wrong: JudgementForm | None = None
) -> HttpResponse:
    who, reference = by(request), seen.study.reference
    recorded = judged(who.account, reference)
    found = _evidence(who, reference)
    buttons = {command: _button(seen, command) for command in Command}
    context = {
        "page": seen,
        "application": [
            (part, [(question, question.shown(seen.draft)) for question in part.questions]) for part in APPLICATION
        ],
        "safes": [(*_safe(safe, recorded, wrong), found.get(safe, ())) for safe in Safe],
        "without_evidence": not found,
        "wrong": wrong,
        "judge": buttons[Command.JUDGE],
        "approve": buttons[Command.APPROVE],
        "decisions": [buttons[command] for command, _act in DECIDED.values()],
        "later": [buttons[command] for command in (Command.CONFIRM_CONDITIONS, Command.REVOKE)],
        "comments": comments,
        "conditions": _conditions(seen),
        "names": names(one.by for one in recorded),
    }
    return render(request, "custodian/approval.html", context)


def _evidence(who: By, reference: str) -> Mapping[Safe, tuple[tuple[Evidence, Lines], ...]]:
    """The evidence for each; none when the lab's ledger cannot be read: the page says so."""
    try:
        return evidence(who.account, reference, who.today) or {}
    except OSError:
        return {}


def _button(seen: Page, command: Command) -> Button:
    decision = seen.commands[command]
    return Button(command, sentence(decision) if isinstance(decision, Refused) else "")


def _safe(
    safe: Safe, recorded: tuple[Judged, ...], wrong: JudgementForm | None
) -> tuple[Safe, JudgementForm, Judged | None, list[Judged]]:
    """One of the Five Safes: its form, the judgement that counts, and those that do not any more."""
    mine = [one for one in recorded if one.safe is safe]
    form = wrong if wrong and wrong.safe is safe else JudgementForm(safe=safe)
    return safe, form, next((one for one in mine if one.counts), None), [one for one in mine if not one.counts]


def _conditions(seen: Page) -> list[tuple[str, str]]:
    """The conditions that were set last, by what they are about."""
    of = [one for one in seen.comments if one.command == Command.APPROVE_WITH_CONDITIONS]
    return [(about(one.item), one.words) for one in of if one.at == of[-1].at]


def _sure(request: HttpRequest, seen: Page, form: CommentsForm, to: str) -> HttpResponse:
    context = {
        "question": _("Refuse “{title}”?").format(title=seen.title),
        "words": _("A refusal is final: the provider has to begin a new study. They read your reasons."),
        "button": _("Refuse the study"),
        "hidden": {name: form[name].data for name in form.fields if form[name].data}
        | {"decision": Command.REFUSE.value},
        "to": to,
    }
    return render(request, "parts/sure.html", context)
