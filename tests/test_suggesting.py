"""Suggestions while typing: what begins so, only what is public, nothing that is masked, by the index."""

import pytest
from django.conf import settings as plain
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issues.actions import move_issue
from issues.beginnings import INDEXES, keep_indexes
from issues.choices import Status
from issues.models import Agency
from issues.suggesting import MOST, MOST_LOOKS, find_suggestions

from . import make

pytestmark = pytest.mark.django_db
ADDRESS = reverse("issues:suggest")


def texts(typed) -> list[str]:
    return [one["text"] for one in find_suggestions(typed)]


def test_places_titles_agencies_districts_and_categories_are_suggested(client):
    issue = make.make_issue()
    Agency.objects.filter(name="城东区住建局").update(short_names=["区住建局"], initials="cdqzjj qzjj")
    assert texts("海棠") == ["海棠里小区", "海棠里小区每天早上停水"]
    for typed in ("城东区住", "区住建局", "qzjj", "住建"):
        assert texts(typed) == ["城东区住建局"], typed
    assert "城东区" in texts("城东") and "城东区" in texts("cdq")
    assert texts("供") == ["供水"] and texts("gs") == ["供水"]
    assert texts("") == texts("　 ") == texts("没有这样的") == []
    found = client.get(ADDRESS, {"q": "海棠里小区每"}).json()["suggestions"]
    assert found == [{"kind": "问题", "text": issue.title, "url": issue.get_absolute_url()}]


def test_every_suggestion_leads_to_issues(client):
    make.make_issue()
    for typed in ("海棠", "城东", "供水"):
        for one in find_suggestions(typed):
            assert client.get(one["url"]).status_code == 200
            assert "/?" not in one["url"] or client.get(one["url"]).context["count"] == 1, one


def test_each_place_comes_once_however_many_issues_lie_there():
    for number in range(6):
        make.make_issue(place="海棠里小区", title=f"停水{number}")
    make.make_issue(place="海棠湾", title="停电")
    assert texts("海棠")[:2] == ["海棠湾", "海棠里小区"] or texts("海棠")[:2] == ["海棠里小区", "海棠湾"]
    assert texts("海棠").count("海棠里小区") == 1 and len(texts("停水")) == MOST["title"]


def test_a_place_is_also_found_by_what_stands_inside_of_its_name():
    make.make_issue(place="泉湖街道泽溪雅居", title="停水")
    make.make_issue(place="泽溪路12号", title="泽溪雅居门口停电")
    make.make_draft(place="城北泽溪绝密苑", title="停水")
    assert texts("泽溪雅居")[0] == "泉湖街道泽溪雅居"
    assert texts("泽溪") == ["泽溪路12号", "泉湖街道泽溪雅居", "泽溪雅居门口停电"], (
        "what begins so comes first"
    )


def test_no_more_than_so_many_issues_are_looked_through_for_places(monkeypatch):
    monkeypatch.setattr("issues.suggesting.MOST_SEARCHED", 3)
    for number in range(5):
        make.make_issue(place=f"泉湖街道泽溪{number}区", title="停水")
    assert len(texts("泽溪")) == 3 and texts("泽溪4") == ["泉湖街道泽溪4区"]


def test_a_place_that_many_issues_have_is_one_suggestion_and_hides_no_other():
    make.make_issue(place="云河雅居北门", title="停水")
    for _number in range(MOST_LOOKS + 2):
        make.make_issue(place="泉湖街道泽溪雅居", title="停水")
    assert texts("雅居") == ["泉湖街道泽溪雅居", "云河雅居北门"]


def test_what_is_hidden_is_not_suggested_at_once(client, staff):
    make.make_draft(place="绝密里", title="绝密停水")
    issue = make.make_issue(place="撤回里", title="撤回停水", category=make.make_category("x", "撤回类"))
    assert client.get(ADDRESS, {"q": "绝密"}).json()["suggestions"] == []
    assert len(client.get(ADDRESS, {"q": "撤回里"}).json()["suggestions"]) == 1
    move_issue(issue, Status.WITHDRAWN, by=staff, reason="报道有误")
    assert client.get(ADDRESS, {"q": "撤回里"}).json()["suggestions"] == []


def test_typing_on_does_not_find_out_what_stars_hide():
    make.make_issue(place="柳岸里3栋502", title="刘建军家停水", summary="业主刘建军反映")
    assert texts("柳岸里3栋5") == [] and texts("柳岸里3") == ["柳岸里3栋***"]
    assert texts("3栋502") == texts("栋502") == texts("502") == [] and texts("岸里3栋") == ["柳岸里3栋***"]


def test_an_answer_costs_a_fixed_number_of_looks_into_indexes():
    for number in range(30):
        make.make_issue(place=f"海棠里{number}区", title=f"海棠停水{number}")
    with CaptureQueriesContext(connection) as asked:
        find_suggestions("海棠")
    assert len(asked) <= 5 + 2 + MOST["place"]
    with CaptureQueriesContext(connection) as inside:
        find_suggestions("棠里")
    assert len(inside) <= 5 + 4
    wanted = [query["sql"] for query in asked if "begins" in query["sql"]]
    with connection.cursor() as cursor:
        for sql in wanted:
            if connection.vendor == "sqlite":
                cursor.execute("EXPLAIN QUERY PLAN " + sql)
                plan = str(cursor.fetchall())
                assert "_begins (is_public=? AND" in plan and "TEMP B-TREE" not in plan, plan


def test_an_index_that_a_migration_has_lost_is_made_again():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX issue_place_begins")
        keep_indexes(using="default")
        known = connection.introspection.get_constraints(cursor, "issues_issue")
    assert set(INDEXES) <= set(known)


def test_too_many_questions_are_answered_with_nothing(client, settings):
    settings.CIVICTRACK_LIMITS = {**plain.CIVICTRACK_LIMITS, "suggest": "1/min"}
    assert [client.get(ADDRESS, {"q": "海"}).status_code for _key in range(2)] == [200, 429]


@pytest.mark.parametrize("typed", ["%", "_", "'", "\x00", "😀" * 50, "a" * 5000, "\ud7ff", "\\"])
def test_nothing_that_is_typed_breaks_it(client, typed):
    assert client.get(ADDRESS, {"q": typed}).status_code == 200
