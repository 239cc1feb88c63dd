"""Numbers of rows as forms and addresses send them: read, or told to be none."""

from django.utils.translation import gettext as _

from ..actions import ActionRefused
from ..models import Issue

LONGEST = 18
"""Digits of a number that every database takes; one more may be too large."""


def read_key(text: str) -> int | None:
    """The number that `text` is; None for anything else, whoever typed it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None


def find_issue(number: str) -> Issue:
    """The issue with the number that somebody typed. Raises ActionRefused where there is none."""
    key = read_key(number.strip())
    issue = Issue.objects.filter(pk=key).first() if key is not None else None
    if issue is None:
        raise ActionRefused(_("There is no issue with the number “%s”.") % number.strip()[:20])
    return issue
