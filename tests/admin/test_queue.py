"""What waits for a person: the heaps of the first page, who has a draft in hand, and filters that are kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from issues.choices import EventKind, RejectReason, Status
from issues.models import Issue, SavedFilter
from issues.querysets import CLAIM_LASTS

from .. import make
from .conftest import press, review_url

pytestmark = pytest.mark.django_db
LIST = "admin:issues_issue_changelist"


def heaps(client) -> dict[str, str]:
    told = client.get(reverse("admin:index")).context["heaps"]
    return {heap.title: heap.count for _title, some in told for heap in some}


def shown(client, **filters) -> list:
    return list(client.get(reverse(LIST), filters).context["cl"].result_list)


def decide(client, issue, button, **more):
    return client.post(review_url(issue), {"do": button, "version": issue.version, **more})


def test_first_page_counts_what_waits_by_confidence_age_and_promise(reviewer):
    today = timezone.localdate()
    make.make_draft(confidence=0.9), make.make_draft(confidence=0.6), make.make_draft(confidence=0.1)
    old = make.make_draft(confidence=0.95, mention=True)
    Issue.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=8))
    make.make_issue(dates={"promised": (today + timedelta(days=3)).isoformat()})
    late = make.make_issue(dates={"promised": "2020-01-01"})
    make.make_draft(follows=late, confidence=0.1)
    make.make_issue(Status.REOPENED)
    told = heaps(reviewer)
    assert told["待审"] == "5" and told["有把握"] == told["把握一般"] == "1" and told["没把握"] == "2"
    assert told["等了一周以上"] == "1" and told["待定后续"] == "1"
    assert told["承诺七天内到期"] == told["反弹"] == "1" and told["承诺逾期"] == "2"


def test_each_heap_leads_to_as_many_rows_as_it_counts(reviewer):
    make.make_draft(confidence=0.9, follows=make.make_issue(dates={"promised": "2020-01-01"}))
    make.make_draft(mention=True), make.make_issue(Status.REOPENED)
    told = reviewer.get(reverse("admin:index")).context["heaps"]
    for heap in [heap for _title, some in told for heap in some if "/issue/" in heap.link]:
        rows = reviewer.get(heap.link).context["cl"].result_list
        assert str(len(rows)) == heap.count, heap.title


def test_first_page_asks_the_same_number_of_questions_whatever_waits(reviewer):
    def ask():
        with CaptureQueriesContext(connection) as queries:
            reviewer.get(reverse("admin:index"))
        assert all("LIMIT" in query["sql"] for query in queries if "COUNT(" in query["sql"])
        return len(queries)

    ask()
    few = ask()
    for _number in range(6):
        make.make_draft(), make.make_issue(Status.REOPENED)
    assert ask() == few <= 22


def test_opening_a_draft_takes_it_and_the_second_editor_is_told_before_touching_it(reviewer, second_reviewer):
    draft = make.make_draft()
    reviewer.get(review_url(draft))
    html = second_reviewer.get(review_url(draft)).content.decode()
    assert "审核员 正在审这一条" in html and 'value="take_over"' in html
    assert "正在审这一条" not in reviewer.get(review_url(draft)).content.decode()
    draft.refresh_from_db()
    assert draft.claimed_by == reviewer.user and draft.version == 1
    assert not draft.events.filter(by__isnull=False).exists()


def test_who_takes_over_has_it_with_one_click_and_the_timeline_says_so(reviewer, second_reviewer):
    draft = make.make_draft()
    reviewer.get(review_url(draft))
    decide(second_reviewer, draft, "take_over")
    draft.refresh_from_db()
    assert draft.claimed_by == second_reviewer.user
    line = draft.events.get(kind=EventKind.CLAIMED)
    assert line.internal and line.by == second_reviewer.user and "审核员 → 另一审核员" in line.text
    assert "另一审核员 正在审这一条" in reviewer.get(review_url(draft)).content.decode()


def test_claim_lapses_after_half_an_hour_without_a_move(reviewer, second_reviewer):
    draft = make.make_draft()
    reviewer.get(review_url(draft))
    Issue.objects.update(claimed_at=timezone.now() - CLAIM_LASTS - timedelta(seconds=1))
    assert "正在审这一条" not in second_reviewer.get(review_url(draft)).content.decode()
    draft.refresh_from_db()
    assert draft.claimed_by == second_reviewer.user


def test_draft_is_handed_to_a_colleague_and_laid_down(reviewer, second_reviewer):
    draft = make.make_draft()
    reviewer.get(review_url(draft))
    decide(reviewer, draft, "hand_over", colleague=second_reviewer.user.pk)
    assert shown(second_reviewer, held="mine") == [draft] == shown(reviewer, held="others")
    decide(second_reviewer, draft, "release")
    assert shown(reviewer, held="free") == [draft] and shown(second_reviewer, held="mine") == []


def test_two_editors_who_work_through_the_queue_never_meet(reviewer, second_reviewer):
    first, second, third = (make.make_draft(confidence=share) for share in (0.9, 0.8, 0.7))
    reviewer.get(review_url(second))
    answer = press(second_reviewer, first, "publish")
    assert answer["Location"] == review_url(third)


def test_decided_draft_is_in_nobodys_hands_and_looking_takes_nothing(reviewer, db):
    draft = make.make_draft()
    press(reviewer, draft, "publish")
    draft.refresh_from_db()
    assert draft.claimed_by is None
    assert decide(reviewer, draft, "take_over").status_code == 200
    assert not draft.events.filter(kind=EventKind.CLAIMED).exists()


@pytest.mark.parametrize("reason", RejectReason)
def test_rejection_with_one_of_the_usual_reasons_says_it(reviewer, reason):
    draft = make.make_draft()
    decide(reviewer, draft, f"reject:{reason}")
    draft.refresh_from_db()
    assert draft.status == Status.WITHDRAWN
    assert draft.history.first().history_change_reason == reason.label


def test_filter_is_kept_under_a_name_for_its_owner_alone(reviewer, second_reviewer):
    make.make_draft()
    query = "status__exact=draft&sure=sure&p=2&q="
    answer = reviewer.post(reverse("admin:issues_issue_save_filter"), {"name": "有把握的", "query": query})
    assert answer["Location"].endswith("?status__exact=draft&sure=sure")
    page = reviewer.get(answer["Location"])
    assert "有把握的" in page.content.decode() and page.context["saved_filters"]["saved"][0].here
    assert "有把握的" not in second_reviewer.get(reverse(LIST)).content.decode()
    row = SavedFilter.objects.get()
    forget = reverse("admin:issues_issue_forget_filter")
    second_reviewer.post(forget, {"filter": row.pk})
    assert SavedFilter.objects.exists()
    reviewer.post(forget, {"filter": row.pk})
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    "given", [{}, {"name": "空的", "query": "p=2"}, {"name": "长" * 41, "query": "q=水"}]
)
def test_filter_without_a_name_or_a_condition_is_refused_in_words(reviewer, given):
    answer = reviewer.post(reverse("admin:issues_issue_save_filter"), given, follow=True)
    assert "请先筛选列表" in answer.content.decode() and not SavedFilter.objects.exists()


def test_filters_are_for_those_who_see_the_list(client, db):
    client.force_login(make.make_user())
    for name in ("save_filter", "forget_filter"):
        assert (
            client.post(reverse(f"admin:issues_issue_{name}"), {"name": "x", "query": "q=水"}).status_code
            == 403
        )


@pytest.mark.parametrize("filters", [{"sure": "x"}, {"waits": "x"}, {"held": "x"}, {"overdue": "x"}])
def test_unknown_values_of_the_heaps_filters_show_everything(reviewer, filters):
    draft = make.make_draft()
    assert shown(reviewer, **filters) == [draft]


def test_agency_is_found_by_pinyin_initials_and_by_short_name(reviewer):
    agency = make.make_agency("城东区住房和城乡建设局")
    agency.short_names = ["城东区住建局"]
    agency.save()
    make.make_agency("城西区水务局")
    url = reverse("admin:autocomplete")
    asked = {"app_label": "issues", "model_name": "party", "field_name": "agency"}
    for term in ("cdqzf", "CDQZJJ", "zjj", "住建局"):
        found = reviewer.get(url, {**asked, "term": term}).json()["results"]
        assert [row["text"] for row in found] == ["城东区住房和城乡建设局"], term
