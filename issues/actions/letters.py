"""What becomes of a reader's letter: received, opened as an issue, added to a known one, or set aside with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, LetterKind, LetterState, StoryKind
from ..models import Category, Division, Event, Evidence, Issue, Letter, Page, Photo, Story
from ..privacy import find_private_names
from ..voice.codes import hash_code, make_code
from .checks import check_reason
from .errors import ActionRefused
from .hidden_names import join_names
from .open_by_hand import open_by_hand
from .open_issue import NewIssue, Spans, make_evidence
from .saving import lock_issue, save_issue
from .timeline import add_event, write_event

READERS = "读者来信"
"""The publication under which letters are quoted: printed in the language of the pages, like every other paper's name."""


class AlreadyReceived(ActionRefused):
    """The same form was sent before."""


@dataclass(frozen=True, slots=True)
class NewLetter:
    """What a reader sends. `form_key` is the key of the form's seal, `photos` are keys of rows without a letter."""

    kind: LetterKind
    form_key: str
    text: str = ""
    place: str = ""
    district: Division | None = None
    category: Category | None = None
    issue: Issue | None = None
    evidence: Evidence | None = None
    sentence: str = ""
    photos: Collection[int] = ()


@transaction.atomic
def receive_letter(new: NewLetter) -> tuple[Letter, str]:
    """Keep the letter for the desk. Returns it and its tracking code, which nobody can read again.

    Raises AlreadyReceived where the same form was sent before: a second press of the button is no second letter.
    """
    code = make_code()
    letter = Letter(
        kind=new.kind,
        issue=new.issue,
        evidence=new.evidence,
        sentence=new.sentence,
        text=new.text,
        place=new.place,
        district=new.district,
        category=new.category,
        code_hash=hash_code(code),
        form_hash=hash_code(new.form_key),
    )
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError as twice:
        raise AlreadyReceived(_("This letter has been received already.")) from twice
    Photo.objects.filter(pk__in=new.photos, letter=None).update(letter=letter)
    return letter, code


def write_story(letter: Letter) -> Story:
    """The letter as a story on a page of its own, not saved: a source like any other, told by a reader."""
    where = " ".join(filter(None, [letter.district and letter.district.name, letter.place]))
    number = {"number": letter.pk, "day": timezone.localdate(letter.received_at).isoformat()}
    last = _("(letter %(number)s from a reader, received on %(day)s)") % number
    text = "\n\n".join(filter(None, [where, letter.text, last])) + "\n"
    page = Page(
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        file_name=str(letter),
        publication=READERS,
        published=timezone.localdate(letter.received_at),
        from_reader=True,
    )
    headline = letter.text.split("\n", 1)[0][:80]
    return Story(page=page, position=0, headline=headline, kind=StoryKind.PROBLEM, spans=[[0, len(text)]])


@transaction.atomic
def open_letter(
    letter: Letter, new: NewIssue, words: Mapping[str, Spans], *, by: AbstractUser, answer: str = ""
) -> Issue:
    """Open a draft that rests on the letter, as open_by_hand does. `answer` is for the sender. Returns the draft.

    Raises ActionRefused where the letter is decided already, or words are missing.
    """
    locked = _take_waiting(letter)
    issue = open_by_hand(_keep_story(locked), new, words, by=by)
    _decide(locked, LetterState.OPENED, by, answer, issue)
    return issue


@transaction.atomic
def attach_letter(
    letter: Letter, issue: Issue, *, by: AbstractUser, text: str, public: bool = False, answer: str = ""
) -> Event:
    """Put the letter on the timeline of a known issue. Returns the event.

    A public line says `text` and rests on the reader's own words, quoted and masked like those of a newspaper.
    Raises ActionRefused without a text, where the letter is decided already, and for a public line of a hidden issue.
    """
    locked, issue_row = _take_waiting(letter), lock_issue(issue.pk)
    text = text.strip()
    if not text:
        raise ActionRefused(_("Say in a sentence what the letter tells: it is the line of the timeline."))
    if public and not issue_row.is_public:
        raise ActionRefused(_("This issue is not public: add the letter internally."))
    today = timezone.localdate(locked.received_at).isoformat()
    if public:
        event = _quote_letter(locked, issue_row, text, today, by)
        save_issue(issue_row, by=by, reason=f"{READERS} {locked.pk}")
    else:
        event = add_event(issue_row, EventKind.READER, text=text, happened=today, by=by, internal=True)
    _decide(locked, LetterState.ATTACHED, by, answer, issue_row)
    issue.refresh_from_db()
    return event


