"""An agreement while it is written: its forms together, rows added and removed, and the terms that they make."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from outcomelab.protocol.rules import strictest
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.queries.drafting import Desk
from outcomelab.service.web.custodian.forms import DocumentForm, GrantForm, TermsForm
from outcomelab.service.web.custodian.hashing import Hashed
from outcomelab.service.web.custodian.rules import RulesForm

_MOST_DOCUMENTS = 50
_OF_DAYS = ("identifiers_days", "project_key_days")
_ALSO = ("add-holding", "remove-holding", "add-document", "remove-document")


class Draft:
    """An agreement that a steward writes. before: the terms that are amended; none when a new one is made.

    `rows`: what was sent only adds or removes a holding or a document, so that nothing is checked yet.
    """

    def __init__(
        self, desk: Desk, before: Agreement | None, sent: QueryDict | None, files: MultiValueDict[str, Any] | None
    ) -> None:
        self.desk, self.before = desk, before
        self.rows = sent is not None and any(name in sent for name in _ALSO)
        data = _hashed(sent, files or MultiValueDict()) if sent is not None else None
        self.holdings = _holdings(desk, before, data)
        self.numbers = _numbers(before, data)
        first = _first(before)
        make: dict[str, Any] = {"data": data, "files": files} if data is not None else {}
        self.terms_form = TermsForm(desk=desk, new=before is None, initial=first, **make)
        rules = (strictest(before.rules, desk.rules) if before else desk.rules).model_dump()
        whose = _("yours")
        self.rules_form = RulesForm(prefix="rules", initial=rules, than=desk.rules, whose=whose, **make)
        self.grants = [
            GrantForm(prefix=f"grant-{one.name}", holding=one, initial=_granted(before, one.name), **make)
            for name in self.holdings
            if (one := desk.holding(name))
        ]
        documents = before.documents if before else ()
        self.documents = [
            (number, DocumentForm(
                prefix=f"document-{number}",
                initial=documents[number].model_dump() if number < len(documents) else None, **make,
            ))
            for number in self.numbers
        ]  # fmt: skip
        if self.rows:
            self._forget_checks()

    @property
    def forms(self) -> list[forms.Form]:
        """Every form of it, in the page's order."""
        return [self.terms_form, *self.grants, self.rules_form, *(form for _, form in self.documents)]

    @property
    def others(self) -> list[tuple[str, str]]:
        """Holdings that are not granted yet."""
        return [(one.name, one.title) for one in self.desk.holdings if one.name not in self.holdings]

    @property
    def wrong(self) -> bool:
        """Whether something was checked and found wrong."""
        return any(form.errors for form in self.forms)

    def terms(self, reference: str) -> Agreement | None:
        """The terms that were written, under that reference; None when something is wrong: it is said at its field
        then, as is whatever the agreement as a whole does not take."""
        if self.rows or not self.terms_form.is_bound:
            return None
        if not self.grants:
            self.terms_form.add_error(None, _("Add at least one holding."))
        if self.wrong:
            return None
        try:
            return Agreement.model_validate_json(json.dumps(self._said(reference), cls=DjangoJSONEncoder))
        except ValidationError as fault:
            for error in fault.errors():
                self._blame(error["loc"], _message(error))
            return None

    def _said(self, reference: str) -> dict[str, Any]:
        said = dict(self.terms_form.cleaned_data)
        days = {name: said.pop(name) for name in _OF_DAYS}
        provider = self.before.provider if self.before else said.pop("provider")
        grants = [form.cleaned_data for form in self.grants]
        return said | {
            "reference": reference,
            "provider": provider,
            "custodian": self.desk.custodian.key,
            "lab": self.before.lab if self.before else self.desk.lab.key,
            "grants": [
                {"holding": form.holding.name, "variables": said["variables"], "outcomes": said["outcomes"]}
                for form, said in zip(self.grants, grants, strict=True)
            ],
            "indigenous": list(dict.fromkeys(one for said in grants for one in said["indigenous"])),
            "rules": self.rules_form.given(),
            "retention": days,
            "documents": [
                {name: value for name, value in form.cleaned_data.items() if name != "file"}
                for _, form in self.documents
            ],
        }

    def _blame(self, place: Sequence[str | int], message: str) -> None:
        """Say what is wrong at the field that it is about, or else at the top."""
        form: forms.Form = self.terms_form
        part, *rest = [*place, ""]
        field: str | int = part
        if part == "grants" and rest and isinstance(rest[0], int):
            form, field = self.grants[rest[0]], rest[1]
        elif part == "documents" and rest and isinstance(rest[0], int):
            form, field = self.documents[rest[0]][1], rest[1]
        elif part == "rules":
            form, field = self.rules_form, rest[0]
        elif part == "retention":
            field = rest[0]
        form.add_error(str(field) if field in form.fields else None, message)

    def _forget_checks(self) -> None:
        """What was written so far, as if it had been there from the start."""
        for form in self.forms:
            form.initial = {name: form[name].data for name in form.fields if name != "file"}
            form.is_bound = False


def _hashed(sent: QueryDict, files: MultiValueDict[str, Any]) -> QueryDict:
    """What was sent, with the hash of each file that came along in its document's field."""
    data = sent.copy()
    for name, file in files.items():
        if isinstance(file, Hashed) and file.size and name.endswith("-file"):
            data[f"{name.removesuffix('file')}sha256"] = file.sha256
    return data


def _holdings(desk: Desk, before: Agreement | None, data: QueryDict | None) -> list[str]:
    if data is None:
        if before:
            return [grant.holding for grant in before.grants]
        return [desk.holdings[0].name] if len(desk.holdings) == 1 else []
    chosen = [name for name in dict.fromkeys(data.getlist("holding")) if desk.holding(name)]
    if "add-holding" in data and (more := data.get("another", "")) not in chosen and desk.holding(more):
        chosen.append(more)
    return [name for name in chosen if name != data.get("remove-holding")]


def _numbers(before: Agreement | None, data: QueryDict | None) -> list[int]:
    if data is None:
        return list(range(max(len(before.documents), 1) if before else 1))
    sent = [int(one) for one in dict.fromkeys(data.getlist("document")) if one.isdecimal() and len(one) < 4]
    if "add-document" in data and len(sent) < _MOST_DOCUMENTS:
        sent.append(max(sent, default=-1) + 1)
    gone = data.get("remove-document")
    return [one for one in sent[:_MOST_DOCUMENTS] if str(one) != gone]


def _first(before: Agreement | None) -> Mapping[str, object]:
    if before is None:
        return {"minimum_cohort": 60, "identifiers_days": 30, "project_key_days": 365,
                "requires": ["ethics approval"]}  # fmt: skip
    return before.model_dump() | before.retention.model_dump()


def _granted(before: Agreement | None, holding: str) -> dict[str, object]:
    grant = before.grant(holding) if before else None
    if before is None or grant is None:
        return {}
    return {"variables": grant.variables, "outcomes": grant.outcomes, "indigenous": before.indigenous}


def _message(error: Any) -> str:
    """What pydantic found, in plain words."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return _(str(context["error"]))
    if kind == "too_short":
        return _("Choose at least one.")
    if kind in ("greater_than_equal", "less_than_equal"):
        return _("This number is out of bounds: write another.")
    return _("This cannot be taken as it is: write it on one line, without special characters.")
