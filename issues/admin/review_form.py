"""The form of the review screen: an issue's fields as a person edits them, and what differs. Saves nothing."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    CHECKBOX_CLASSES,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from ..choices import Role, Status
from ..edtf import is_edtf
from ..models import Agency, Category, Division, Issue, Party
from ..workflow import MOVES

DATES = ("began", "reported", "accepted", "promised", "resolved")
FIELDS = (
    "title",
    "summary",
    "category",
    "district",
    "place",
    *DATES,
    "resolution_notes",
    "hidden_names",
    "mention",
)
"""Fields that carry over as they are; status and parties are handed to actions by name."""


def _label(name: str):
    return Issue._meta.get_field(name).verbose_name


def list_statuses(issue: Issue) -> list[tuple[str, str]]:
    """What the status field offers: for a draft what it will be when published, else itself and the allowed moves."""
    allowed = MOVES[issue.status]
    if issue.status == Status.DRAFT:
        allowed = allowed - {Status.WITHDRAWN, Status.DUPLICATE}
    else:
        allowed = allowed | {issue.status}
    return [(status.value, status.label) for status in Status if status in allowed]


class EdtfField(forms.CharField):
    """A date as precise as it is known."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, name: str):
        super().__init__(label=_label(name), required=False, max_length=32)
        self.widget.attrs["placeholder"] = "2025-12-05"

    def clean(self, value):
        value = super().clean(value)
        if value and not is_edtf(value):
            raise forms.ValidationError(
                _("“%(value)s” is no date. Write 2025-12-05, 2025-12 or 2025; 2025-12? where unsure."),
                params={"value": value},
            )
        return value


