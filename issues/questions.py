"""What filters ask, as a name under which its answer is kept. What they find is in filters.py."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from django.db.models import Model, QuerySet
from django.utils import timezone


def name_question(kind: str, asked: Mapping[str, object], *, without: Collection[str] = ()) -> str:
    """The key in the cache for an answer of this kind under the cleaned filters `asked`, but for those in `without`.

    The same choices in any order are one question. The day is part of it: tomorrow another issue is overdue.
    """
    told = sorted((name, _tell(value)) for name, value in asked.items() if value and name not in without)
    question = repr((told, timezone.localdate()))
    return f"{kind}:{hashlib.sha256(question.encode()).hexdigest()}"


def _tell(value: object) -> str:
    """A choice in full: Django's repr of many rows ends after twenty."""
    if isinstance(value, Model):
        return str(value.pk)
    return repr(sorted(map(_tell, value))) if isinstance(value, list | QuerySet) else str(value)
