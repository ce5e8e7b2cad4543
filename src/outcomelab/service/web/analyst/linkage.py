"""How good a study's linkage is: as its report will say it, and in counts for the lab's analysts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from outcomelab.errors import OutcomeLabError
from outcomelab.service.queries.linkage import links
from outcomelab.service.queries.study import page
from outcomelab.service.web.reader import by, there
from outcomelab.service.web.reading import language
from outcomelab.service.wording.hearing import heard


@login_required
@never_cache
def linkage(request: HttpRequest, reference: str) -> HttpResponse:
    """Whoever may not see it, and where there is none, is told that there is no such page."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    try:
        found = there(links(who.account, reference, language()))
    except OutcomeLabError as error:
        to = reverse("study", args=[reference])
        return render(request, "parts/refused.html", {"sentence": heard(str(error)), "to": to}, status=409)
    return render(request, "analyst/linkage.html", {"page": seen, "links": found})
