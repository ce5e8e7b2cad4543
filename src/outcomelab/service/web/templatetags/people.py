"""Names beside numbers, in templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of(names: Mapping[int, str], account: int) -> str:
    """The name of an account, among the names that the page was given; "" for one that is not among them."""
    return names.get(account, "")
