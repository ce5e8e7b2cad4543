"""A real browser without a network, and lists of invented people."""

import csv
import datetime as dt
import io
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from outcomelab.encode_page.write import script, write_page

PROJECT = "Fresh start 2026"
KEY = bytes(range(32))
HEADINGS = ("Last name", "First names", "Middle initial", "DOB", "Gender", "Postcode", "NI number", "Notes")
Rows = list[list[str]]
Visit = Callable[..., Page]

# What Chromium says of broken XML is a document with styles of its own, and the page's policy stops those.
_BROWSERS_OWN = ("Applying inline style", "policy: style-src-attr")
_SHOWN = "(places) => places.some((place) => document.querySelector(place).checkVisibility())"
_STARTS = (
    "Al",
    "Bar",
    "Čer",
    "Dun",
    "Eß",
    "Fjø",
    "Gar",
    "Hü",
    "Ing",
    "Jó",
    "Kow",
    "Łu",
    "Mar",
    "Nú",
    "Øst",
    "Şah",
    "Wil",
)
_MIDDLES = ("ba", "che", "dđe", "fı", "gny", "le", "mæ", "ñe", "ri", "sœ", "té", "vő")
_ENDS = ("n", "son", "ski", "ić", "ez", "dottir", "s", "ley", "i", "ãs")
_BEFORE = ("", "", "", "", "", "de la ", "van der ", "O’", "Mc", "von ", "d'", "AL-", "St. ")
_AFTER = ("", "", "", "", "", "", " Jr", "-Smith", " y García", " III", " e Sousa")
_FORENAMES = (
    "Bob", "Robert", "Rob", "Liz", "Elizabeth", "Bill", "William", "José", "Zoë", "Siân", "Ana María", "Jean-Luc",
    "J.", "Mr John", "Μαρία", "Олег", "美咲", "ﬁona", "Ｋen", "Ǆon", "Ali", "Peggy", "Chloé", "Ýmir",
    "unknown", "Q",
)  # fmt: skip
_DATES = ("{0:%Y-%m-%d}", "{0:%d/%m/%Y}", "{0.day} {0:%B %Y}", "{0:%d.%m.%y}", "{0:%Y%m%d}")


def _invented(count: int, seed: int = 7) -> Rows:
    """People nobody knows: names with accents, particles and double surnames, nicknames, gaps, every way of
    writing a date; the columns of `HEADINGS`."""
    some = random.Random(seed)  # noqa: S311 people for a test

    def one(row: int) -> list[str]:
        name = some.choice(_STARTS) + some.choice(_MIDDLES) + some.choice(_MIDDLES) + some.choice(_ENDS)
        surname = some.choice(_BEFORE) + name + some.choice(_AFTER)
        born = dt.date(1940, 1, 1) + dt.timedelta(days=some.randrange(25_000))
        letters = "".join(some.choices("ABCDEFGHJKLMNPRSTUWXYZ", k=4))
        postcode = f"{letters[:2]}{some.randrange(1, 30)} {some.randrange(10)}{letters[2:]}"
        cells = [
            surname.upper() if row % 17 == 0 else surname,
            some.choice(_FORENAMES),
            some.choice(("", "", "K", "Élise", "p.")),
            some.choice(_DATES).format(born),
            some.choice(("F", "M", "female", "Male", "w", "x", "")),
            some.choice((postcode, postcode.lower(), "90210-1234", "01234")),
            some.choice(("", f"QQ {some.randrange(10**6):06d} C", f"{some.randrange(10**9):09d}", "000000")),
            "seen, twice",
        ]
        return ["" if some.random() < 0.04 else cell for cell in cells]

    return [one(row) for row in range(count)]


def _as_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows under `HEADINGS` as a text file."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([HEADINGS, *rows])
    return out.getvalue().encode(encoding)