class ReviewForm(forms.Form):
    """All that a reviewer can set, with `version`: what the person was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen_responsible = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_roles = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_label("title"), max_length=80, widget=UnfoldAdminTextInputWidget)
    summary = forms.CharField(
        label=_label("summary"), required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=_label("category"),
        required=False,
        empty_label=_("Select value"),
        widget=UnfoldAdminSelectWidget,
    )
    district = forms.ModelChoiceField(
        Division.objects.all(),
        label=_label("district"),
        required=False,
        widget=AutocompleteSelect(Issue._meta.get_field("district"), admin.site),
    )
    place = forms.CharField(
        label=_label("place"), required=False, max_length=120, widget=UnfoldAdminTextInputWidget
    )
    mention = forms.BooleanField(
        label=_label("mention"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": " ".join(CHECKBOX_CLASSES)}),
    )
    began, reported, accepted, promised, resolved = map(EdtfField, DATES)
    responsible = forms.ModelMultipleChoiceField(
        Agency.objects.all(),
        label=_("responsible agencies"),
        required=False,
        help_text=_(
            "When you publish, responsible bodies that are known only from the page are entered into the directory; no others are."
        ),
        widget=AutocompleteSelectMultiple(Party._meta.get_field("agency"), admin.site),
    )
    status = forms.ChoiceField(label=_label("status"), widget=UnfoldAdminSelectWidget)
    resolution_notes = forms.CharField(
        label=_label("resolution_notes"),
        required=False,
        help_text=Issue._meta.get_field("resolution_notes").help_text,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    hidden_names = forms.CharField(
        label=_label("hidden_names"),
        required=False,
        max_length=500,
        help_text=Issue._meta.get_field("hidden_names").help_text,
        widget=UnfoldAdminTextInputWidget,
    )
    reason = forms.CharField(label=_("reason"), required=False, widget=UnfoldAdminTextInputWidget)

    def __init__(self, issue: Issue, data=None, *, may_change: bool = True, may_enter: bool = False):
        super().__init__(data, initial=read_values(issue) | {"version": issue.version})
        self.issue, self.may_enter = issue, may_enter
        self.fields["status"].choices = list_statuses(issue)
        if issue.status == Status.DRAFT:
            self.fields["status"].label = _("status when published")
        self.other_parties = [party for party in issue.parties.all() if not _is_known_responsible(party)]
        for party in self.other_parties:
            self._add_party(party)
        # Hidden copies of what the person was shown: with them, a second editor's own choice is told from an old one.
        self.initial["seen_responsible"] = ",".join(map(str, self.initial["responsible"]))
        self.initial["seen_roles"] = ",".join(f"{party.pk}:{party.role}" for party in self.other_parties)
        if not may_change:
            for field in self.fields.values():
                field.disabled = True

    def _add_party(self, party: Party) -> None:
        roles = [*Role.choices, ("", _("strike out"))]
        self.fields[f"role_{party.pk}"] = forms.ChoiceField(
            choices=roles,
            required=False,
            initial=party.role,
            label=party.name,
            widget=UnfoldAdminSelectWidget(attrs={"aria-label": _("Part of %s") % party.name}),
        )
        if party.agency_id is None and self.may_enter:
            self.fields[f"enter_{party.pk}"] = forms.BooleanField(
                label=_("add to the directory"),
                required=False,
                widget=forms.CheckboxInput(attrs={"class": " ".join(CHECKBOX_CLASSES)}),
            )

    def party_rows(self) -> list[dict]:
        """The names that are not simply a responsible agency of the directory, with their fields."""
        return [
            {
                "party": party,
                "role": self[f"role_{party.pk}"],
                "enter": self[f"enter_{party.pk}"] if f"enter_{party.pk}" in self.fields else None,
                "evidence": list(party.evidence.all()),
            }
            for party in self.other_parties
        ]

    def shown_roles(self) -> dict[int, str]:
        """Party → the role that this person was shown."""
        pairs = (pair.partition(":") for pair in str(self.data.get("seen_roles", "")).split(","))
        return {int(key): role for key, _colon, role in pairs if key.isdecimal()}

    def chosen_roles(self) -> dict[int, str]:
        """Party → the role that this person gave it, where it is not the one that was shown."""
        seen = self.shown_roles()
        posted = {party.pk: self.data.get(f"role_{party.pk}") for party in self.other_parties}
        return {key: role for key, role in posted.items() if role is not None and role != seen.get(key)}

    def edits(self) -> dict[str, object]:
        """The cleaned form as the arguments of edit_issue. A draft's status is what it will be when published."""
        cleaned = self.cleaned_data
        changes = {name: cleaned[name] for name in FIELDS}
        moves = {}
        if self.issue.status == Status.DRAFT:
            changes["printed_status"] = cleaned["status"]
        else:
            moves["status"] = Status(cleaned["status"])
        return {
            "changes": changes,
            "version": cleaned["version"],
            "reason": cleaned["reason"],
            "responsible": cleaned["responsible"],
            "roles": self.chosen_roles(),
            "enter": [party.pk for party in self.other_parties if cleaned.get(f"enter_{party.pk}")],
            **moves,
        }


def _is_known_responsible(party: Party) -> bool:
    return party.role == Role.RESPONSIBLE and party.agency_id is not None


def read_values(source: Issue) -> dict[str, object]:
    """An issue's values as the form shows them: keys for rows, plain text for the rest."""
    values = {name: getattr(source, Issue._meta.get_field(name).attname) for name in FIELDS}
    values["status"] = read_status(source)
    known = {party.agency_id for party in source.parties.all() if _is_known_responsible(party)}
    values["responsible"] = sorted(known)
    return values


def read_status(source) -> str:
    """The status that the form shows, of an issue or a row of its history: a draft's is the one that it will get."""
    if source.status == Status.DRAFT:
        return source.printed_status or Status.REPORTED.value
    return source.status


def show_choice(form: ReviewForm, name: str, raw: object) -> str:
    """A form value in words, for saying what the other editor and this one have put."""
    field = form.fields[name]
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "、".join(str(row) for row in field.queryset.filter(pk__in=raw or [])) or "—"
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=raw).first() or "—") if raw else "—"
    if isinstance(field, forms.ChoiceField):
        return str(dict(Status.choices).get(raw, raw) or "—")
    if isinstance(field, forms.BooleanField):
        return str(_("yes") if raw else _("no"))
    return str(raw or "—")


def name_role(role: str | None) -> str:
    """A role in words; none where the party is struck out."""
    return str(Role(role).label) if role else "—"


def as_posted(values: Mapping[str, object]) -> dict[str, object]:
    """Values as a browser would send them, for a form that is shown again."""
    return {name: "" if value is None else value for name, value in values.items()}
