"""The sample pages' drafts that their authors have reviewed: seeds/pages/reviewed.csv. For a first look, nothing else."""

from __future__ import annotations

import csv
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser

from ..actions import ActionRefused, publish_issue
from ..choices import Status
from ..models import Issue

REVIEWER = "样例审核"


def publish_reviewed(reviewed: Path) -> int:
    """Publish the drafts that `reviewed` (file,place,category,status) names, as its authors did. Returns how many.

    A draft that reads otherwise than the file says stays in the queue, for a person to look at. Repeats safely.
    """
    with reviewed.open(encoding="utf-8", newline="") as file:
        return sum(_publish(row, _reviewer()) for row in csv.DictReader(file))


def _reviewer() -> AbstractUser:
    user, created = get_user_model().objects.get_or_create(username=REVIEWER, defaults={"is_active": False})
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _publish(row: dict[str, str], by: AbstractUser) -> bool:
    drafts = Issue.objects.drafts().filter(
        story__page__file_name=row["file"],
        place__contains=row["place"],
        category__code=row["category"],
        mention=False,
        follows=None,
    )
    try:
        for draft in drafts[:1]:
            publish_issue(draft, by=by, status=Status(row["status"]), enter_responsible=True)
            return True
    except ActionRefused:
        return False
    return False
