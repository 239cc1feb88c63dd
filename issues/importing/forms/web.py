"""HTML → its article as text: headline, date line, body, without menus and adverts. Fetches nothing."""

from __future__ import annotations

import re

import trafilatura
from lxml import html as markup

from ...reading.received import decode_page
from .opened import UnreadableFile, clean_text
from .refusals import DAMAGED, NO_TEXT

_FULL_DATE = re.compile(r"(?:19|20)\d{2}\s*[年\-/.]\s*\d{1,2}\s*[月\-/.]\s*\d{1,2}")
_TABLE_ROWS = re.compile(r"(?<=\|)\n\n(?=\|)")
_LONGEST_DATE_LINE = 60
_UNSEEN = {"script", "style", "template", "noscript"}


def open_html(content: bytes) -> str:
    """The page's article. Raises UnreadableFile where there is none, UnreadablePage where the bytes are no text."""
    source = decode_page(content)
    tree = trafilatura.load_html(source)
    if tree is None:
        raise UnreadableFile(DAMAGED)
    date_line = _find_date_line(tree)
    found = trafilatura.bare_extraction(tree, include_comments=False, favor_recall=True, with_metadata=True)
    body = clean_text(found.text if found and found.text else trafilatura.html2txt(source)).strip()
    if not body:
        raise UnreadableFile(NO_TEXT)
    return _set_page(clean_text((found.title if found else None) or "").strip(), date_line, body)


def _set_page(title: str, date_line: str, body: str) -> str:
    """`# headline`, the date line, the body, a paragraph each: none of them twice."""
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    while lines and lines[0].strip("# ") in {title, date_line}:
        lines = lines[1:]
    head = [f"# {title}"] if title else []
    if date_line and date_line not in lines:
        head.append(date_line)
    return _TABLE_ROWS.sub("\n", "\n\n".join([*head, *lines]))


def _find_date_line(tree: markup.HtmlElement) -> str:
    """The first short line of the page with a full date: trafilatura takes it for metadata and drops it."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or not element.text:
            continue
        line = " ".join(clean_text(element.text_content()).split())
        if len(line) <= _LONGEST_DATE_LINE and _FULL_DATE.search(line):
            return line
    return ""
