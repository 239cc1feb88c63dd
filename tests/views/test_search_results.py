"""What a search shows: best matches first, the words marked, and where they stand when the row does not show them."""

import pytest
from django.utils.html import strip_tags

from issues import search
from issues.actions import edit_issue

from .. import make
from .reading import read

pytestmark = pytest.mark.django_db


def show(page: str) -> list[str]:
    """The titles of the rows in their order."""
    return [strip_tags(row.split("</h3>")[0]).strip() for row in page.split('<li class="row">')[1:]]


def test_titles_come_before_places_and_places_before_quotations(client):
    for title, place in (("甲处井盖丢失", "柳林路"), ("乙处停电", "井盖巷"), ("丙处停水", "柳林路")):
        make.make_issue(title=title, place=place, summary="井盖" if title[0] == "丙" else "路灯")
    assert show(read(client, "/?q=井盖")) == ["甲处井盖丢失", "乙处停电", "丙处停水"]
    assert show(read(client, "/?q=井盖&order=changed"))[0] == "丙处停水"


def test_words_that_are_everywhere_are_not_ranked_and_the_page_says_so(client, monkeypatch):
    for title in ("甲处井盖丢失", "乙处停电", "丙处停水"):
        make.make_issue(title=title, place="柳林路", summary="井盖")
    monkeypatch.setattr(search, "MOST_RANKED", 2)
    page = read(client, "/?q=井盖")
    assert show(page) == ["丙处停水", "乙处停电", "甲处井盖丢失"]
    assert "结果太多，不按相关排序" in page


def test_paging_through_the_best_matches_meets_each_once(client):
    for number in range(45):
        make.make_issue(title=f"{number}号井盖" if number % 3 == 0 else f"{number}号路灯", place="井盖巷")
    seen, address = [], "/?q=井盖"
    while address:
        page = read(client, address)
        seen += show(page)
        links = [part.split('"')[0] for part in page.split('rel="next" href="')[1:]]
        address = "/" + links[0].replace("&amp;", "&") if links else ""
    assert len(seen) == len(set(seen)) == 45
    assert all("井盖" in title for title in seen[:15])


def test_the_words_are_marked_whatever_their_width_or_script(client):
    make.make_issue(title="甲處ＡＢ樓停水")
    page = read(client, "/?q=甲处ab楼")
    assert "<mark>甲處ＡＢ樓</mark>停水" in page


def test_marked_text_is_escaped(client):
    make.make_issue(title="<b>停水</b>")
    assert "&lt;b&gt;<mark>停水</mark>&lt;/b&gt;" in read(client, "/?q=停水")


def test_a_row_that_shows_none_of_the_words_shows_the_quotation_with_them(client):
    issue = make.make_issue(title="甲处难题", summary="", place="")
    edit_issue(issue, {"place": "别处"}, by=None)
    page = read(client, "/?q=恢复全天")
    assert "<mark>恢复全天</mark>" in page
