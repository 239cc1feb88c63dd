"""Search finds exactly what a plain reading of the public text finds, on the database that the tests run on."""

import random

import pytest
from django.core.management import call_command

from issues.actions import NewEvidence, add_event, edit_issue, move_issue
from issues.choices import EventKind, Role, Status
from issues.models import Issue
from issues.search import clear_index, find_words, index_issue, normalise, public_text, search_issues

from . import make

SIGNS = "停水了市民观山湖区路ＡaBb1２3，。“”%_'\\*- 😀ß"


def found(text: str) -> set[int]:
    return set(search_issues(Issue.objects.public(), text).values_list("pk", flat=True))


def scanned(text: str, texts: dict[int, str]) -> set[int]:
    return {key for key, words in texts.items() if all(word in words for word in find_words(text))}


def test_any_piece_of_any_text_is_found_where_it_stands_and_nowhere_else(db):
    chance = random.Random(7)
    texts = {}
    for _number in range(25):
        title = "".join(chance.choices(SIGNS, k=20))
        issue = make.make_issue(title=title, summary="".join(chance.choices(SIGNS, k=60)))
        texts[issue.pk] = public_text(issue)
    queries = [
        "观山湖",
        "停",
        "%",
        "_",
        "\\",
        "'",
        "*",
        "😀",
        "水了 市民",
        '"水了 市"',
        "没有的词",
        "ａ",
        "SS",
    ]
    for words in list(texts.values()):
        for _number in range(12):
            at, long = chance.randrange(len(words)), chance.choice([1, 2, 2, 3, 4, 7, 15])
            queries.append(f'"{words[at : at + long]}"')
    asked = [query for query in queries if find_words(query)]
    assert len(asked) > 250
    for query in asked:
        assert found(query) == scanned(query, texts), query


@pytest.mark.parametrize(
    "query",
    [
        "海棠里",
        "停水 海棠",
        "海棠 停水",
        "ＡＢ12",
        "ab１２",
        "观山湖",
        "觀山湖",
        "城东区住建局",
        "水务集团",
        "电机",
        "恢复全天供水",
        "里",
        "12月10日前",
    ],
)
def test_a_title_a_place_an_agency_and_a_quotation_are_found(db, query):
    issue = make.make_issue(title="海棠里小区停水", summary="观山湖区 AB12号", place="海棠里")
    assert found(query) == {issue.pk}


@pytest.mark.parametrize("query", ["住建局", "区住建局", "城东区区住建局", "住建局 停水"])
def test_an_agency_is_found_by_its_short_names(db, query):
    issue = make.make_issue(title="海棠里小区停水")
    bureau = issue.parties.get(role=Role.RESPONSIBLE).agency
    bureau.name, bureau.short_names = "城东区住房和城乡建设局", ["住建局", "区住建局"]
    bureau.save()
    index_issue(issue)
    assert found(query) == {issue.pk}
    assert found("南山区住建局") == set()


@pytest.mark.parametrize("query", ["停水 暖气", '"停水 海棠"', "水停", "七楼要提水上楼", "已核实吗"])
def test_what_is_not_in_the_public_text_is_not_found(db, query):
    make.make_issue(title="海棠里小区停水", place="海棠里")
    assert found(query) == set()


@pytest.mark.parametrize("query", ["", "   ", '""', "“”"])
def test_nothing_to_look_for_leaves_the_list_as_it_is(db, query):
    issue = make.make_issue()
    assert found(query) == {issue.pk}


@pytest.mark.parametrize(
    "query", ["'; DROP TABLE issue_words; --", 'AND OR NOT NEAR("a b")', "a" * 5000, "乎 " * 500]
)
def test_hostile_words_are_only_words(db, query):
    make.make_issue()
    assert found(query) == set()


def test_saving_keeps_the_index_current(db, staff):
    issue = make.make_issue(title="旧的标题")
    edit_issue(issue, {"title": "新的名字"}, by=staff)
    assert found("旧的标题") == set() and found("新的名字") == {issue.pk}
    add_event(issue, EventKind.COMMENT, text="管道已经换新")
    add_event(issue, EventKind.COMMENT, text="内部消息灵通", internal=True)
    assert found("管道已经换新") == {issue.pk} and found("内部消息灵通") == set()
    move_issue(issue, Status.RESOLVED, by=staff, reason="居民来电称水已恢复")
    assert found("居民来电称水已恢复") == {issue.pk}
    move_issue(issue, Status.WITHDRAWN, by=staff, reason="报道有误")
    assert found("新的名字") == set()
    at_the_desk = search_issues(Issue.objects.all(), "新的名字")
    assert list(at_the_desk) == [issue], "the desk still finds what was withdrawn"
    assert not search_issues(Issue.objects.all(), "管道已经换新"), "but not by what its page showed"


def test_a_masked_number_cannot_be_searched(db):
    issue = make.make_issue(summary="居民周女士电话13812345678说停水")
    assert found("13812345678") == set() and found("周女士电话138") == {issue.pk}


def test_index_issues_builds_the_index_anew(db, capsys):
    issue = make.make_issue(title="海棠里停水")
    make.make_draft(title="海棠里待审")
    clear_index()
    assert found("海棠里") == set()
    call_command("index_issues")
    assert found("海棠里") == {issue.pk}
    assert search_issues(Issue.objects.drafts(), "海棠里待审").exists()
    assert capsys.readouterr().out == "2 issues indexed.\n"


def test_evidence_of_one_word_is_enough(db):
    story = make.make_story(make.make_page("路灯不亮。"))
    issue = make.make_issue(story=story, title="路灯", summary="", evidence=[NewEvidence("title", [[0, 2]])])
    assert found("路灯") == {issue.pk}


def test_normalising_folds_width_case_and_script():
    assert normalise(" ＡＢc　１２ 觀山湖 ") == "abc 12 观山湖"
