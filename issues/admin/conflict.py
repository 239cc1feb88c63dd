"""Two editors, one issue: what the other one saved, what this one wrote, and a form that loses neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from ..actions import StaleIssue
from ..actions.errors import OthersChange
from ..actions.saving import lock_issue
from ..models import Issue
from .review_form import FIELDS, ReviewForm, as_posted, name_role, read_status, read_values, show_choice


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that the other editor changed. `touched`: this editor changed it too; `kept`: and that stands in the form."""

    field: str
    label: str
    before: str
    theirs: str
    mine: str
    touched: bool
    kept: bool
    by: str
    at: datetime | None


@transaction.atomic
def check_version(issue: Issue, version: int | None) -> None:
    """Raise StaleIssue where somebody saved after `version`: a wrong field must not hide that."""
    lock_issue(issue.pk, version)


def merge_form(issue: Issue, form: ReviewForm, stale: StaleIssue) -> tuple[ReviewForm, list[Clash]]:
    """A new form on the issue as it now is, with this editor's own input, and what the other editor has changed.

    A field that only the other one changed shows the other's value; one that both changed keeps this editor's and
    says so. `issue` is fetched again. Nothing is saved.
    """
    seen, theirs = _read_seen(issue, form), read_values(issue)
    names = [name for name in (*FIELDS, "responsible") if name in form.cleaned_data]
    mine = {name: _read_mine(form, name) for name in names}  # what is no valid value stays as it was typed
    mine["status"] = form.data.get("status", "")
    told = {change.field: change for change in stale.changes}
    data: QueryDict = form.data.copy()
    merged = ReviewForm(issue)
    versions = {"before": seen, "theirs": theirs, "mine": mine}
    clashes = []
    for name in mine:
        if theirs[name] == seen[name] or mine[name] == theirs[name]:
            continue
        touched = mine[name] != seen[name]
        kept = touched and _may_keep(merged, name, mine[name])
        if not kept:
            _put(data, name, theirs[name])
        words = {who: show_choice(merged, name, values[name]) for who, values in versions.items()}
        change = told.get(name) or told.get("printed_status" if name == "status" else name)
        clashes.append(_tell_clash(merged, name, change, words, touched=touched, kept=kept))
    clashes += _merge_roles(form, merged, data)
    for name in ("version", "seen_responsible", "seen_roles"):
        data[name] = str(merged.initial[name])
    return ReviewForm(issue, data, may_enter=form.may_enter), clashes


def _merge_roles(form: ReviewForm, merged: ReviewForm, data: QueryDict) -> list[Clash]:
    """Roles that this editor did not touch become the stored ones; those that differ from the shown ones are told."""
    shown, chosen, clashes = form.shown_roles(), form.chosen_roles(), []
    for party in merged.other_parties:
        before, mine = shown.get(party.pk), chosen.get(party.pk)
        if mine is None:
            data[f"role_{party.pk}"] = party.role
        if before and before != party.role and mine != party.role:
            words = {"before": name_role(before), "theirs": name_role(party.role), "mine": name_role(mine)}
            marks = {"touched": mine is not None, "kept": mine is not None}
            clashes.append(Clash(f"role_{party.pk}", party.name, **words, **marks, by="", at=None))
    return clashes


def take_theirs(issue: Issue, data: QueryDict) -> QueryDict:
    """The posted data with the stored value wherever this editor chose to take the other's."""
    taken = data.getlist("take")
    theirs = read_values(issue) | {f"role_{party.pk}": party.role for party in issue.parties.all()}
    data = data.copy()
    for name in taken:
        if name in theirs:
            _put(data, name, theirs[name])
    return data


def _read_seen(issue: Issue, form: ReviewForm) -> dict[str, object]:
    """The values that this editor's form started with; None for all where that version is not on record."""
    row = issue.history.filter(version=form.cleaned_data["version"]).order_by("-pk").first()
    names = (*FIELDS, "status")
    if row is None:
        return dict.fromkeys((*names, "responsible"))
    seen = {name: getattr(row, Issue._meta.get_field(name).attname) for name in FIELDS}
    seen["status"] = read_status(row)
    shown = form.cleaned_data["seen_responsible"]
    seen["responsible"] = sorted(int(key) for key in shown.split(",") if key.isdecimal())
    return seen


def _read_mine(form: ReviewForm, name: str) -> object:
    value = form.cleaned_data[name]
    if name == "responsible":
        return sorted(agency.pk for agency in value)
    return getattr(value, "pk", value)


def _may_keep(form: ReviewForm, name: str, value: object) -> bool:
    """A status that may not follow the other editor's can be told, but not chosen."""
    return name != "status" or value in dict(form.fields["status"].choices)


def _put(data: QueryDict, name: str, value: object) -> None:
    if isinstance(value, list):
        data.setlist(name, list(map(str, value)))
    elif value is False:
        data.pop(name, None)  # an unticked box sends nothing
    else:
        data[name] = str(as_posted({name: value})[name])


def _tell_clash(
    form: ReviewForm, name: str, change: OthersChange | None, words: dict, **marks: bool
) -> Clash:
    return Clash(
        field=name,
        label=str(form.fields[name].label),
        by=change.by if change else "",
        at=change.at if change else None,
        **words,
        **marks,
    )