def _quote_letter(letter: Letter, issue: Issue, text: str, day: str, by: AbstractUser) -> Event:
    """The public line, and where the reader wrote something, the words it rests on."""
    if not letter.text:
        return write_event(issue, EventKind.READER, text=text, happened=day, by=by)
    story = _keep_story(letter)
    issue.hidden_names = join_names([*issue.private_names, *find_private_names(story.page.text)])
    event = write_event(issue, EventKind.READER, text=text, happened=day, by=by, story=story)
    start = story.page.text.index(letter.text)
    make_evidence(issue, story.page, "event", [[start, start + len(letter.text)]], event=event).save()
    return event


@transaction.atomic
def set_aside_letter(letter: Letter, *, by: AbstractUser, reason: str) -> Letter:
    """Close the letter without an issue. `reason` is what its sender reads. Returns the letter.

    Raises ActionRefused without a reason and where the letter is decided already.
    """
    locked = _take_waiting(letter)
    _decide(locked, LetterState.SET_ASIDE, by, check_reason(reason), None)
    return locked


@transaction.atomic
def take_back_letter(letter: Letter, *, by: AbstractUser) -> Letter:
    """Put a letter that was set aside back into the queue. Raises ActionRefused for every other."""
    locked = Letter.objects.select_for_update().get(pk=letter.pk)
    if locked.state != LetterState.SET_ASIDE:
        raise ActionRefused(_("Only a letter that was set aside goes back into the queue."))
    _decide(locked, LetterState.WAITING, by, "", None)
    return locked


@transaction.atomic
def show_photo(photo: Photo, *, by: AbstractUser, caption: str) -> Photo:
    """Show the picture on the page of the letter's issue; `caption` says what is seen on it, for those who cannot.

    Raises ActionRefused without a caption, and while the letter belongs to no issue.
    """
    locked = Photo.objects.select_for_update().get(pk=photo.pk)
    issue = locked.letter and locked.letter.led_to
    if issue is None:
        raise ActionRefused(_("Open the letter as an issue, or add it to one, before you show its photos."))
    if not caption.strip():
        raise ActionRefused(_("Say what is seen on the photo: not everybody can see it."))
    locked.caption, locked.shown_at = caption.strip()[:120], timezone.now()
    locked.save(update_fields=["caption", "shown_at"])
    _tell_photo(issue, _("Photo of a reader made public: %s") % locked.caption, by)
    return locked


@transaction.atomic
def hide_photo(photo: Photo, *, by: AbstractUser) -> Photo:
    """Take the picture from the public page; it stays with the letter."""
    locked = Photo.objects.select_for_update().get(pk=photo.pk)
    if locked.shown_at:
        locked.shown_at = None
        locked.save(update_fields=["shown_at"])
        _tell_photo(locked.letter.led_to, _("Photo of a reader taken off the page: %s") % locked.caption, by)
    return locked


def _tell_photo(issue: Issue, text: str, by: AbstractUser) -> None:
    locked = lock_issue(issue.pk)
    write_event(locked, EventKind.EDITED, text=text, by=by, internal=True)
    save_issue(locked, by=by, reason=text)


def _take_waiting(letter: Letter) -> Letter:
    locked = Letter.objects.select_for_update().get(pk=letter.pk)
    if locked.state != LetterState.WAITING:
        raise ActionRefused(_("This letter is decided already: “%s”.") % locked.get_state_display())
    return locked


def _keep_story(letter: Letter) -> Story:
    if letter.story is None:
        story = write_story(letter)
        story.page.save()
        story.page = story.page  # its key, which it has only now
        story.save()
        letter.story = story
    return letter.story


def _decide(letter: Letter, state: LetterState, by: AbstractUser, answer: str, led_to: Issue | None) -> None:
    letter.state, letter.answer, letter.led_to = state, answer.strip(), led_to
    letter.decided_by, letter.decided_at = by, timezone.now()
    letter._history_user, letter._change_reason = by, answer.strip()[:100]
    letter.save()
