"""Publications: a page for each that printed a public issue, with its own issues, figures and feed; and a list's weight."""

from urllib.parse import quote

from django.core.cache import cache
from django.urls import reverse

from .. import make
from .reading import read

HEAVIEST = 100 * 1024
"""Bytes of a full list's page without compression, fonts and pictures."""


def test_a_publication_has_its_issues_figures_and_feed(client, db):
    cache.clear()
    make.make_issue(title="晚报登的")
    make.make_issue(title="日报登的", story=make.make_story(make.make_page(publication="云河日报")))
    address = reverse("issues:source", args=["云河日报"])
    assert address in read(client, reverse("issues:sources"))
    page = read(client, address)
    assert "日报登的" in page and "晚报登的" not in page
    assert f"/feeds/new.atom?source={quote('云河日报')}" in page
    assert f"/figures/?source={quote('云河日报')}" in page


def test_a_publication_without_public_issues_is_not_found(client, db):
    make.make_draft(story=make.make_story(make.make_page(publication="只有草稿")))
    for name in ("只有草稿", "没有这家"):
        assert client.get(reverse("issues:source", args=[name])).status_code == 404


def test_a_full_list_weighs_less_than_a_hundred_kilobytes(client, db):
    for number in range(21):
        make.make_issue(title=f"第{number}处" + "长标题" * 20, summary="说明" * 200)
    assert len(client.get("/?q=停水").content) <= HEAVIEST
    assert len(client.get("/").content) <= HEAVIEST
