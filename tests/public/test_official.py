"""Official figures beside our count: recomputed, and contradictions told, never mended."""

from datetime import date

import pytest
from django.urls import reverse

from issues.choices import Status, StoryKind
from issues.models import Batch, Issue, Story
from issues.public.official import find_contradictions, find_notices, find_results
from issues.tallies import tally_issues

from .. import make
from ..views.reading import read

FIGURES = reverse("issues:figures")
REPORT = "平台共受理群众诉求1286件，办结1147件，办结率89.2%，满意率93.5%。"


def figure(what, value, unit="件"):
    return {"what": what, "value": value, "unit": unit}


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ([figure("受理群众诉求", 1286), figure("办结", 1147), figure("办结率", 89.2, "%")], []),
        ([figure("受理", 1286), figure("办结", 1147), figure("办结率", 97.2, "%")], ["89.19"]),
        ([figure("受理", 4.1, "万件"), figure("办结", 4, "万件"), figure("按期办结率", 90, "%")], ["97.56"]),
        ([figure("受理", 1286), figure("办结", 1300), figure("满意率", 93, "%")], ["1300"]),
        ([figure("满意率", 193.5, "%")], ["193.5"]),
        ([figure("受理", 10), figure("受理", 20), figure("办结", 9), figure("办结率", 99, "%")], []),
        ([figure("受理", 10), figure("办结", 9), figure("满意率", 99, "%")], []),
        ([figure("受理", 0), figure("办结", 0), figure("办结率", 100, "%")], []),
    ],
)
def test_rates_are_recomputed_where_the_story_says_of_what(figures, told):
    found = list(find_contradictions(figures))
    assert len(found) == len(told) and all(word in line for word, line in zip(told, found, strict=True))


def make_report(page, text=REPORT) -> Story:
    """What the reading keeps of a story of figures."""
    pieces = {
        "受理群众诉求": "受理群众诉求1286件",
        "办结": "办结1147件",
        "办结率": "办结率89.2%",
        "满意率": "满意率93.5%",
    }
    values = {
        "受理群众诉求": (1286, "件"),
        "办结": (1147, "件"),
        "办结率": (89.2, "%"),
        "满意率": (93.5, "%"),
    }
    figures = [
        {
            "what": what,
            "value": values[what][0],
            "unit": values[what][1],
            "spans": make.find_spans(page, words),
        }
        for what, words in pieces.items()
    ]
    story = make.make_story(page, headline="平台月报", kind=StoryKind.FIGURES)
    Story.objects.filter(pk=story.pk).update(figures=figures)
    return story


@pytest.mark.django_db
def test_printed_results_stand_beside_our_count_with_their_words(client):
    page = make.make_page(f"{make.PAGE}\n{REPORT}平台负责人刘大明电话13985012345。\n")
    make_report(page)
    assert "平台和单位公布的成绩" not in read(client, FIGURES), "no person has looked at this page yet"
    make.make_issue(story=make.make_story(page))
    html = read(client, FIGURES)
    assert "89.2 %" in html and "93.5 %" in html and "<mark>受理群众诉求1286件</mark>" in html
    assert "13985012345" not in html
    assert "未发现" in html


def make_batch(
    number, total, *, published=date(2025, 12, 4), issues=1, status=Status.IN_PROGRESS, **fields
) -> Batch:
    story = make.make_story(make.make_page(published=published), kind=StoryKind.BATCH)
    for _n in range(issues):
        make.make_issue(status, story=story, title="批次里的问题")
    return Batch.objects.create(story=story, number=number, total=total, **fields)


@pytest.mark.django_db
def test_batches_that_two_papers_count_differently_are_marked():
    one, other = make_batch(3, 40), make_batch(3, 45, published=date(2025, 12, 6))
    years_later = make_batch(3, 50, published=date(2027, 1, 1))
    make_batch(3, None), make_batch(4, 45), make_batch(None, 41)
    told = {notice.batch.pk: notice.contradictions for notice in find_notices()}
    assert [len(told[batch.pk]) for batch in (one, other, years_later)] == [1, 1, 0]
    assert "45" in told[one.pk][0] and "云河晚报 2025-12-06" in told[one.pk][0]
    assert sum(map(len, told.values())) == 2


@pytest.mark.django_db
def test_more_issues_here_than_printed_is_a_contradiction(client):
    make_batch(3, 1, issues=2, warnings=["各渠道相加为3件，与总数1件不符。"])
    html = read(client, FIGURES)
    assert "多于所印的 1 件" in html and "各渠道相加为3件" in html and 'href="/?batch=3"' in html
    assert "未发现" not in html
    client.cookies["django_language"] = "en"
    assert "The channels add up to 3, not to the total of 1." in read(client, FIGURES)


@pytest.mark.django_db
def test_queries_do_not_grow_with_batches_and_results(django_assert_num_queries):
    tally = tally_issues(Issue.objects.public())
    for _ in range(2):
        make_batch(3, 1)
        page = make.make_page(f"{make.PAGE}\n{REPORT}{Batch.objects.count()}\n")
        make_report(page), make.make_issue(story=make.make_story(page))
        with django_assert_num_queries(2):
            assert find_notices() and find_results(tally)
