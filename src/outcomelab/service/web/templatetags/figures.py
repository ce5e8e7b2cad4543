"""Figures of evidence as pages write them."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()
_FIGURES = 4


@register.filter
def figure(value: float | None) -> str:
    """A raw figure as its reader writes numbers: whole where it is whole, else to four significant figures; in
    words where nothing bounds it."""
    if value is None:
        return _("no bound")
    number = value if float(value).is_integer() else float(f"{value:.{_FIGURES}g}")
    return number_format(int(number) if float(number).is_integer() else number, use_l10n=True, force_grouping=True)


@register.filter
def share(value: float | None) -> str:
    """A share of 1 in per cent, to one decimal; a dash where there is none."""
    return "–" if value is None else _("{share}%").format(share=number_format(100 * value, 1, use_l10n=True))
