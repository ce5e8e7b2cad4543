"""A measurement in a process of its own, so that its peak of memory is its own and its caches are cold."""

from __future__ import annotations

import re
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def alone(function: Callable[P, T], *given: P.args, **named: P.kwargs) -> tuple[T, float]:
    """What `function` returns, called in a new process, and that process's peak of memory in GB."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_and_peak, function, *given, **named).result()


def _and_peak(function: Callable[..., T], *given: object, **named: object) -> tuple[T, float]:
    return function(*given, **named), peak()


def peak() -> float:
    """The most memory this process has had, in GB."""
    # ru_maxrss counts the parent's as well, from before this program was loaded; the kernel's mark does not.
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    kilobytes = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes * 1024 / 1e9
