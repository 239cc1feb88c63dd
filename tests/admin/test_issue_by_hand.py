"""An issue that a person opens from a story: resting on marked words, with who did it on the timeline."""

import pytest
from django.urls import reverse

from issues.choices import EventKind, Status, StoryKind
from issues.importing.rereading import reread_page
from issues.models import Issue

from .. import make
from .conftest import review_url

pytestmark = pytest.mark.django_db

PROBLEM = "家里有老人和小孩，只好头天晚上用桶接水"


@pytest.fixture
def story(db):
    """A story that the reader passed over."""
    make.make_division()
    return make.make_story(kind=StoryKind.OTHER)


def open_url(story) -> str:
    return reverse("admin:issues_story_open_issue", args=[story.pk])


def send(client, story, **fields):
    told = {
        "title": "海棠里小区停水",
        "problem_words": PROBLEM,
        "category": make.make_category().pk,
        "place": "海棠里小区",
        "printed_status": Status.REPORTED.value,
        **fields,
    }
    return client.post(open_url(story), told)


def quotes(issue, field) -> list[str]:
    return [words.quote for words in issue.evidence.filter(field=field)]


def test_entry_opens_a_draft_that_rests_on_the_marked_words(entry, story):
    answer = send(entry, story)
    issue = Issue.objects.get()
    assert answer["Location"] == review_url(issue)
    assert (issue.status, issue.title, issue.place) == (Status.DRAFT, "海棠里小区停水", "海棠里小区")
    assert quotes(issue, "category") == quotes(issue, "summary") == [PROBLEM]
    assert quotes(issue, "place") == ["海棠里小区"]
    assert issue.summary == PROBLEM and issue.story == story


def test_who_did_it_is_on_the_timeline_and_in_the_history(entry, story):
    send(entry, story)
    issue = Issue.objects.get()
    event = issue.events.get(kind=EventKind.OPENED)
    assert event.by == entry.user and event.internal and event.text
    assert issue.history.get().history_user == entry.user


def test_several_passages_are_marked_a_line_each(entry, story):
    send(entry, story, problem_words=f"　　{PROBLEM}\r\n\r\n已经持续半个月\n")
    issue = Issue.objects.get()
    words = issue.evidence.get(field="category")
    assert len(words.spans) == 2 and words.quote == PROBLEM + "已经持续半个月"
    assert issue.summary == f"{PROBLEM}\n已经持续半个月"


def test_punctuation_typed_otherwise_is_found_and_quoted_as_printed(entry, story):
    send(entry, story, problem_words=PROBLEM.replace("，", ","))
    assert quotes(Issue.objects.get(), "category") == [PROBLEM]


@pytest.mark.parametrize(
    "fields",
    [
        {"problem_words": ""},
        {"problem_words": "这句话稿件里没有"},
        {"problem_words": f"{PROBLEM}\n这句话稿件里没有"},
        {"place": "稿件里没有的地方"},
        {"place_words": "稿件里没有的地方"},
        {"printed_status": "resolved"},
        {"printed_status": "draft"},
        {"category": ""},
        {"title": ""},
        {"title": "长" * 81},
        {"problem_words": "<script>alert(1)</script>"},
        {"problem_words": "\x00"},
    ],
)
def test_what_has_no_words_in_the_story_is_refused_and_the_input_stays(entry, story, fields):
    answer = send(entry, story, **fields)
    assert answer.status_code == 200 and not Issue.objects.exists()
    html = answer.content.decode()
    assert PROBLEM in html and "<script>alert" not in html and "desk-error" in html


def test_words_of_another_story_on_the_page_are_not_taken(entry):
    page = make.make_page("第一篇讲停水，居民提水。\n第二篇讲路灯不亮。\n")
    story = make.make_story(page)
    story.spans = [[13, len(page.text)]]
    story.save()
    send(entry, story, problem_words="居民提水", place="")
    assert not Issue.objects.exists()
    send(entry, story, problem_words="路灯不亮", place="")
    assert quotes(Issue.objects.get(), "category") == ["路灯不亮"]


def test_place_district_and_status_rest_on_their_own_words(entry, story):
    send(
        entry,
        story,
        place="海棠里三栋",
        place_words="三栋楼下",
        district=make.make_division().pk,
        printed_status="in_progress",
        status_words="泵房的电机烧坏，需要更换",
    )
    issue = Issue.objects.get()
    assert quotes(issue, "place") == ["三栋楼下"]
    assert quotes(issue, "district") == ["城东区"]
    assert quotes(issue, "status") == ["泵房的电机烧坏，需要更换"]
    assert issue.printed_status == Status.IN_PROGRESS


def test_second_issue_of_a_story_stands_behind_the_first(entry, story):
    first = make.make_draft(story)
    send(entry, story)
    assert story.issues.exclude(pk=first.pk).get().position == first.position + 1


def test_story_and_page_lead_to_the_form(entry, story):
    for row in (story, story.page):
        url = reverse(f"admin:issues_{row._meta.model_name}_change", args=[row.pk])
        assert open_url(story) in entry.get(url).content.decode()
    html = entry.get(open_url(story)).content.decode()
    assert PROBLEM in html and "<script>" not in html


def test_who_may_not_change_drafts_opens_none(client, groups, story):
    client.force_login(make.make_user())
    assert client.get(open_url(story)).status_code == 403
    assert send(client, story).status_code == 403
    assert not Issue.objects.exists()


def test_story_that_is_not_there_is_not_found(entry):
    assert entry.get(reverse("admin:issues_story_open_issue", args=[999999])).status_code == 404


def test_issue_by_hand_is_not_missed_by_a_reader_that_never_found_it(entry):
    page = make.make_page(
        "周末市集开张\n\n本报讯 11月2日，观山湖公园的周末市集开张，吸引众多市民前来游玩。\n"
    )
    page.read_at = page.received_at
    page.save()
    story = make.make_story(page)
    send(entry, story, problem_words="吸引众多市民前来游玩", place="")
    outcome = reread_page(page.pk)
    assert (outcome.opened, outcome.differences) == ([], [])
    issue = Issue.objects.get()
    assert issue.status == Status.DRAFT and issue.story_id == story.pk
