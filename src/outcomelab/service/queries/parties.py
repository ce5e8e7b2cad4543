"""Which studies and agreements some organisations are parties of."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q


def of_parties(keys: Iterable[str]) -> Q:
    """Rows of studies or agreements with one of these organisations on any side."""
    among = tuple(keys)
    return Q(provider__key__in=among) | Q(custodian__key__in=among) | Q(lab__key__in=among)
