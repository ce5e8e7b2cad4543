"""Names beside numbers and keys, in templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django import template

register = template.Library()
K = TypeVar("K", int, str)


@register.filter
def of(names: Mapping[K, str], which: K) -> str:
    """The name of an account or an organisation, among the names that the page was given; "" for one that is not
    among them."""
    return names.get(which, "")
