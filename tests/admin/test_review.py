"""The review screen: what it shows and what its buttons do."""

import pytest
from django.urls import reverse

from issues.actions import NewEvidence, NewParty
from issues.admin.decisions import LONGEST_COMMENT
from issues.choices import EventKind, Role, Status
from issues.models import Agency, Event, Issue, Party

from .. import make
from .conftest import press, read_form, review_url

pytestmark = pytest.mark.django_db


def test_words_behind_a_field_are_marked_in_the_fields_colour(reviewer):
    draft = make.make_draft()
    html = reviewer.get(review_url(draft)).content.decode()
    assert 'class="ev ev-place" data-field="place" id="words-place"' in html
    assert "海棠里小区" in html
    assert 'href="#words-place"' in html  # a click on the field's chip leads there, without JavaScript too


def test_every_character_of_the_story_is_shown_whatever_the_marks(reviewer):
    draft = make.make_draft()
    parts = reviewer.get(review_url(draft)).context["parts"]
    page = draft.story.page
    assert ["".join(piece.text for piece in part) for _span, part in parts] == [page.text]


def test_block_that_tells_no_story_is_labelled_where_it_begins_and_in_the_legend(reviewer):
    draft = make.make_draft()
    page = draft.story.page
    [(start, end)] = make.find_spans(page, "市民来电：住在七楼要提水上楼")
    page.blocks = [["headline", 0, 11], ["caption", start, end], ["body", end + 2, len(page.text)]]
    page.save()
    answer = reviewer.get(review_url(draft))
    html = answer.content.decode()
    assert '<span class="desk-aside" data-aside="图注">市民来电：住在七楼要提水上楼</span>' in html
    assert '不是稿件正文：<span class="desk-aside" data-aside="图注"></span>' in html
    assert (
        'data-aside="caption"' in reviewer.get(review_url(draft), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    )
    assert ["".join(piece.text for piece in part) for _span, part in answer.context["parts"]] == [page.text]


def test_verdict_of_the_story_is_shown_as_because(reviewer):
    story = make.make_story()
    story.verdict = {"score": 0.8, "for": ["停水的居民"], "against": ["座谈会"]}
    story.save()
    html = reviewer.get(review_url(make.make_draft(story))).content.decode()
    assert "停水的居民" in html and "座谈会" in html


def test_script_tag_in_a_headline_stays_text(reviewer):
    text = "<script>alert(1)</script>小区停水\n海棠里小区停水三天。\n"
    story = make.make_story(make.make_page(text), headline="<script>alert(1)</script>")
    page = story.page
    draft = make.make_draft(
        story,
        title="<script>alert(2)</script>",
        place='"><img src=x>',
        evidence=[NewEvidence("place", make.find_spans(page, "</script>小区"), because=["<b>"])],
    )
    html = reviewer.get(review_url(draft)).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x>" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    "gaps",
    [
        {"category": None, "district": None, "place": ""},
        {"evidence": [], "parties": [], "events": [], "dates": {}},
        {"summary": "", "confidence": 0.0, "mention": True},
    ],
)
def test_half_filled_drafts_are_shown(reviewer, gaps):
    assert reviewer.get(review_url(make.make_draft(**gaps))).status_code == 200


def test_draft_without_page_or_story_is_shown(reviewer):
    draft = make.make_draft(evidence=[], parties=[], events=[])
    Issue.objects.filter(pk=draft.pk).update(story=None)
    assert reviewer.get(review_url(draft)).status_code == 200
    assert reviewer.get(reverse("admin:issues_issue_changelist")).status_code == 200


def test_saving_leaves_a_timeline_line_and_a_history_row_with_who(reviewer):
    draft = make.make_draft()
    answer = press(reviewer, draft, "save", place="海棠里小区三栋", resolution_notes="泵已更换")
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.place, draft.resolution_notes) == ("海棠里小区三栋", "泵已更换")
    assert draft.status == Status.DRAFT
    edited = draft.events.get(kind=EventKind.EDITED)
    assert edited.by == reviewer.user and edited.internal
    assert draft.history.first().history_user == reviewer.user


def test_saving_without_a_change_writes_nothing(reviewer):
    draft = make.make_draft()
    press(reviewer, draft, "save")
    draft.refresh_from_db()
    assert draft.version == 1
    assert not draft.events.filter(kind=EventKind.EDITED).exists()


