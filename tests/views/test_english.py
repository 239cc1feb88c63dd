"""The public pages in English: what is Chinese on them comes from the papers and the directory, never from the frame."""

import re

import pytest
from django.urls import reverse

from .. import make
from .reading import page_of

FRAME = {"问", "中文"}
"""The seal, and the button that leads to the Chinese pages."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
DATA = make.PAGE + "云河市 城东区 城东区住建局 云河晚报 云河市水务集团 供水 公用事业"
"""The words of the pages and the directory that make.py knows."""


@pytest.mark.parametrize(
    "name", ["list", "map", "sources", "districts", "agencies", "figures", "about", "data", "issue"]
)
def test_english_frame_has_no_chinese_left(client, db, name):
    issue = make.make_issue()
    address = page_of(issue) if name == "issue" else reverse(f"issues:{name}")
    html = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert 'lang="en"' in html
    shown = re.sub(r"<[^>]+>", "\n", html.replace("<mark>", "").replace("</mark>", ""))
    attributes = "\n".join(re.findall(r'(?:title|alt|placeholder|aria-label|content)="([^"]*)"', html))
    left = {words for words in _CHINESE.findall(f"{shown}\n{attributes}") if words not in DATA} - FRAME
    assert left == set()
