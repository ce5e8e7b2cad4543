"""The page can be used by everybody: at any width, without a mouse, by ear; and it can reach nobody."""

import base64
import hashlib
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from outcomelab.encode_page.write import page


@pytest.mark.parametrize("width", [320, 1000])
def test_the_page_has_no_barriers_at_any_step(desk, key_file, width):
    at = desk(width=width)
    steps = [
        lambda: None,
        lambda: at.choose_list(b"%PDF"),
        lambda: at.choose_list(b"Surname,Forename,DOB\nFjord,Ada,03/04/1990\n,,1980-02-03\n"),
        lambda: at.page.check("#kind-passphrase"),
        lambda: at.encode(),
        lambda: at.page.check("#kind-file"),
        lambda: at.encoded_with(key_file),
    ]
    for step in steps:
        step()
        found = Axe().run(at.page)
        assert found.violations_count == 0, found.generate_report()
        assert at.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_is_used_with_the_keyboard_alone(desk, invented, as_csv, project):
    at = desk()
    at.choose_list(as_csv(invented(5)))
    at.page.focus("#column-service_number")
    for _ in range(3):
        at.page.keyboard.press("Tab")
        if at.page.evaluate("document.activeElement.id") == "kind-file":
            break
    at.page.keyboard.press("ArrowDown")
    assert at.page.is_checked("#kind-passphrase")
    at.page.keyboard.press("Tab")
    at.page.keyboard.type(project)
    at.page.keyboard.press("Tab")
    at.page.keyboard.type("a passphrase long enough")
    at.page.keyboard.press("Tab")
    at.page.keyboard.press("Enter")
    at.page.wait_for_selector("#result:not([hidden])")
    assert at.page.evaluate("document.activeElement.id") == "result-title"


def test_the_policy_allows_this_script_and_this_style_sheet_and_nothing_else(project):
    text = page(project, "plain")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    allowed = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        (content,) = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", text, re.DOTALL)
        assert (
            allowed.pop(rule) == f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
        )
    assert set(allowed) == {"default-src", "connect-src", "base-uri", "form-action"}
    assert set(allowed.values()) == {"'none'"}


def test_the_page_names_no_address_and_keeps_nothing():
    text = page("", "plain")
    assert not re.search(
        r"https?:|//[a-z]|localStorage|sessionStorage|indexedDB| style=|document\.cookie|fetch\(|eval\(", text
    )


def test_what_a_page_tries_to_send_is_stopped_by_its_own_policy(chromium, pages):
    context = chromium.new_context()
    asked = []
    context.route("**/*", lambda route: (asked.append(route.request.url), route.continue_()))
    at = context.new_page()
    at.goto(pages().as_uri())
    sent = at.evaluate(
        "async () => { try { await fetch('http://127.0.0.1:9/'); return true; } catch { return false; } }"
    )
    at.evaluate("() => { const image = new Image(); image.src = 'http://127.0.0.1:9/'; }")
    at.wait_for_timeout(200)
    context.close()
    assert not sent
    assert asked == [pages().as_uri()]