def test_status_chosen_for_a_draft_is_kept_until_it_is_published(reviewer):
    draft = make.make_draft()
    press(reviewer, draft, "save", status=Status.RESOLVED.value)
    assert read_form(reviewer, draft)["status"] == Status.RESOLVED
    press(reviewer, draft, "publish")
    draft.refresh_from_db()
    assert draft.status == Status.RESOLVED


def test_publishing_saves_the_form_and_leads_to_the_next_draft(reviewer):
    first, second = make.make_draft(confidence=0.9), make.make_draft(confidence=0.5)
    answer = press(reviewer, first, "publish", title="海棠里小区清早没水")
    assert answer["Location"] == review_url(second)
    first.refresh_from_db()
    assert first.is_public and first.title == "海棠里小区清早没水"
    assert first.events.get(kind=EventKind.MOVED).by == reviewer.user


def test_publishing_the_last_draft_leads_to_the_queue(reviewer):
    answer = press(reviewer, make.make_draft(), "publish")
    assert answer["Location"].startswith(reverse("admin:issues_issue_changelist"))


def test_draft_without_category_is_not_published_and_the_input_stays(reviewer):
    draft = make.make_draft(category=None)
    answer = press(reviewer, draft, "publish", title="改过的标题")
    assert answer.status_code == 200
    assert "改过的标题" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT and draft.title == "海棠里小区每天早上停水"


def test_rejecting_needs_a_reason(reviewer):
    draft = make.make_draft()
    assert press(reviewer, draft, "reject").status_code == 200
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert press(reviewer, draft, "reject", reason="不是问题报道").status_code == 302
    draft.refresh_from_db()
    assert draft.status == Status.WITHDRAWN
    assert draft.history.first().history_change_reason == "不是问题报道"


def test_day_that_the_calendar_does_not_have_is_refused_in_words(reviewer):
    draft = make.make_draft()
    answer = press(reviewer, draft, "save", promised="2025-02-30", title="留下来的标题")
    html = answer.content.decode()
    assert "2025-02-30" in html and "不是日期" in html and "留下来的标题" in html


def test_public_issue_offers_only_the_moves_of_the_table(reviewer):
    issue = make.make_issue(Status.RESOLVED)
    choices = dict(reviewer.get(review_url(issue)).context["form"].fields["status"].choices)
    assert set(choices) == {"resolved", "verified", "reopened", "withdrawn"}


def test_closing_a_public_issue_needs_a_reason(reviewer):
    issue = make.make_issue(Status.IN_PROGRESS)
    refused = press(reviewer, issue, "save", status=Status.RESOLVED.value)
    assert refused.status_code == 200
    issue.refresh_from_db()
    assert issue.status == Status.IN_PROGRESS
    press(reviewer, issue, "save", status=Status.RESOLVED.value, reason="电机已换")
    issue.refresh_from_db()
    assert issue.status == Status.RESOLVED
    assert issue.events.filter(kind=EventKind.MOVED, text="电机已换", by=reviewer.user).exists()


def test_responsible_agency_is_changed_and_told(reviewer):
    draft, other = make.make_draft(), make.make_agency("城东区水务局")
    press(reviewer, draft, "save", responsible=[other.pk])
    names = set(draft.parties.filter(role=Role.RESPONSIBLE).values_list("name", flat=True))
    assert "城东区水务局" in names
    assert "城东区水务局" in draft.events.get(kind=EventKind.EDITED).text


def test_printed_name_that_the_directory_lacks_can_be_entered(reviewer):
    draft = make.make_draft()
    party = draft.parties.get(agency=None)
    press(reviewer, draft, "save", **{f"enter_{party.pk}": "on"})
    party.refresh_from_db()
    assert party.agency == Agency.objects.get(name="城东区住建局")
    assert party.evidence.exists()


def test_party_can_get_another_role_or_be_struck_out(reviewer):
    draft = make.make_draft()
    party = draft.parties.get()
    press(reviewer, draft, "save", **{f"role_{party.pk}": Role.SUPERVISING.value})
    party.refresh_from_db()
    assert party.role == Role.SUPERVISING
    press(reviewer, draft, "save", **{f"role_{party.pk}": ""})
    assert not Party.objects.filter(pk=party.pk).exists()


