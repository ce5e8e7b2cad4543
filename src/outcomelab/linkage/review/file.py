"""The review on disk: one encrypted file with the pairs and the answers, and beside it, under another key, how
the pairs were drawn. A reviewer's key opens the first and never the second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import duckdb
import pyarrow as pa

from outcomelab.engines.duck import lock, opened
from outcomelab.errors import HoldingError, LinkageError
from outcomelab.handovers.holding import Store
from outcomelab.handovers.review import REVIEW_DESIGN, REVIEW_PAIRS, Answer, Drawn, DrawnStratum
from outcomelab.on_disk import clear_staged, left_staged, staged

_STAGE, _PAIRS, _DESIGN = "review", "pairs", "design"


def design_file(file: Path) -> Path:
    """Where the design of the review in `file` is."""
    return file.with_name(f"{file.name}.design")


def refuse_existing(file: Path) -> None:
    """Raise LinkageError, before long work is begun, when there is a review in `file` already."""
    _finish(file)
    if any(place.exists() for place in (file, design_file(file))):
        raise LinkageError(f"{file} exists already, perhaps with answers in it. Name another file.")


def _finish(file: Path) -> None:
    """Give a design its name, where whoever drew the review was killed between that of the pairs and its own; and
    remove what else was left of drawing one that is whole."""
    for left in left_staged(file.parent, file.name):
        design, pairs = left / _STAGE / _DESIGN, left / _STAGE / _PAIRS
        if design.is_file() and file.is_file() and not pairs.exists() and not design_file(file).exists():
            with suppress(OSError):
                design.rename(design_file(file))
    if file.is_file() and design_file(file).is_file():
        clear_staged(file.parent, file.name)


def write_review(drawn: Drawn, file: Path, role_key: str, design_key: str) -> None:
    """Write a review that was drawn: both files or neither. Raises LinkageError when one is there already or the
    folder cannot be written to."""
    refuse_existing(file)
    places = (file, design_file(file))
    with ExitStack() as ours:
        try:
            # A folder of its own, closed to others: what is half-written is never found under the file's name.
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = ours.enter_context(staged(file.parent, file.name)) / _STAGE
            folder.mkdir(mode=0o700)
        except OSError:
            raise LinkageError(f"Nothing can be written into {file.parent}. Name a file elsewhere.") from None
        try:
            _fill(drawn, folder / _PAIRS, folder / _DESIGN, role_key, design_key)
            for name, place in zip((_PAIRS, _DESIGN), places, strict=True):
                (folder / name).chmod(0o600)
                (folder / name).rename(place)
        except (OSError, duckdb.Error):
            for place in places:
                place.unlink(missing_ok=True)
            raise LinkageError(
                f"The review cannot be written to {file}. Check the space left on the disk."
            ) from None


def _fill(drawn: Drawn, pairs: Path, design: Path, role_key: str, design_key: str) -> None:
    with opened(Store(pairs, role_key), write=True) as connection:
        connection.register("drawn", drawn.pairs)
        connection.execute("CREATE TABLE pairs AS FROM drawn")
        connection.execute(
            "CREATE TABLE answers (reviewer VARCHAR, pair INTEGER, answer VARCHAR, PRIMARY KEY (reviewer, pair))"
        )
        connection.execute("CREATE TABLE reviewers (place INTEGER, reviewer VARCHAR)")
    with opened(Store(design, design_key), write=True) as connection:
        connection.register("drawn", drawn.design)
        connection.execute("CREATE TABLE design AS FROM drawn")
        connection.execute("CREATE TABLE facts AS SELECT ? AS links", [drawn.links])
        connection.execute(
            "CREATE TABLE strata"
            " (stratum INTEGER, kept BOOLEAN, low DOUBLE, high DOUBLE, size BIGINT, drawn BIGINT)"
        )
        for number, one in enumerate(drawn.strata):
            values = [number, one.kept, one.low, one.high, one.size, one.drawn]
            connection.execute("INSERT INTO strata VALUES (?, ?, ?, ?, ?, ?)", values)


def read_pairs(file: Path, role_key: str) -> pa.Table:
    """The pairs, by `REVIEW_PAIRS`, in the order they are shown. Raises LinkageError when it does not open."""
    with _reading(file, role_key) as connection:
        return connection.sql("FROM pairs ORDER BY pair").to_arrow_table().cast(REVIEW_PAIRS)


def read_answers(file: Path, role_key: str) -> dict[str, dict[int, Answer]]:
    """By reviewer, in the order they began, the answer to each pair. Raises LinkageError as `read_pairs` does."""
    with _reading(file, role_key) as connection:
        rows = connection.sql(
            "SELECT reviewer, pair, answer FROM reviewers LEFT JOIN answers USING (reviewer) ORDER BY place, pair"
        ).fetchall()
    answers: dict[str, dict[int, Answer]] = {}
    for reviewer, pair, answer in rows:
        given = answers.setdefault(reviewer, {})
        if pair is not None:
            given[pair] = answer
    return answers


def read_design(file: Path, design_key: str) -> tuple[pa.Table, tuple[DrawnStratum, ...], str]:
    """The design by `REVIEW_DESIGN`, its strata, and the fingerprint of the links. Raises LinkageError when the
    file does not open."""
    with _reading(design_file(file), design_key) as connection:
        design = connection.sql("FROM design ORDER BY pair").to_arrow_table().cast(REVIEW_DESIGN)
        rows = connection.sql("SELECT kept, low, high, size, drawn FROM strata ORDER BY stratum").fetchall()
        links = connection.sql("SELECT links FROM facts").fetchall()[0][0]
    return design, tuple(DrawnStratum(*row) for row in rows), str(links)


def save_answer(file: Path, role_key: str, reviewer: str, pair: int, answer: Answer) -> None:
    """Keep an answer, in place of an earlier one. Raises LinkageError when the file does not open."""
    if not file.is_file():
        raise LinkageError(f"There is no review {file}. Draw one with `outcomelab review draw`.")
    with _said(file), opened(Store(file, role_key), write=True) as connection:
        connection.execute(
            "INSERT INTO reviewers SELECT (SELECT count(*) FROM reviewers), ?"
            " WHERE NOT EXISTS (FROM reviewers WHERE reviewer = ?)",
            [reviewer, reviewer],
        )
        connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", [reviewer, pair, answer])


@contextmanager
def _reading(file: Path, key: str) -> Iterator[duckdb.DuckDBPyConnection]:
    if not file.is_file():
        raise LinkageError(f"There is no file {file}. Draw a review with `outcomelab review draw`.")
    with _said(file), opened(Store(file, key)) as connection:
        lock(connection)
        yield connection


@contextmanager
def _said(file: Path) -> Iterator[None]:
    """The engine's refusals in a reviewer's words; its own could quote a key or a record."""
    try:
        yield
    except (HoldingError, duckdb.Error):
        raise LinkageError(
            f"{file.name} does not open: it is not a review, it was drawn under another key, or somebody else is "
            "saving an answer in it this very moment."
        ) from None
