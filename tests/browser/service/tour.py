"""A tour of pages: each is asked for as its readers ask, and shown in a browser when it looks like none before."""

from contextlib import nullcontext
from copy import copy
from html import unescape
from http import HTTPStatus

from django.core.cache import cache
from django.template import Template
from django.urls import Resolver404, resolve
from tests.browser.service.looks import forms, looks, twice
from tests.browser.service.serving import Served, Visitor
from tests.unit.service.placing import undone
from tests.unit.service.web.addresses import template

NARROW = 320  # pixels


class Tour:
    """Asks for pages in this process, and has one window, 320 pixels wide, show what was answered.

    seen: the addresses at which there was a page or a file; `templates`: what pages were made from; `barriers`:
    what was wrong with which page; `shown`: the pages that the window had.
    """

    def __init__(self, chromium, application, patch):
        self.seen, self.templates, self.barriers, self.shown = set(), set(), [], []
        self._known, self._answers, self._application = set(), {}, application
        self._served = Served(self._answer)
        self._window = Visitor(chromium, self._served.address, NARROW, script=True, session=None)
        drawn = Template._render
        patch.setattr(Template, "_render", lambda made, context: self._note(made) or drawn(made, context))

    def ask(self, client, address, sent=None, *, stays=False, shows=False, tries=True):
        """Ask for a page. If it looks like none before (or `shows`), look at it, and send each of its forms as it
        stands and with nothing in it (`tries`). Nothing of what that did remains (but `stays`). Returns the
        answer."""
        cache.clear()  # who tried how often
        cookies = copy(client.cookies)
        with nullcontext() if stays else undone():
            given = client.get(address, follow=True) if sent is None else client.post(address, sent, follow=True)
            at = given.request["PATH_INFO"]
            if given.status_code not in (404, 405):
                self.seen |= {_route(address.partition("?")[0]), _route(at)}
            if self._is_new(at, given) or shows:
                self._show(at, given)
                for action, fields in list(forms(given.content.decode())) if tries else ():
                    self.ask(client, unescape(action) or address, fields, tries=False)
        client.cookies = client.cookies if stays else cookies
        return given

    def leave(self):
        """End it; returns what else went wrong in the window."""
        wrong = self._window.leave()
        self._served.stop()
        return wrong

    def _is_new(self, at, given):
        if given.streaming or not given.get("Content-Type", "").startswith("text/html"):
            return False
        page = given.content.decode()
        if "<html" not in page:
            return False  # a part, to be put into one
        self.barriers += [f"{at}: the id {one} is there more than once" for one in twice(page)]
        looked = {*looks(page), _route(at)}
        new, self._known = looked - self._known, self._known | looked
        return bool(new)

    def _show(self, at, given):
        self._answers[at] = given
        self.shown.append(at)
        assert self._window.open(at) == given.status_code, at
        self._window.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        self.barriers += self._window.barriers()

    def _answer(self, environ, start):
        """What is to be shown at an address; style sheets and the like as the service has them. Neither the policy
        of reports, under which no script of ours could look at them either, nor that a page leads on by itself."""
        given = self._answers.pop(environ["PATH_INFO"], None)
        if given is None:
            return self._application(environ, start)
        headers = [one for one in given.items() if not one[1].startswith("sandbox") and one[0] != "Refresh"]
        start(f"{given.status_code} {HTTPStatus(given.status_code).phrase}", headers)
        return [given.content]

    def _note(self, made):
        self.templates.add(made.name)


def _route(address):
    try:
        return f"/{template(resolve(address).route)}"
    except Resolver404:
        return address
