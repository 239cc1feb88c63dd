"""What can be done with an issue besides editing it: each deed with its form, its action and why it is not offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from ..actions import (
    ActionRefused,
    assign_agency,
    check_assign,
    check_extend,
    check_open,
    check_return,
    extend_promise,
    find_undoable,
    hand_on,
    join_issue,
    move_issue,
    publish_issue,
    return_issue,
    split_issue,
    undo_move,
)
from ..choices import ReplyUse, Status
from ..models import Agency, Issue, Party, ReplyTemplate
from ..workflow import HIDDEN, MOVES, OPEN
from .keys import LONGEST, find_issue
from .review_form import EdtfField


class PlainForm(forms.Form):
    """A deed that asks for nothing."""


class ReasonForm(forms.Form):
    """A deed that asks why: in one's own words, or in those of a template."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    template = forms.ModelChoiceField(
        ReplyTemplate.objects.filter(use=ReplyUse.REASON),
        label=_("or from a template"),
        required=False,
        empty_label=_("no template"),
        widget=UnfoldAdminSelectWidget,
    )

    def clean(self):
        cleaned = super().clean()
        template = cleaned.get("template")
        if not cleaned.get("reason") and template:
            cleaned["reason"] = template.text
        return cleaned


class AgencyForm(ReasonForm):
    """A deed that asks who."""

    field_order = ["agency"]
    agency = forms.ModelChoiceField(
        Agency.objects.all(),
        label=_("agency"),
        widget=AutocompleteSelect(Party._meta.get_field("agency"), admin.site),
    )


class MoveForm(ReasonForm):
    """A move to another status."""

    field_order = ["status"]
    status = forms.ChoiceField(
        label=_("new status"),
        choices=[(s.value, s.label) for s in Status if s not in HIDDEN | {Status.DUPLICATE}],
        widget=UnfoldAdminSelectWidget,
    )


class ExtendForm(ReasonForm):
    """A new promised day."""

    field_order = ["promised"]
    promised = EdtfField("promised")


class JoinForm(forms.Form):
    """The number of the issue that tells of the same matter."""

    target = forms.IntegerField(
        label=_("issue number"), min_value=1, max_value=10**LONGEST - 1, widget=UnfoldAdminTextInputWidget
    )


Act = Callable[[Issue, Mapping[str, object], AbstractUser], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do: its name, what it asks for, the action behind it, and the check that says why not."""

    label: object
    form: type[forms.Form]
    act: Act
    check: Callable[[Issue], object]
    grave: bool = False

    def why_not(self, issue: Issue) -> str:
        """Why it is not offered for this issue; empty where it is."""
        try:
            self.check(issue)
        except ActionRefused as refused:
            return str(refused)
        return ""


def _check_status(wanted: frozenset, message: object) -> Callable[[Issue], None]:
    def check(issue: Issue) -> None:
        if issue.status not in wanted:
            raise ActionRefused(str(message) % {"status": issue.get_status_display()})

    return check


def _move(issue: Issue, asked: Mapping, by: AbstractUser) -> None:
    move_issue(issue, Status(asked["status"]), by=by, reason=asked["reason"])


def _join(issue: Issue, asked: Mapping, by: AbstractUser) -> None:
    join_issue(issue, find_issue(str(asked["target"])), by=by)


def _withdraw(issue: Issue, asked: Mapping, by: AbstractUser) -> None:
    move_issue(issue, Status.WITHDRAWN, by=by, reason=asked["reason"])


_MOVABLE = frozenset(Status) - {Status.DRAFT, Status.WITHDRAWN, Status.DUPLICATE}
_WITHDRAWABLE = frozenset(status for status in Status if Status.WITHDRAWN in MOVES[status])

DEEDS: dict[str, Deed] = {
    "assign": Deed(
        _("Assign the responsible agency"),
        AgencyForm,
        lambda issue, asked, by: assign_agency(issue, [asked["agency"]], by=by, reason=asked["reason"]),
        check_assign,
    ),
    "move": Deed(
        _("Move to another status"),
        MoveForm,
        _move,
        _check_status(
            _MOVABLE, _("A “%(status)s” issue is not moved: publish, restore or split it off first.")
        ),
    ),
    "hand_on": Deed(
        _("Hand on to another agency"),
        AgencyForm,
        lambda issue, asked, by: hand_on(issue, asked["agency"], by=by, reason=asked["reason"]),
        check_open,
    ),
    "return": Deed(
        _("Hand back with a reason"),
        ReasonForm,
        lambda issue, asked, by: return_issue(issue, by=by, reason=asked["reason"]),
        check_return,
    ),
    "extend": Deed(
        _("Extend the promise"),
        ExtendForm,
        lambda issue, asked, by: extend_promise(issue, asked["promised"], by=by, reason=asked["reason"]),
        check_extend,
    ),
    "join": Deed(
        _("Join another issue"),
        JoinForm,
        _join,
        _check_status(
            OPEN | {Status.DRAFT}, _("A “%(status)s” issue joins no other: only a draft or an open one.")
        ),
    ),
    "split": Deed(
        _("Split off again"),
        ReasonForm,
        lambda issue, asked, by: split_issue(issue, by=by, reason=asked["reason"]),
        _check_status(frozenset({Status.DUPLICATE}), _("It is “%(status)s” and has joined no other issue.")),
    ),
    "publish": Deed(
        _("Publish the draft"),
        PlainForm,
        lambda issue, asked, by: publish_issue(issue, by=by),
        _check_status(frozenset({Status.DRAFT}), _("It is “%(status)s”: only a draft is published.")),
    ),
    "withdraw": Deed(
        _("Withdraw, with a reason"),
        ReasonForm,
        _withdraw,
        _check_status(_WITHDRAWABLE, _("It is “%(status)s” already.")),
        grave=True,
    ),
    "undo": Deed(
        _("Take back the last move"),
        PlainForm,
        lambda issue, asked, by: undo_move(issue, by=by),
        find_undoable,
    ),
}
"""In the order in which they are shown. Every one calls an action: nothing here writes an issue."""
