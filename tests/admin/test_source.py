"""Pages, stories and batches at the desk: read with their verdicts, written by nobody."""

from datetime import date

import pytest
from django.urls import reverse

from issues.choices import SaidBy, StoryKind
from issues.models import Batch, Page, Story

from .. import make
from .conftest import review_url, sign_in

pytestmark = pytest.mark.django_db


def show(client, row) -> str:
    url = reverse(f"admin:issues_{row._meta.model_name}_change", args=[row.pk])
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_is_shown_with_stories_verdicts_and_issues(entry):
    story = make.make_story()
    story.verdict = {"score": 0.1, "for": [], "against": ["普法宣传"]}
    story.save()
    draft = make.make_draft(story)
    html = show(entry, story.page)
    assert "海棠里小区" in html and "普法宣传" in html and draft.title in html


def test_story_is_shown_with_its_own_words_only(entry):
    page = make.make_page("第一篇讲停水。\n第二篇讲路灯。\n")
    story = make.make_story(page)
    story.spans = [[8, 16]]
    story.save()
    html = show(entry, story)
    assert "第二篇讲路灯" in html and "第一篇讲停水" not in html


def test_page_and_story_of_nothing_are_shown(entry):
    page = make.make_page("空", publication="", published=None)
    story = Story.objects.create(page=page, position=0, headline="", kind=StoryKind.OTHER, spans=[])
    assert "空" in show(entry, page)
    assert "标题缺失" in show(entry, story)


def test_batch_is_shown_with_figures_and_contradictions(entry):
    batch = Batch.objects.create(
        story=make.make_story(kind=StoryKind.BATCH),
        number=3,
        total=53,
        figures={"number": 3, "total": 53, "handed_over": "2024-10-28T08", "by_type": {"大气": 35, "水": 18}},
        warnings=["来电出现两次。"],
    )
    html = show(entry, batch)
    assert all(words in html for words in ("53", "大气", "35", "来电出现两次。", "2024年10月28日"))


def test_script_tag_on_a_page_stays_text(entry):
    page = make.make_page("<script>alert(1)</script>\n")
    make.make_story(page, headline="<script>alert(2)</script>")
    assert "<script>alert" not in show(entry, page)


def test_list_of_pages_does_not_fetch_their_texts(entry, django_assert_max_num_queries):
    for _number in range(12):
        make.make_page()
    with django_assert_max_num_queries(12):
        answer = entry.get(reverse("admin:issues_page_changelist"))
    assert "text" in answer.context["cl"].result_list[0].get_deferred_fields()


def test_unknown_rows_are_not_found(entry):
    for model in (Page, Story, Batch):
        url = reverse(f"admin:issues_{model._meta.model_name}_change", args=[999999])
        assert entry.get(url).status_code == 404


def correct(client, page, **told):
    return client.post(reverse("admin:issues_page_change", args=[page.pk]), told)


def test_page_says_who_said_its_source_and_staff_may_correct_it(entry):
    draft = make.make_draft()
    page = draft.story.page
    Page.objects.filter(pk=page.pk).update(source_said_by=SaidBy.FILE_NAME)
    assert "读自文件名" in show(entry, page)
    assert "读自文件名" in entry.get(review_url(draft)).content.decode()
    assert correct(entry, page, publication="云河日报", published="2025-12-05").status_code == 302
    page.refresh_from_db()
    assert (page.publication, page.published) == ("云河日报", date(2025, 12, 5))
    assert "编辑更正" in show(entry, page)
    reported = draft.reported
    draft.refresh_from_db()
    assert draft.reported == reported, "dates that were read stay"


def test_wrong_day_and_stranger_correct_nothing(entry, groups):
    page = make.make_page()
    assert "日期" in correct(entry, page, publication="云河日报", published="去年").content.decode()
    assert correct(sign_in(), page, publication="云河日报").status_code == 403
    page.refresh_from_db()
    assert (page.publication, page.source_said_by) == ("云河晚报", "")


def test_doubtful_words_are_marked_on_page_story_and_review_screen(entry):
    draft = make.make_draft()
    page = draft.story.page
    for url in (review_url(draft), reverse("admin:issues_page_change", args=[page.pk])):
        assert "识别存疑" not in entry.get(url).content.decode()
    start = page.text.index("周女士")
    Page.objects.filter(pk=page.pk).update(doubtful=[[start, start + 2]])
    for row in (page, draft.story):
        html = show(entry, row)
        assert "没有把握" in html and f">{page.text[start : start + 2]}</mark>" in html
    html = entry.get(review_url(draft)).content.decode()
    assert "没有把握" in html and f">{page.text[start : start + 2]}</mark>" in html
