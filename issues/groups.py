"""The groups of the desk, and that of the agencies' own people, with what each may do. Run again, it puts their permissions right; users stay."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import pgettext_lazy

ENTRY, REVIEW, CHIEF, AGENCY = "录入", "审核", "管理", "单位"
LABELS = {
    ENTRY: pgettext_lazy("group", "entry"),
    REVIEW: pgettext_lazy("group", "review"),
    CHIEF: pgettext_lazy("group", "chief"),
    AGENCY: pgettext_lazy("group", "agency"),
}
"""Group → its name in the reader's language; in the database it has one name."""

_SEEN = ["issue", "category", "division", "agency", "page", "story", "batch", "importrun", "replytemplate"]
_SEEN += ["proposal", "letter"]
_ENTRY = {
    *(f"issues.view_{name}" for name in _SEEN),
    "issues.add_importrun",
    "issues.change_issue",
    "issues.change_page",
}
_REVIEW = _ENTRY | {"issues.publish_issue", "issues.add_agency", "issues.change_letter"}
_KEPT = [*_SEEN[1:4], "replytemplate", "membership"]
_DIRECTORY = {f"issues.{verb}_{name}" for verb in ("view", "add", "change", "delete") for name in _KEPT}
_USERS = {*(f"auth.{verb}_user" for verb in ("view", "add", "change", "delete")), "auth.view_group"}
_PROFILES = {"issues.view_boardprofile", "issues.delete_boardprofile"}

GROUPS: dict[str, frozenset[str]] = {
    ENTRY: frozenset(_ENTRY),
    REVIEW: frozenset(_REVIEW),
    CHIEF: frozenset(_REVIEW | _DIRECTORY | _USERS | _PROFILES | {"issues.purge_issue"}),
    AGENCY: frozenset({"issues.answer_membership"}),
}
"""Group → permissions: 录入 brings pages in and corrects drafts, 审核 decides, 管理 also keeps directory, templates and users,
and purges private data. Nobody deletes an issue: it is withdrawn, and stays.
单位 are an agency's own people: nothing of the desk, only the issues of the agency that their membership names.

Nobody but a superuser changes a group: whoever could widen one could widen their own.
"""


@transaction.atomic
def load_groups() -> None:
    """Make the groups and set exactly their permissions. Needs the permissions that migrate creates."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, wanted in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(known[permission] for permission in sorted(wanted))
