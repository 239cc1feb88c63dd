"""Letters at the desk: counted, read, opened as drafts, added to issues, set aside; each by whoever may."""

import pytest
from django.urls import reverse

from issues.choices import LetterKind, LetterState, Status
from issues.models import Issue, Letter

from .. import make
from .test_queue import heaps

pytestmark = pytest.mark.django_db


def page_of(letter) -> str:
    return reverse("admin:issues_letter_change", args=[letter.pk])


def state_of(letter) -> str:
    return Letter.objects.get(pk=letter.pk).state


def test_waiting_letters_are_counted_and_listed_the_oldest_first(reviewer):
    first, second = make.make_letter(), make.make_letter()
    assert heaps(reviewer)["读者来信和更正"] == "2"
    listed = reviewer.get(reverse("admin:issues_letter_changelist"), {"state__exact": "waiting"})
    assert list(listed.context["cl"].result_list) == [first, second]


def test_the_desk_reads_the_letter_as_it_came_with_what_is_private_marked(reviewer):
    html = reviewer.get(page_of(make.make_letter())).content.decode()
    assert "85012345" in html and "ev-doubtful" in html


def test_a_letter_is_opened_with_what_its_sender_said_filled_in(reviewer):
    letter = make.make_letter(category=make.make_category(), district=make.make_division())
    address = reverse("admin:issues_letter_open", args=[letter.pk])
    form = reviewer.get(address).context["form"]
    told = {bound.html_name: bound.value() or "" for bound in form}
    assert told["place"] == letter.place and told["category"] == letter.category_id
    answer = reviewer.post(address, {**told, "title": "海棠里小区又停水", "answer": "已派记者。"})
    issue = Issue.objects.get()
    assert answer.url == reverse("admin:issues_issue_review", args=[issue.pk])
    assert set(issue.evidence.values_list("field", flat=True)) == {"category", "place", "district", "summary"}
    assert (state_of(letter), issue.status) == (LetterState.OPENED, Status.DRAFT)
    assert reviewer.get(answer.url).status_code == 200


def test_opening_a_decided_letter_is_refused_in_words(reviewer, staff):
    letter = make.make_letter(category=make.make_category())
    address = reverse("admin:issues_letter_open", args=[letter.pk])
    told = {bound.html_name: bound.value() or "" for bound in reviewer.get(address).context["form"]}
    reviewer.post(page_of(letter), {"do": "aside", "reason": "不在本市。"})
    assert "已经处理" in reviewer.post(address, {**told, "title": "停水"}).content.decode()
    assert not Issue.objects.exists()


def test_a_letter_is_added_in_public_and_the_next_one_is_shown(reviewer):
    issue = make.make_issue()
    letter, following = make.make_letter(LetterKind.UNSOLVED, issue=issue), make.make_letter()
    told = {"do": "attach", "issue": issue.pk, "text": "读者说仍在停水。", "audience": "public"}
    assert reviewer.post(page_of(letter), told).url == page_of(following)
    event = issue.events.get(kind="reader")
    assert (state_of(letter), event.internal, event.by) == (LetterState.ATTACHED, False, reviewer.user)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"do": "attach", "issue": "九", "text": "读者说"}, "没有编号为"),
        ({"do": "attach", "issue": "1" * 30, "text": "读者说"}, "没有编号为"),
        ({"do": "aside", "reason": " "}, "理由"),
        ({"do": "aside", "reason": "长" * 1001}, "1000"),
    ],
)
def test_what_cannot_be_done_is_said_and_stays_as_it_was_typed(reviewer, told, said):
    letter = make.make_letter()
    answer = reviewer.post(page_of(letter), told)
    assert answer.status_code == 200 and said in answer.content.decode()
    assert state_of(letter) == LetterState.WAITING


def test_a_photo_is_seen_at_the_desk_and_by_nobody_else(reviewer, client):
    letter = make.make_letter(photos=[make.make_photo().pk])
    photo = letter.photos.get()
    address = reverse("admin:issues_letter_photo", args=[letter.pk, photo.pk])
    assert reviewer.get(address).headers["Content-Type"] == "image/jpeg"
    assert client.get(address).status_code == 302
    other = make.make_letter()
    assert reviewer.get(reverse("admin:issues_letter_photo", args=[other.pk, photo.pk])).status_code == 404
    photo.file.storage.delete(photo.file.name)
    assert reviewer.get(address).status_code == 404, "a file that is gone is no error of ours"


def test_a_photo_is_shown_and_taken_off_again(reviewer):
    issue, photo = make.make_issue(), make.make_photo()
    letter = make.make_letter(photos=[photo.pk])
    reviewer.post(page_of(letter), {"do": "attach", "issue": issue.pk, "text": "读者说"})
    reviewer.post(page_of(letter), {"do": f"show:{photo.pk}", f"caption-{photo.pk}": "水桶"})
    photo.refresh_from_db()
    assert photo.shown_at and photo.caption == "水桶"
    reviewer.post(page_of(letter), {"do": f"hide:{photo.pk}"})
    photo.refresh_from_db()
    assert photo.shown_at is None


def test_who_enters_pages_reads_letters_and_decides_none(entry):
    letter = make.make_letter()
    assert entry.get(page_of(letter)).status_code == 200
    for told in ({"do": "aside", "reason": "不在本市"}, {"do": "back"}, {"do": "nothing"}):
        assert entry.post(page_of(letter), told).status_code == 403
    assert entry.get(reverse("admin:issues_letter_open", args=[letter.pk])).status_code == 403
    assert state_of(letter) == LetterState.WAITING


def test_nobody_writes_or_deletes_a_letter_at_the_desk(chief):
    letter = make.make_letter()
    assert chief.get(reverse("admin:issues_letter_add")).status_code == 403
    assert (
        chief.post(reverse("admin:issues_letter_delete", args=[letter.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert chief.get(page_of(letter).replace(str(letter.pk), "999")).status_code == 404
