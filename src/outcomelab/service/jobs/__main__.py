"""`python -m outcomelab.service.jobs [SECONDS]`: the worker as a process, with that many seconds between beats."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Set Django up and work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outcomelab.service.settings")
    django.setup()
    from outcomelab.service.jobs.worker import work_until_told

    work_until_told(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0)


main()
