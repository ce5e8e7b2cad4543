"""Members: who has which role in the organisations that an administrator looks after."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outcomelab.service.actions import organisations as acts
from outcomelab.service.domain.roles import Role
from outcomelab.service.queries import people
from outcomelab.service.web.administrator.forms import NewMember, NewRole
from outcomelab.service.web.answering import answered, asked
from outcomelab.service.web.reader import account, by, there


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Everybody, by organisation; and who has an account and no role yet."""
    who = account(request).pk
    theirs = _administered(who)
    context = {
        "organisations": theirs,
        "members": people.members(who),
        "without": people.without_role(who),
        "of_lab": people.administers_lab(who),
    }
    return render(request, "administrator/members.html", context)


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody's account; they have no role yet."""
    form = NewMember(request.POST or None, organisations=_administered(account(request).pk))
    if form.is_valid():
        said = form.cleaned_data
        done = asked(form, lambda: acts.invite(by(request), said["organisation"], said["email"], said["name"]))
        if done is not None:
            settled, made = done
            to = reverse("member", args=[made.pk]) if made else reverse("members")
            return answered(
                request, settled, _("The account is there. Give it a role, then a link to set a password."), to
            )
    return render(request, "administrator/add_member.html", {"form": form})


@login_required
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody's roles, and a new one for them."""
    who = account(request).pk
    organisations = _administered(who)
    theirs = there(people.member(who, number))
    form = NewRole(request.POST or None, organisations=organisations)
    if form.is_valid():
        said = form.cleaned_data
        done = asked(form, lambda: acts.give_role(by(request), number, Role(said["role"]), said["organisation"]))
        if done is not None:
            return answered(request, done, _("The role is given."), reverse("member", args=[number]))
    context = {
        "member": theirs,
        "form": form,
        "of_lab": people.administers_lab(who),
        "called": people.names_of_organisations(),
    }
    return render(request, "administrator/member.html", context)


@login_required
@require_POST
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Take a role."""
    there(people.member(account(request).pk, number))
    held = [role for role in Role if role.value == request.POST.get("role")]
    if not held:
        raise Http404
    organisation = request.POST.get("organisation", "")
    settled = acts.take_role(by(request), number, held[0], organisation)
    return answered(request, settled, _("The role is taken."), reverse("member", args=[number]))


@login_required
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account, for good: asked about once more."""
    theirs = there(people.member(account(request).pk, number))
    if "sure" not in request.POST:
        return render(request, "administrator/close.html", {"member": theirs})
    return answered(
        request, acts.close_account(by(request), number), _("The account is closed."), reverse("members")
    )


def _administered(who: int) -> tuple[people.Listed, ...]:
    """The organisations that somebody administers. Raises Http404 when there are none: there is no such page."""
    organisations = people.administered(who)
    if not organisations:
        raise Http404
    return organisations
