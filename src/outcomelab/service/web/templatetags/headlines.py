"""What a study found, in the reader's language where its report was written in it."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from outcomelab.service.queries.public import Registered
from outcomelab.service.queries.reports import Report
from outcomelab.service.web.reading import language

register = template.Library()


@register.simple_tag
def headline(of: Report | Registered) -> SafeString:
    """The headline, marked with the language it is in."""
    wanted = language()
    said = of.headlines.get(wanted)
    return format_html('<span lang="{}">{}</span>', wanted if said else "en", said or of.headline)
