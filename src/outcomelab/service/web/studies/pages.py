"""A study's page: where it stands, what is next, what its reader may do and why not what they may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Code, Decision, Refused, is_others
from outcomelab.service.domain.states import next_steps, whose_turn
from outcomelab.service.queries.study import Page, page
from outcomelab.service.web.answering import sentence
from outcomelab.service.web.reader import by, there
from outcomelab.service.web.studies.commands import FOR_GOOD, PAGES, PRESSED
from outcomelab.service.web.studies.places import places


@dataclass(frozen=True)
class Step:
    """What the reader may do, or why they may not: `address` of where, `pressed` when one press does it."""

    command: Command
    address: str
    pressed: bool
    why_not: str
    next: bool
    for_good: bool


@login_required
def study(request: HttpRequest, reference: str) -> HttpResponse:
    """The page that all parties of a study share."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    steps = offered(seen)
    context = {
        "page": seen,
        "whose": () if any(step.next for step in steps) else whose_turn(seen.study.state),
        "steps": [step for step in steps if step.next or not step.why_not],
        "others": [step for step in steps if not step.next and step.why_not],
        "inside": places(seen),
        "provides": any(step.command is Command.SAVE for step in steps),
    }
    answer = render(request, "studies/study.html", context)
    if "HX-Request" in request.headers and not seen.study.under_way:
        answer["HX-Refresh"] = "true"  # work has ended: whatever page asks shows more than that by now
    return answer


def offered(seen: Page, commands: Iterable[Command] = Command) -> list[Step]:
    """Those of the commands that are the reader's to give, now or another time."""
    leading = {row.command for row in next_steps(seen.study.state)}
    return [
        step for command in commands
        if (step := _step(seen.study.reference, command, seen.commands[command], leading))
    ]  # fmt: skip


def _step(reference: str, command: Command, decision: Decision, leading: set[Command]) -> Step | None:
    """A command as the page offers it; None for one that is others' to give."""
    if is_others(decision):
        return None
    pressed = command in PRESSED
    address = _done_at(command, reference) if pressed else reverse(PAGES[command], args=[reference])
    why_not = sentence(decision) if isinstance(decision, Refused) else ""
    if isinstance(decision, Refused) and decision.code is Code.REASON_MISSING:
        why_not = ""  # it is asked for on the page that this leads to
    return Step(command, address, pressed, why_not, command in leading, command in FOR_GOOD)


def _done_at(command: Command, reference: str) -> str:
    return reverse("do", args=[reference, command.value])
