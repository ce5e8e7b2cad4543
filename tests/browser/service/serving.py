"""A web server in threads, and windows that look at what it serves."""

import socket
import threading

from axe_playwright_python.sync_playwright import Axe
from tests.unit.service import databases

from outcomelab.service.serving.pages import server

WCAG = {
    "resultTypes": ["violations"],  # what is right need not be told of
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
_NOT_WRONG = ("Failed to load resource: the server responded with a status of",)  # refusals are pages too


class Served:
    """The application behind waitress on a free port."""

    def __init__(self, application):
        def answer(environ, start):
            try:
                return application(environ, start)
            finally:
                databases.close()  # each test has a database of its own, threads live longer

        self._server = server(answer, socket.create_server(("127.0.0.1", 0)), behind_proxy=False)
        self.address = f"http://127.0.0.1:{self._server.effective_port}"
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def stop(self):
        """Serve no more."""
        self._server.trigger.pull_trigger(self._server.close)  # by the thread that looks at its sockets
        self._thread.join(10)


class Visitor:
    """A window of somebody; `page` is Playwright's."""

    def __init__(self, chromium, address, width, script, session):
        self.wrong, self.address, self.width = [], address, width
        self._context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": 900}, java_script_enabled=script,
            accept_downloads=True,
        )  # fmt: skip
        if session:
            self._context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        self._context.route(lambda url: not url.startswith(address), self._elsewhere)
        self.page = self._context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def open(self, path):
        """Go to a page; returns the status it came with."""
        return self.page.goto(path).status

    def presses(self, button):
        """Press a button that leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    def accessible(self):
        """Fail unless the page has no barrier that axe-core finds, and is no wider than the window."""
        assert self.barriers() == []

    def barriers(self):
        """What axe-core finds against the page, and whether it is wider than the window."""
        self.page.wait_for_load_state("load")  # the style sheet's coming included
        found = Axe().run(self.page, options=WCAG)
        wide = [] if self._fits() else [f"{self.page.url} is wider than the window"]
        return ([f"{self.page.url}\n{found.generate_report()}"] if found.violations_count else []) + wide

    def narrow(self):
        """Fail where the page is wider than the window."""
        assert self._fits(), self.page.url

    def leave(self):
        """Close the window; returns what went wrong in it."""
        self._context.close()
        return self.wrong

    def _fits(self):
        return self.page.evaluate("document.documentElement.scrollWidth") <= self.width

    def _elsewhere(self, route):
        self.wrong.append("a page asked for something elsewhere")
        route.abort()

    def _heard(self, message):
        if message.type == "error" and not message.text.startswith(_NOT_WRONG):
            self.wrong.append(message.text)
