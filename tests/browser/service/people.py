"""Somebody at a window of their own, who reads pages and does what is on them."""

import os
from pathlib import Path

_SCREENS = os.environ.get("OUTCOMELAB_SCREENS")
_AIR = 20  # pixels above a picture's first line


class Somebody:
    """Goes by what a page says: follows links, presses buttons, fills in fields, and waits for sentences."""

    def __init__(self, window):
        self.window, self.page = window, window.page
        self.page.set_default_timeout(15_000)
        self.window.open("/")

    def go(self, path):
        """Open an address."""
        assert self.window.open(path) == 200, path

    def follow(self, words):
        """Follow a link."""
        self.page.get_by_role("link", name=words).first.click()

    def press(self, words, of=None):
        """Press a button, or a link that looks like one; `of`: the part of the page that it is in."""
        (of or self.page).get_by_role("button", name=words, exact=True).click()

    def press_and_confirm(self, words):
        """Press a button, and on the page that asks whether one is sure the same again."""
        self.press(words)
        self.page.get_by_role("heading", name="Are you sure?").wait_for()
        self.press(words)

    def write(self, **said):
        """Fill in fields: each by the name that it is sent by."""
        for name, text in said.items():
            self.page.locator(f"[name='{name}']").fill(text)

    def choose(self, question, answer):
        """Choose one of several answers."""
        self.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()

    def tick(self, words):
        """Tick a box."""
        self.page.get_by_label(words, exact=True).check()

    def reads(self, words, patience=15):
        """Wait until the page says so, for so many seconds."""
        self.page.get_by_text(words).first.wait_for(timeout=patience * 1000)

    def is_told_why_not(self, button, why):
        """A button cannot be pressed, and the sentence below it says why."""
        for closed in self.page.locator("details:not([open]) > summary").filter(has_text="why").all():
            closed.click()
        found = self.page.get_by_role("button", name=button, exact=True)
        assert found.is_disabled()
        assert why in found.locator("xpath=following-sibling::p[1]").inner_text()

    def chooses_file(self, label, name, content):
        """Choose a file in a field."""
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.get_by_label(label).set_input_files(file)

    def picture(self, name, of=None, until=None):
        """Keep what the window shows, from a part of the page on, where `OUTCOMELAB_SCREENS` names a folder;
        `until`: all down to another part, however far."""
        if not _SCREENS:
            return
        folder = Path(_SCREENS)
        folder.mkdir(parents=True, exist_ok=True)
        if of is not None:
            of.evaluate("(element) => element.scrollIntoView()")
        shown = {} if until is None else {"full_page": True, "clip": self._between(of, until)}
        self.page.screenshot(path=folder / f"{name}.png", animations="disabled", **shown)

    def _between(self, first, last):
        top, end = (
            one.evaluate("(element) => element.getBoundingClientRect().top + scrollY") for one in (first, last)
        )
        return {"x": 0, "y": top - _AIR, "width": self.window.width, "height": end - top}
