"""A person with a keyboard and nothing else."""

_MOST_STEPS = 60
_FOCUSED = "(element) => element === document.activeElement"


class Keyboard:
    """Goes through a window's pages by Tab, and does things by Enter, arrows and letters."""

    def __init__(self, window):
        self.window, self.page = window, window.page

    def reach(self, place):
        """Go on by Tab until this is in focus."""
        for _ in range(_MOST_STEPS):
            if place.evaluate(_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{place} is not reached by Tab on {self.page.url}")

    def follow(self, words):
        """Follow a link."""
        self._enter(self.page.get_by_role("link", name=words))

    def press(self, words):
        """Press a button, or a link that looks like one."""
        self._enter(self.page.get_by_role("button", name=words))

    def write(self, label, text):
        """Write into a field, in place of what stands there."""
        self.reach(self.page.get_by_label(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, question, answer):
        """Choose one of several answers."""
        group = self.page.get_by_role("group", name=question)
        wanted = group.get_by_role("radio", name=answer)
        chosen = group.locator("input:checked")
        self.reach(chosen if chosen.count() else group.get_by_role("radio").first)
        self.page.keyboard.press("Space")
        for _ in range(group.get_by_role("radio").count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{answer} cannot be chosen")

    def choose_file(self, label, name, content):
        """Reach the field by keyboard, and give it a file: what a browser opens for that is its own."""
        field = self.page.get_by_label(label)
        self.reach(field)
        field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})

    def _enter(self, place):
        self.reach(place)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
