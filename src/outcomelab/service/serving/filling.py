"""The process that fills an empty service with the demo: `python -m outcomelab.service.serving.filling`."""

from __future__ import annotations

import sys

from outcomelab.service import starting
from outcomelab.service.serving.parent import as_child


def fill() -> None:
    """Fill it, or go on where that was cut off, and say how far it is."""
    starting.start()
    from outcomelab.service.demo.fill import fill as fill_with_demo

    def told(stage: str, words: str) -> None:
        sys.stdout.write(f"{stage}: {words}\n")
        sys.stdout.flush()

    fill_with_demo(told)


if __name__ == "__main__":
    as_child(fill)