def _as_workbook(rows: Rows, file: Path) -> Path:
    """Rows under `HEADINGS` as an Excel workbook; ISO dates are dates there."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for row in rows:
        day = dt.date.fromisoformat(row[3]) if len(row[3]) == 10 and row[3][4] == "-" else row[3]
        sheet.append([*row[:3], day, *row[4:]])
    book.save(file)
    return file


@pytest.fixture(scope="session")
def project() -> str:
    """The project that the key is for."""
    return PROJECT


@pytest.fixture(scope="session")
def invented() -> Callable[..., Rows]:
    """So many invented people, always the same."""
    return _invented


@pytest.fixture(scope="session")
def as_csv() -> Callable[..., bytes]:
    """Invented people as a text file."""
    return _as_csv


@pytest.fixture(scope="session")
def as_workbook() -> Callable[..., Path]:
    """Invented people as an Excel workbook."""
    return _as_workbook


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the one that CHROMIUM names."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None or os.environ.get("OUTCOMELAB_WITHOUT_BROWSER"):
        if os.environ.get("OUTCOMELAB_WITHOUT_BROWSER"):
            pytest.skip("OUTCOMELAB_WITHOUT_BROWSER is set, so nothing is tested in a browser")
        pytest.fail("These tests need Chromium: run scripts/browser, or set CHROMIUM to its path.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


class Watched:
    """Windows of a browser without a network, used again from one test to the next. `wrong`: whatever a page asked
    for besides itself, whatever its own policy had to stop, and its mistakes."""

    def __init__(self, chromium: Browser) -> None:
        self.wrong: list[str] = []
        self._allowed: set[str] = set()
        self._idle: list[Page] = []
        self._busy: list[Page] = []
        self._chromium = chromium

    def visit(self, file: Path, width: int = 1000) -> Page:
        """Open a file."""
        page = self._idle.pop() if self._idle else self._window()
        self._busy.append(page)
        self._allowed.add(file.as_uri())
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(file.as_uri())
        return page

    def leave(self) -> None:
        """End a test: what went wrong in it fails it."""
        for page in self._busy:
            page.goto("about:blank")
        wrong, self.wrong = self.wrong, []
        self._idle, self._busy = self._idle + self._busy, []
        self._allowed.clear()
        assert wrong == []

    def close(self) -> None:
        """Close every window."""
        for page in self._idle:
            page.context.close()

    def _window(self) -> Page:
        # Each in a context of its own: a browser lets a window behind another one wait.
        context = self._chromium.new_context(accept_downloads=True)
        context.set_offline(True)
        context.route("**/*", self._only_itself)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective))"
        )
        page = context.new_page()
        page.on("console", lambda message: self._blame(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._blame(str(error)))
        return page

    def _only_itself(self, route: Route) -> None:
        if route.request.is_navigation_request() and route.request.url in self._allowed:
            route.continue_()
        else:
            self.wrong.append("the page asked for something")
            route.abort()

    def _blame(self, words: str) -> None:
        if not words.startswith(_BROWSERS_OWN):
            self.wrong.append(words)


@pytest.fixture(scope="module")
def watched(chromium: Browser) -> Iterator[Watched]:
    """The windows of a file's tests."""
    windows = Watched(chromium)
    yield windows
    windows.close()


@pytest.fixture
def opened(watched: Watched) -> Iterator[Visit]:
    """Opens a file in a watched window."""
    yield watched.visit
    watched.leave()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The page as a file, for a project and a hardening, written once."""
    folder = tmp_path_factory.mktemp("pages")

    def make(hardening: str = "plain", project: str = "") -> Path:
        file = folder / f"{hardening}-{bool(project)}.html"
        if not file.exists():
            write_page(file, project, hardening)
        return file

    return make


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project key, as its holder gives it."""
    file = tmp_path_factory.mktemp("key") / "project.key.json"
    file.write_text(f'{{"format":"outcomelab-project-key/1","project":"{PROJECT}","key":"{KEY.hex()}"}}')
    return file


class Desk:
    """What a person does at the page, step by step."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self._folder = folder

    def choose_list(self, content: bytes | Path, name: str = "list.csv") -> None:
        """Choose a list, and wait until the page has said something about it."""
        if isinstance(content, Path):
            self.page.set_input_files("#list-file", content)
        else:
            file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
            self.page.set_input_files("#list-file", file)
        self.page.wait_for_function(_SHOWN, arg=["#key", "#list-refusal", "#check-refusal"])

    def encode(self) -> None:
        """Press the button, and wait for the file or a refusal."""
        self.page.click("#encode")
        self.page.wait_for_function(_SHOWN, arg=["#result", "#key-refusal"])

    def encoded_with(self, key_file: Path) -> str:
        """Encode with a key file and save: what the file then holds."""
        self.page.set_input_files("#key-file", key_file)
        self.encode()
        return self.saved()

    def saved(self) -> str:
        """Save the encoded list: what the file holds."""
        with self.page.expect_download() as download:
            self.page.click("#save")
        file = self._folder / download.value.suggested_filename
        download.value.save_as(file)
        return file.read_text(encoding="utf-8")

    def said(self, place: str) -> str:
        """The words at a place of the page, '' where they are hidden."""
        return self.page.inner_text(f"#{place}") if self.page.is_visible(f"#{place}") else ""


@pytest.fixture
def desk(opened: Visit, pages: Callable[..., Path], tmp_path: Path) -> Callable[..., Desk]:
    """The page opened for a person."""

    def sit_down(hardening: str = "plain", project: str = "", width: int = 1000) -> Desk:
        return Desk(opened(pages(hardening, project), width), tmp_path)

    return sit_down


@pytest.fixture
def modules(opened: Visit, tmp_path: Path) -> Callable[..., Page]:
    """A page with nothing on it but some modules of the real one and what those need, as `modules`."""

    def load(*names: str) -> Page:
        file = tmp_path / "modules.html"
        whole = f"<script type=module>{script(names, '', 'plain')}\nglobalThis.modules = modules;</script>"
        file.write_text(f"<!doctype html><meta charset=utf-8>{whole}", encoding="utf-8")
        return opened(file)

    return load
