"""The encoding as one web page that works without a network: its front door."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from graphlib import TopologicalSorter
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from outcomelab.encode_page import tables
from outcomelab.encoding.keys import checked
from outcomelab.errors import UsageError
from outcomelab.handovers.encoded import FORMAT, HARDENINGS
from outcomelab.people.fields import BIRTH_PARTS
from outcomelab.people.mapping import TO_ENCODE

PAGE = files("outcomelab.encode_page") / "page"
_HARDENINGS = {"plain": "with the plain filter", "diffused-5": "with the mixed filter (diffused-5)"}
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
_MARKUP = re.compile(r"</script|<!--", re.IGNORECASE)


def write_page(out: Path, project: str = "", hardening: str = "plain") -> None:
    """Write the page to `out`, an .html file, whole or not at all; its folder is made if need be.

    `project`: the only project whose key it takes; '' for a page that takes any. `hardening`: one of `HARDENINGS`
    in `handovers.encoded`.
    Raises UsageError for another hardening, a name no project can have, or a file that cannot be written or whose
    name no browser would open as a page.
    """
    if out.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"A browser opens a page by its name: let it end in .html, not {out.name}.")
    if hardening not in HARDENINGS:
        raise UsageError(f"There is no such hardening. Choose one of: {', '.join(HARDENINGS)}.")
    text = page(checked(project) if project else "", hardening)
    part = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(out)
    except OSError:
        with suppress(NotADirectoryError):
            part.unlink(missing_ok=True)
        raise UsageError(f"{out} cannot be written. Check the folder and the space left on the disk.") from None


def page(project: str, hardening: str) -> str:
    """The whole page."""
    css, code = _source("page.css"), script(("screen",), project, hardening)
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(_source("page.html")).render(
        css=Markup(css),  # noqa: S704 our own style sheet
        script=Markup(code),  # noqa: S704 our own script, which `script` has made sure cannot end early
        policy=_policy(css, code),
        project=project,
        format=FORMAT,
        hardening_words=_HARDENINGS[hardening],
    )


def script(names: Sequence[str], project: str, hardening: str) -> str:
    """The modules `names` and all that they import as one script: each in a scope of its own, what it exports in
    `modules`, after the tables that they share."""
    fields = [{"name": name, "label": TO_ENCODE.fields[name].label} for name in TO_ENCODE.fields]
    shared = {
        **tables.reading(),
        "standard": {**tables.standard(), **tables.unicode()},
        "encoding": tables.encoding(),
        "page": {"project": project, "hardening": hardening, "fields": fields, "rare": BIRTH_PARTS},
    }
    data = (
        json.dumps(shared, ensure_ascii=False, separators=(",", ":"))
        .replace("</", "<\\/")
        .replace("<!", "<\\u0021")
    )
    code = "\n".join((f"const modules = {{ tables: {{ TABLES: {data} }} }};", *map(_scoped, _in_order(names))))
    if _MARKUP.search(code):
        raise AssertionError("the script holds markup that would end it")
    return code


def _scoped(name: str) -> str:
    source = _source(f"{name}.js")
    exported = ", ".join(found[1] for found in _EXPORT.findall(source))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = modules.\2;", source))
    return f"modules.{name} = (() => {{\n{body}return {{ {exported} }};\n}})();"


def _in_order(names: Sequence[str]) -> list[str]:
    """Modules so that each comes after those it imports."""
    imports: dict[str, list[str]] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        imports[name] = [other for _, other in _IMPORT.findall(_source(f"{name}.js")) if other != "tables"]
        waiting += [other for other in imports[name] if other not in imports]
    return list(TopologicalSorter(imports).static_order())


def _source(name: str) -> str:
    return (PAGE / name).read_text(encoding="utf-8")


def _policy(css: str, code: str) -> str:
    """No request of any kind; only this style sheet and this script."""
    return (
        f"default-src 'none'; connect-src 'none'; script-src {_hash(code)}; style-src {_hash(css)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
