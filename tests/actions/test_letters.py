"""What becomes of a letter: each way leaves a line, a history row and an answer, and happens once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from issues.actions import (
    LETTERS_KEPT,
    ActionRefused,
    AlreadyReceived,
    NewIssue,
    NewLetter,
    attach_letter,
    forget_letters,
    open_letter,
    publish_issue,
    receive_letter,
    set_aside_letter,
    show_photo,
    take_back_letter,
    write_story,
)
from issues.choices import EventKind, LetterKind, LetterState, Status
from issues.marking import find_words
from issues.models import Letter, Photo
from issues.voice.codes import hash_code

from .. import make

pytestmark = pytest.mark.django_db


def open_draft(letter, by, **fields):
    story = write_story(letter)
    words = {"category": find_words(story.page.text, "又停水了", story.spans)}
    new = NewIssue("海棠里小区又停水", category=make.make_category(), **fields)
    return open_letter(letter, new, words, by=by, answer="已派记者去看。")


def test_the_same_form_is_received_once_and_its_code_is_kept_by_its_hash_alone():
    new = NewLetter(LetterKind.PROBLEM, form_key="one form", text=make.LETTER)
    letter, code = receive_letter(new)
    with pytest.raises(AlreadyReceived):
        receive_letter(new)
    assert Letter.objects.get() == letter and letter.code_hash == hash_code(code)
    assert code not in str(Letter.objects.values().get())


def test_a_letter_becomes_a_draft_that_rests_on_its_words(staff):
    letter = make.make_letter(district=make.make_division())
    issue = open_draft(letter, staff)
    letter.refresh_from_db()
    assert issue.status == Status.DRAFT and issue.story.page.from_reader
    assert issue.story.page.publication == "读者来信" and issue.story.page.published == timezone.localdate()
    assert (letter.state, letter.led_to, letter.answer) == (LetterState.OPENED, issue, "已派记者去看。")
    assert "周大明" in issue.private_names
    assert [row.state for row in letter.history.order_by("history_id")] == ["waiting", "opened"]
    assert letter.history.first().history_user == staff
    assert issue.history.count() == 1 and issue.events.get().kind == EventKind.OPENED
    publish_issue(issue, by=staff)
    assert issue.is_public
    with pytest.raises(ActionRefused):
        open_draft(letter, staff)


def test_two_letters_with_the_same_words_are_two_sources(staff):
    first, second = (open_draft(make.make_letter(), staff) for _letter in range(2))
    assert first.story.page != second.story.page


def test_a_letter_goes_public_onto_the_timeline_with_the_readers_words_behind_it(staff):
    issue = make.make_issue()
    letter, version = make.make_letter(LetterKind.UNSOLVED, issue=issue), issue.version
    event = attach_letter(letter, issue, by=staff, text="居民说仍在停水。", public=True)
    assert (event.kind, event.internal, event.by) == (EventKind.READER, False, staff)
    words = event.evidence.get()
    assert words.quote == make.LETTER and "".join(words.page.text[s:e] for s, e in words.spans) == make.LETTER
    assert "周大明" in issue.private_names and issue.version == version + 1
    assert issue.history.first().history_change_reason == f"读者来信 {letter.pk}"


def test_an_internal_line_changes_nothing_that_the_public_sees(staff):
    issue = make.make_issue()
    changed = issue.changed_at
    event = attach_letter(make.make_letter(), issue, by=staff, text="读者来电证实。")
    assert event.internal and issue.changed_at == changed and not event.evidence.exists()


def test_nothing_is_added_without_a_line_or_in_public_to_a_hidden_issue(staff):
    letter, draft = make.make_letter(), make.make_draft()
    for asked in ({"text": " "}, {"text": "读者说", "public": True}):
        with pytest.raises(ActionRefused):
            attach_letter(letter, draft, by=staff, **asked)
    letter.refresh_from_db()
    assert letter.state == LetterState.WAITING


def test_a_letter_is_set_aside_with_a_reason_and_put_back(staff):
    letter = make.make_letter()
    with pytest.raises(ActionRefused):
        set_aside_letter(letter, by=staff, reason=" ")
    set_aside_letter(letter, by=staff, reason="不在本市。")
    letter.refresh_from_db()
    assert (letter.state, letter.answer, letter.decided_by) == (LetterState.SET_ASIDE, "不在本市。", staff)
    take_back_letter(letter, by=staff)
    letter.refresh_from_db()
    assert letter.state == LetterState.WAITING
    with pytest.raises(ActionRefused):
        take_back_letter(letter, by=staff)


def test_a_photo_is_shown_with_a_caption_and_an_issue_only(staff):
    photo = make.make_photo()
    letter = make.make_letter(photos=[photo.pk])
    with pytest.raises(ActionRefused):
        show_photo(photo, by=staff, caption="水池")
    issue = open_draft(letter, staff)
    with pytest.raises(ActionRefused):
        show_photo(photo, by=staff, caption=" ")
    show_photo(photo, by=staff, caption="水池")
    photo.refresh_from_db()
    assert photo.shown_at and issue.events.get(kind=EventKind.EDITED).internal and issue.history.count() == 2


def test_history_keeps_none_of_the_readers_words(staff):
    letter = make.make_letter()
    set_aside_letter(letter, by=staff, reason="不在本市。")
    assert "13985012345" not in str(list(letter.history.values()))


def test_what_nobody_needs_is_forgotten_and_the_rest_stays(staff):
    unsent, fresh, kept = make.make_photo(), make.make_photo(), make.make_photo()
    old, young, waiting = make.make_letter(photos=[kept.pk]), make.make_letter(), make.make_letter()
    for letter in (old, young):
        set_aside_letter(letter, by=staff, reason="不在本市。")
    long_ago = timezone.now() - LETTERS_KEPT - timedelta(hours=1)
    Letter.objects.filter(pk=old.pk).update(decided_at=long_ago)
    Letter.objects.filter(pk=waiting.pk).update(received_at=long_ago)
    Photo.objects.filter(pk=unsent.pk).update(received_at=timezone.now() - timedelta(days=2))
    assert forget_letters() == 2 and forget_letters() == 0
    assert list(Photo.objects.all()) == [fresh]
    old.refresh_from_db()
    assert old.text == old.place == "" and old.answer == "不在本市。"
    assert Letter.objects.exclude(text="").count() == 2


@pytest.mark.django_db(transaction=True)
def test_files_go_with_their_rows(staff):
    photo = make.make_photo()
    Photo.objects.update(received_at=timezone.now() - timedelta(days=2))
    assert photo.file.storage.exists(photo.file.name)
    forget_letters()
    assert not photo.file.storage.exists(photo.file.name)
