"""Drawings of reports within pages."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from outcomelab.reports.blocks import Picture
from outcomelab.reports.html import drawing as markup

register = template.Library()


@register.filter
def drawing(picture: Picture) -> SafeString:
    """A picture as markup: drawn by the lab, its texts escaped."""
    return SafeString(markup(picture))
