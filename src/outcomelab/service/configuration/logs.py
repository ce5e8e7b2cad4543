"""Log lines in which nobody's data can stand: of an error its kinds and places, never its words."""

from __future__ import annotations

import logging
import time
import traceback
from types import TracebackType

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Plain(logging.Formatter):
    """A line with its time in UTC, its level and who says it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 the library's name
        """Every error of the chain as its kind and the places it went through."""
        return "\n".join(places(ei[1]))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802, ARG002 the library's name
        """Nothing: a stack as the library prints it shows lines of code, and is asked for nowhere."""
        return ""


class Routes(logging.Filter):
    """Has a line say which page an error was on by the pattern of its address: the address itself was typed, and
    may be a link that sets a password."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, changed where it has a request's address as its last word."""
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple) and record.args:
            match = getattr(request, "resolver_match", None)
            record.args = (*record.args[:-1], f"/{match.route}" if match else "no page of ours")
        return True


def places(error: BaseException | None) -> list[str]:
    """An error, and those that it came from, as lines: their kinds, and the places they went through."""
    lines, seen = list[str](), set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines.append(type(error).__name__)
        frames = traceback.extract_tb(error.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        error = error.__cause__ or error.__context__
    return lines
