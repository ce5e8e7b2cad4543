"""The catalogues of the service's sentences and of the report's: taken out of pages, code and tables, and made
into what gettext reads.

Needs no GNU gettext: Django's own reading of its templates, and Babel. French of Django and of django-allauth,
which have none for Canada, is put beneath the service's.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent / "src/outcomelab"
# Functions whose first arguments are sentences: how many are, and whether a context comes before them.
_CALLS = {
    "gettext": (1, False), "gettext_lazy": (1, False), "gettext_noop": (1, False), "_": (1, False),
    "said": (1, False), "Said": (1, False), "ngettext": (2, False), "ngettext_lazy": (2, False),
    "pgettext": (1, True), "npgettext": (2, True), "tell": (1, False), "tell_many": (2, False),
    "marked": (1, False),
}  # fmt: skip
_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
# Before a colon a space that does not break, before ?, ! and ; none.
_SPACE = re.compile(r" (?:[:»?!;]|%(?!\())|« |'")
_ROOMS = ("domain", "queries", "jobs", "wording", "web", "api")  # where sentences stand that are translated
_BENEATH = ("django/conf/locale/fr", "allauth/locale/fr")
_PLURALS = "nplurals=2; plural=(n > 1)"
_HEADER = f"""# French (Canada). Its words are those of docs/french.md; `scripts/messages` takes up what is new.
msgid ""
msgstr ""
"Language: fr_CA\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {_PLURALS}\\n"

"""
_WIDTH = 115
_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"n?p?gettext\((?:{_STRING}|[\w, ])+\)")
_Found = Iterator[tuple[str, str | tuple[str, ...], str | None]]


@dataclass(frozen=True)
class Book:
    """A catalogue: where it is kept, how its sentences are found, and what is put beneath it."""

    po: Path
    found: Callable[[], _Found]
    beneath: tuple[str, ...] = ()


def whole(book: Book) -> Catalog:
    """The catalogue as it should be, untranslated: every sentence, with the files it stands in."""
    catalog = _empty()
    for where, what, context in sorted(set(book.found()), key=str):
        catalog.add(what, locations=[(where, None)], context=context, flags=[])
    return catalog


def kept(book: Book) -> Catalog:
    """The catalogue as it is."""
    with book.po.open("rb") as file:
        return read_po(file)


def take_up(book: Book) -> None:
    """Put what is new into the catalogue, untranslated, and leave out what is gone."""
    catalog = whole(book)
    before = {(one.id, one.context): one.string for one in kept(book) if one.id} if book.po.exists() else {}
    for message in catalog:
        if message.id:
            message.string = before.get((message.id, message.context), message.string)
    book.po.parent.mkdir(parents=True, exist_ok=True)
    with book.po.open("wb") as file:
        file.write(_HEADER.encode())
        write_po(file, catalog, width=_WIDTH, omit_header=True, sort_by_file=True, ignore_obsolete=True)


def faults(book: Book) -> Iterator[str]:
    """What keeps the catalogue from being whole."""
    wanted = {(one.id, one.context): _where(one) for one in whole(book) if one.id}
    there = {(one.id, one.context): one for one in kept(book) if one.id}
    for key, where in wanted.items():
        if key not in there:
            yield f"not taken up: {key[0]} ({', '.join(where)})"
    for key, one in there.items():
        forms = (one.string,) if isinstance(one.string, str) else tuple(one.string)
        english = (one.id,) if isinstance(one.id, str) else one.id
        if key not in wanted:
            yield f"nobody says it any more: {one.id}"
        elif not all(forms):
            yield f"not translated: {one.id}"
        elif any(_places(a) != _places(b) for a, b in zip(english, forms, strict=True)):
            yield f"other places than in English: {one.id}"
        elif any(_SPACE.search(form) for form in forms):
            yield f"spaces or apostrophes that are not Canadian French: {one.id}"


def compile_it(book: Book) -> None:
    """Write what is read beside the catalogue."""
    catalog = _empty()
    for package in book.beneath:
        name, _, under = package.partition("/")
        folder = Path(importlib.util.find_spec(name).origin).parent
        with (folder / under / "LC_MESSAGES/django.mo").open("rb") as file:
            _put(read_mo(file), catalog)
    _put(kept(book), catalog)
    with book.po.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _empty() -> Catalog:
    catalog = Catalog()
    catalog.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", _PLURALS)]
    return catalog


def _places(form: str) -> list[str]:
    return sorted(_PLACE.findall(form))


def _where(one: Message) -> list[str]:
    return [file for file, _line in one.locations]


def _put(some: Catalog, into: Catalog) -> None:
    for one in some:
        forms = (one.string,) if isinstance(one.string, str) else (one.string[0], one.string[-1])
        if one.id and all(forms):
            into.delete(one.id[0] if isinstance(one.id, tuple) else one.id, one.context)
            into.add(one.id, forms[0] if len(forms) == 1 else forms, context=one.context)


def _in_service() -> _Found:
    from django.utils.translation.template import templatize

    templates = [file for file in sorted((ROOT / "service/web/templates").rglob("*")) if file.is_file()]
    for file in [
        *templates,
        *(file for room in _ROOMS for file in sorted((ROOT / "service" / room).rglob("*.py"))),
    ]:
        text = file.read_text(encoding="utf-8")
        # what else Django makes of a template need not be Python: the calls alone are
        calls = text if file.suffix == ".py" else "\n".join(_CALL.findall(templatize(text, origin=str(file))))
        for what, context in _said(calls):
            yield str(file.relative_to(ROOT)), what, context
    from tables_of_words import words

    yield from (
        (f"{module.replace('.', '/').removeprefix('outcomelab/')}.py", said, None) for module, said in words()
    )


def _in_reports() -> _Found:
    from outcomelab.reports.heard_sentences import CONDITIONS, LEVELS, SENTENCES

    for file in sorted((ROOT / "reports").rglob("*.py")):
        for what, context in _said(file.read_text(encoding="utf-8")):
            yield str(file.relative_to(ROOT)), what, context
    listed = (*LEVELS, *SENTENCES, *CONDITIONS)
    yield from (("reports/heard_sentences.py", sentence, None) for sentence in listed)


def _said(code: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The sentences in calls of code, each with its context."""
    for node in ast.walk(ast.parse(code)):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if name not in _CALLS:
            continue
        many, within = _CALLS[name]
        words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if len(words) >= many + within:
            context = words.pop(0) if within else None
            yield (words[0] if many == 1 else tuple(words[:many])), context


BOOKS = (
    Book(ROOT / "service/web/locale/fr_CA/LC_MESSAGES/django.po", _in_service, _BENEATH),
    Book(ROOT / "reports/locale/fr_CA/LC_MESSAGES/report.po", _in_reports),
)


def main() -> int:
    """Bring the catalogues up to date and compile them; `compile` or `check`, when asked to, only that."""
    import django

    asked = sys.argv[1:] or ["take-up", "compile"]
    os.environ["DJANGO_SETTINGS_MODULE"] = "outcomelab.service.configuration.fixed"
    if asked != ["compile"]:
        django.setup()
    for book in BOOKS:
        if "take-up" in asked:
            take_up(book)
        if "compile" in asked:
            compile_it(book)
    wrong = [fault for book in BOOKS for fault in faults(book)] if "check" in asked else []
    print(*wrong, sep="\n", end="")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
