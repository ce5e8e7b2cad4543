"""What a page looks like, as far as barriers depend on it: which kinds of elements stand beside one another."""

import re
from itertools import pairwise

_PIECE = re.compile(r"<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<rest>[^>]*)>|(?P<text>[^<>\s])[^<]*")
_ATTRIBUTE = re.compile(r'\s([a-z-]+)(?:="([^"]*)")?')
_SAID = {"class", "type", "role", "scope", "lang", "aria-hidden", "aria-live", "autocomplete"}
_ID = re.compile(r'\sid="([^"]*)"')
_NOT_SHOWN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL)
_FORM = re.compile(r'<form\b[^>]*method="post"[^>]*>.*?</form>', re.DOTALL)
_CONTROL = re.compile(r"<(?:input|select|textarea|button)\b[^>]*>")
_MANY = 20


def looks(page):
    """The pairs of pieces that follow one another in a page, each piece without what it says; and which headings
    follow one another."""
    pieces, headings = [""], ["h0"]
    for found in _PIECE.finditer(_NOT_SHOWN.sub("", page)):
        if found["text"]:
            piece = "words"
        else:
            piece = f"{found['end']}{found['tag']}{_attributes(found['rest'])}"
            if not found["end"] and re.fullmatch("h[1-6]", found["tag"]):
                headings.append(found["tag"])
        pieces.append(piece)
    return {*pairwise(pieces), *pairwise(headings)}


def twice(page):
    """The ids that a page gives more than once."""
    ids = _ID.findall(_NOT_SHOWN.sub("", page))
    return sorted({one for one in ids if ids.count(one) > 1})


def forms(page):
    """What can be sent from a page: for each button of each form an address ("" for the page's own) and two sets
    of fields, as they stand and with nothing in them."""
    for form in _FORM.findall(page.partition("<main")[2].partition("</main")[0])[:_MANY]:
        action, controls, buttons = _attribute(form.partition(">")[0], "action") or "", {}, []
        for control in _CONTROL.findall(form):
            name, value = _attribute(control, "name"), _attribute(control, "value") or ""
            if " disabled" in control:
                continue
            if control.startswith("<button"):
                buttons.append({name: value} if name else {})
            elif name and (_attribute(control, "type") not in ("radio", "checkbox") or " checked" in control):
                controls[name] = value
        for button in buttons[:_MANY]:
            hidden = {name: value for name, value in controls.items() if f'type="hidden" name="{name}"' in form}
            yield action, controls | button
            if hidden != controls:
                yield action, dict.fromkeys(controls, "") | hidden | button


def _attributes(rest):
    return "".join(
        sorted(f" {name}={said}" if name in _SAID else f" {name}" for name, said in _ATTRIBUTE.findall(rest))
    )


def _attribute(tag, name):
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else None
