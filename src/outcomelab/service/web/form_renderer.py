"""How every form is drawn: Django's forms in GOV.UK Frontend's markup."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Forms with an error summary before them, fields with their hints and errors beside them."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
