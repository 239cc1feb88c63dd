"""Where words stand in everything that is stored: each text, in each form in which a page may have printed them.

Changes nothing. Every table of ours is looked through, and the admin's log: what is added later is so too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from ..models import Issue, Page
from ..reading.text import fold

BESIDE = 12
"""Characters shown on each side of a place."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row that holds the words: its table's and its field's name, and where the words stand first."""

    row: models.Model
    field: models.Field
    before: str
    words: str
    after: str

    @property
    def table(self) -> str:
        return str(self.row._meta.verbose_name)

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)


def find_forms(words: str, issue: Issue) -> list[str]:
    """`words` as typed and in every other form that the issue's pages print: wider, traditional, cut by a line's end.

    The longest first.
    """
    plain = fold("".join(words.split()))
    pattern = re.compile(r"\s?".join(map(re.escape, plain)), re.IGNORECASE)
    forms = {words.strip(), "".join(words.split())}
    for text in pages_of(issue).values_list("text", flat=True):
        forms |= {text[slice(*match.span())] for match in pattern.finditer(fold(text))}
    return sorted(forms, key=len, reverse=True)


def pages_of(issue: Issue) -> models.QuerySet[Page]:
    """The pages that told of the issue."""
    told = Q(stories__issues=issue) | Q(evidence__issue=issue) | Q(stories__events__issue=issue)
    return Page.objects.filter(told).distinct()


def find_rows(forms: Iterable[str]) -> Iterator[tuple[models.Model, list[models.Field]]]:
    """Every stored row that holds one of `forms`, with the fields that do."""
    forms = list(forms)
    for model in _list_models():
        fields = [field for field in model._meta.concrete_fields if _holds_words(field)]
        if not fields:
            continue
        casts = {f"{field.name}_as_text": Cast(field.name, models.TextField()) for field in fields}
        asked = Q()
        for name in casts:
            for form in forms:
                asked |= Q(**{f"{name}__contains": form})
                asked |= Q(**{f"{name}__contains": _escape(form)})
        for row in model._base_manager.annotate(**casts).filter(asked).order_by("pk"):
            held = [field for field in fields if _find_first(getattr(row, field.attname), forms)]
            if held:
                yield row, held


def show_found(forms: list[str], most: int) -> list[Found]:
    """The first `most` places, for a person to look at before anything is done."""
    found = []
    for row, fields in find_rows(forms):
        for field in fields:
            text, start, end = _find_first(getattr(row, field.attname), forms)
            sides = text[max(0, start - BESIDE) : start], text[start:end], text[end : end + BESIDE]
            found.append(Found(row, field, *sides))
        if len(found) >= most:
            break
    return found[:most]


def _list_models() -> list[type[models.Model]]:
    ours = apps.get_app_config("issues").get_models(include_auto_created=True)
    return [*(model for model in ours if model._meta.managed and not model._meta.proxy), LogEntry]


def _holds_words(field: models.Field) -> bool:
    """Whether people or pages write into the field; a status, a fingerprint and a code are no words."""
    if field.primary_key or field.choices or isinstance(field, models.SlugField):
        return False
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def _escape(form: str) -> str:
    """As SQLite keeps it in JSON."""
    return json.dumps(form)[1:-1]


def _find_first(value: object, forms: list[str]) -> tuple[str, int, int] | None:
    """(text, start, end) of the first form in a text or in any text inside of a JSON value."""
    if isinstance(value, str):
        places = [(value.find(form), form) for form in forms]
        return next(((value, at, at + len(form)) for at, form in places if at >= 0), None)
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        if found := _find_first(one, forms) or (isinstance(key, str) and _find_first(key, forms)):
            return found
    return None