def test_comment_is_internal_unless_it_is_meant_for_everybody(reviewer):
    issue = make.make_issue()
    reviewer.post(review_url(issue), {"do": "comment", "comment": "已电话核实"})
    assert issue.events.get(kind=EventKind.COMMENT).internal
    reviewer.post(review_url(issue), {"do": "comment", "comment": "进展说明", "audience": "public"})
    assert not issue.events.get(kind=EventKind.COMMENT, text="进展说明").internal


def test_draft_cannot_be_commented_publicly(reviewer):
    draft = make.make_draft()
    answer = reviewer.post(review_url(draft), {"do": "comment", "comment": "说明", "audience": "public"})
    assert answer.status_code == 200 and "说明" in answer.content.decode()
    assert not draft.events.filter(kind=EventKind.COMMENT).exists()


def test_queue_goes_from_sure_to_unsure_with_mentions_last(reviewer):
    mention = make.make_draft(confidence=0.95, mention=True)
    unsure, sure = make.make_draft(confidence=0.3), make.make_draft(confidence=0.9)
    order, current = [], sure
    for _step in range(3):
        order.append(current)
        current = reviewer.get(review_url(current)).context["next"]
    assert order == [sure, unsure, mention]
    assert reviewer.get(review_url(unsure)).context["previous"] == sure


def test_change_page_leads_to_the_review_screen(reviewer):
    draft = make.make_draft()
    answer = reviewer.get(reverse("admin:issues_issue_change", args=[draft.pk]))
    assert answer["Location"] == review_url(draft)


def test_unknown_issue_and_unknown_button_are_refused(reviewer):
    draft = make.make_draft()
    assert reviewer.get("/admin/issues/issue/999999/review/").status_code == 404
    assert reviewer.post(review_url(draft), {"do": "explode"}).status_code == 403


def test_queries_of_the_screen_do_not_grow_with_what_it_shows(reviewer, django_assert_max_num_queries):
    small = make.make_draft()
    big = make.make_draft(
        parties=[NewParty(f"第{n}物业公司", Role.OPERATOR, [[0, 4]]) for n in range(8)],
        evidence=[NewEvidence("place", [[n, n + 3]]) for n in range(8)],
    )
    for n in range(8):
        Event.objects.create(issue=big, kind=EventKind.COMMENT, text=str(n), by=reviewer.user)
        make.make_draft(confidence=n / 10)
    reviewer.get(review_url(small))  # content types and sessions are warm from here on
    for issue in (small, big):
        with django_assert_max_num_queries(32):
            reviewer.get(review_url(issue))


def test_comment_that_is_too_long_is_refused_in_words_and_kept(reviewer):
    issue = make.make_issue()
    text = "长" * (LONGEST_COMMENT + 1)
    html = reviewer.post(review_url(issue), {"do": "comment", "comment": text}).content.decode()
    assert "最多 2000 个字" in html and text in html
    assert not issue.events.filter(kind=EventKind.COMMENT).exists()


def test_public_issue_without_a_category_is_refused_in_words(reviewer):
    issue = make.make_issue()
    html = press(reviewer, issue, "save", category="").content.decode()
    assert "公开的问题不能没有“类别”" in html
    issue.refresh_from_db()
    assert issue.category


def test_publishing_on_the_screen_enters_the_responsible_body(reviewer):
    draft = make.make_draft()
    assert "仅印在版面上的责任单位" in reviewer.get(review_url(draft)).content.decode()
    press(reviewer, draft, "publish")
    assert draft.parties.get().agency.name == "城东区住建局"


def test_path_of_the_desk_does_not_name_the_issues_twice(reviewer):
    assert Issue._meta.app_config.verbose_name != Issue._meta.verbose_name_plural


@pytest.mark.parametrize("version", ["9" * 5000, "٣", "-1", ""])
def test_a_version_that_is_no_number_is_refused_in_words(reviewer, version):
    draft = make.make_draft()
    data = {"do": "reject:not_issue", "reason": "不是问题", "version": version}
    answer = reviewer.post(review_url(draft), data)
    assert answer.status_code == 200 and "表单不完整" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
