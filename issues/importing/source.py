"""Who printed a page and when, put right by a person. Reads no page: dates that are read already stay."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction

from ..choices import SaidBy
from ..models import Page


@transaction.atomic
def correct_source(page: Page, publication: str, published: date | None, *, by: AbstractUser) -> bool:
    """Set the page's publication (at most 80 characters) and day. Returns whether that changed anything."""
    if not by.has_perm("issues.change_page"):
        raise PermissionDenied
    locked = Page.objects.select_for_update().defer("text", "blocks").get(pk=page.pk)
    if (locked.publication, locked.published) == (publication, published):
        return False
    locked.publication, locked.published, locked.source_said_by = publication, published, SaidBy.EDITOR
    locked.save(update_fields=["publication", "published", "source_said_by"])
    return True
