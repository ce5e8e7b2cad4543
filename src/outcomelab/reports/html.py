"""The report as one web page that opens without a network: no script, no request, styles and drawings inside."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from outcomelab.reports.blocks import Document, Picture

TEMPLATES = files("outcomelab.reports") / "templates"


def page(document: Document, mark: str = "") -> str:
    """The whole page. Words are escaped; what is trusted as markup is only our template and our drawings.

    mark: a sentence on top and in the title, of what is no release.
    """
    css = _template("report.css")
    return (
        _environment()
        .get_template("report.html")
        .render(
            document=document,
            mark=mark,
            css=Markup(css),  # noqa: S704 our own style sheet
            policy=_policy(css),
        )
    )


def _environment() -> Environment:
    environment = Environment(
        autoescape=True, loader=FunctionLoader(_template), undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["words"] = _words
    environment.filters["drawing"] = drawing
    return environment


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _policy(css: str) -> str:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _words(text: str) -> Markup:
    # Between tags an apostrophe needs no escaping, and a page's source is read by people too.
    return Markup(str(escape(text)).replace("&#39;", "'"))  # noqa: S704 escaped in this line


def drawing(picture: Picture) -> Markup:
    """A drawing as markup within a page: no script, no style, no request, its texts escaped."""
    # Inside a page the name space is known without naming it, and the page stays free of addresses.
    svg = re.sub(r' xmlns(?::\w+)?="[^"]*"', "", picture.svg)
    return Markup(svg)  # noqa: S704 drawn by us, its texts escaped by the drawing program
