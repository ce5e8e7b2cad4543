"""The parts of an agreement as forms: the terms, what is granted of a holding, a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outcomelab.handovers.holding import Dictionary, Table
from outcomelab.service.domain.agreements import DocumentKind
from outcomelab.service.domain.purposes import PURPOSES, Purpose
from outcomelab.service.domain.variables import uncovered
from outcomelab.service.queries.drafting import Desk
from outcomelab.service.web.custodian.hashing import LARGEST, Hashed

_KINDS = [(kind.value, capfirst(_(kind.value))) for kind in DocumentKind]
_SHA256 = re.compile(r"[0-9a-f]{64}")


def day(label: Any, hint: Any = "") -> forms.DateField:
    """A field for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    wrong = _("Write a day, such as 2027-03-31.")
    return forms.DateField(
        label=label, help_text=hint, widget=widget, input_formats=["%Y-%m-%d"],
        error_messages={"invalid": wrong, "required": wrong},
    )  # fmt: skip


class TermsForm(forms.Form):
    """Everything of an agreement that it has once. `provider` is asked only when a new one is made."""

    title = forms.CharField(label=_("Title"), max_length=200)
    provider = forms.ChoiceField(label=_("Provider"), help_text=_("The service that sends lists of participants."))
    purposes = forms.MultipleChoiceField(
        label=_("What the data may be used for"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one purpose.")},
    )  # fmt: skip
    legal_basis = forms.CharField(
        label=_("Legal basis"), help_text=_("The act and section that let you share these data."), max_length=200
    )
    starts = day(_("First day in force"))
    ends = day(_("Last day in force"))
    minimum_cohort = forms.IntegerField(
        label=_("Fewest participants on a list"), help_text=_("60 or more."), min_value=60, max_value=1_000_000
    )
    identifiers_days = forms.IntegerField(
        label=_("Days after linkage until identifiers are destroyed"), min_value=0, max_value=3_660
    )
    project_key_days = forms.IntegerField(
        label=_("Days after linkage until the project key is destroyed"),
        help_text=_("Without the key nothing of the study can be run again."), min_value=0, max_value=3_660,
    )  # fmt: skip
    requires = forms.MultipleChoiceField(
        label=_("Documents that must be there besides a privacy assessment"),
        help_text=_("Where variables tell who is Indigenous, the community’s approval always must be."),
        widget=forms.CheckboxSelectMultiple, required=False, choices=_KINDS[1:],
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["purposes"].choices = [(one.value, _purpose(one)) for one in Purpose]  # type: ignore[attr-defined]
        if new:
            providers = [(one.key, one.name) for one in desk.providers]
            self.fields["provider"].choices = [("", _("Choose one")), *providers]  # type: ignore[attr-defined]
        else:
            del self.fields["provider"]

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts and ends and starts > ends:
            self.add_error("ends", gettext("The agreement ends before it starts: exchange the days."))
        return self.cleaned_data


@dataclass(frozen=True)
class Line:
    """A variable that can be granted: `ticked` in which columns of the form."""

    value: str
    title: str
    name: str
    sensitive: bool
    can_be_outcome: bool
    ticked: frozenset[str]


class GrantForm(forms.Form):
    """What is granted of one holding, chosen from its dictionary."""

    def __init__(self, *args: Any, holding: Dictionary, **options: Any) -> None:
        super().__init__(*args, **options)
        self.holding = holding
        every = [(line.value, line.title) for table in holding.tables for line in _lines(table, {})]
        for name, message in (
            ("variables", _("Choose at least one variable to choose, describe or match people by.")),
            ("outcomes", _("Choose at least one outcome.")),
            ("indigenous", ""),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                choices=every, required=bool(message), error_messages={"required": message},
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What tells who is Indigenous is something that is granted."""
        said = self.cleaned_data
        granted = [*said.get("variables", ()), *said.get("outcomes", ())]
        if uncovered(said.get("indigenous", ()), granted):
            self.add_error("indigenous", gettext("Only what is granted can be said to tell who is Indigenous."))
        return said

    def tables(self) -> list[tuple[Table, list[Line]]]:
        """The dictionary's tables with what can be granted of each."""
        ticked = {name: frozenset(self[name].value() or ()) for name in self.fields}
        return [(table, list(_lines(table, ticked))) for table in self.holding.tables]


class DocumentForm(forms.Form):
    """A document as it was approved."""

    kind = forms.ChoiceField(label=_("Document"), choices=_KINDS)
    approver = forms.CharField(
        label=_("Approved by"), help_text=_("A board, office or community."), max_length=200
    )
    approved = day(_("Approved on"))
    expires = day(_("Expires on"))
    sha256 = forms.CharField(
        label=_("Hash of its content"), required=False, max_length=64,
        help_text=_("SHA-256: 64 digits and letters a to f. Or choose the file, and the hash is worked out."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("The file"), required=False, help_text=_("It is read for its hash and is not kept."),
        allow_empty_file=True,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A hash, written or worked out, and days in their order."""
        said = self.cleaned_data
        file = said.get("file")
        if isinstance(file, Hashed) and not 0 < (file.size or 0) <= LARGEST:
            self.add_error("file", gettext("Choose a file that is not empty and at most 50 MB large."))
        elif not _SHA256.fullmatch(said.get("sha256") or ""):
            self.add_error("sha256", gettext("Choose the file, or write the hash of its content (SHA-256)."))
        approved, expires = said.get("approved"), said.get("expires")
        if approved and expires and approved > expires:
            self.add_error("expires", gettext("The document expires before it was approved: exchange the days."))
        return said


def _purpose(one: Purpose) -> str:
    meaning = PURPOSES[one]
    words = capfirst(gettext(meaning.words))
    return f"{words} ({meaning.duo}, {meaning.duo_label})" if meaning.duo else words


def _lines(table: Table, ticked: dict[str, frozenset[str]]) -> Iterator[Line]:
    called = table.title or table.name

    def line(value: str, title: str, name: str, sensitive: bool = False) -> Line:
        where = frozenset(column for column, values in ticked.items() if value in values)
        return Line(value, title, name, sensitive, not table.one_row_a_person, where)

    yield line(table.name, gettext("{table}: who is in it, and when").format(table=called), table.name)
    for column in table.columns:
        if column.in_content:
            name = f"{table.name}.{column.name}"
            yield line(name, column.title or column.name, name, column.sensitive)
    yield line(f"{table.name}.*", gettext("{table}: everything").format(table=called), f"{table.name}.*")
