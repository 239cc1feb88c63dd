"""Forgetting what nobody needs any more: pictures that were never sent, and letters that were set aside."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ..choices import LetterState
from ..models import Letter, Photo

UNSENT = timedelta(days=1)
LETTERS_KEPT = timedelta(days=90)
"""How long a sender can ask why; the about page names it."""
AT_ONCE = 500


def forget_letters() -> int:
    """Delete pictures without a letter, and words and pictures of letters set aside long ago. Returns how many.

    The row of the letter stays with its answer, so that its tracking code still finds it. Safe to repeat.
    """
    now = timezone.now()
    unsent = Photo.objects.filter(letter=None, received_at__lt=now - UNSENT)
    count = _forget_photos(list(unsent[:AT_ONCE]))
    old = Letter.objects.filter(state=LetterState.SET_ASIDE, decided_at__lt=now - LETTERS_KEPT)
    for letter in old.exclude(text="", place="", photos=None)[:AT_ONCE]:
        _forget_photos(list(letter.photos.all()))
        Letter.objects.filter(pk=letter.pk).update(text="", place="", sentence="")
        count += 1
    return count


def _forget_photos(photos: list[Photo]) -> int:
    """The file goes once its row is gone for good: a row must never point at nothing."""
    for photo in photos:
        with transaction.atomic():
            photo.delete()
            transaction.on_commit(lambda file=photo.file: file.storage.delete(file.name))
    return len(photos)
