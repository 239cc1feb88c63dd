"""Headline results of a platform or campaign: 受理 86619 件, 办结率 97.43 %. Not the figures of a batch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from issues.reading.shapes import Figure, Span, Story
from issues.reading.text import find_sentences, fold
from issues.reading.words import load_terms

_NUMBER = r"\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?"
_UNIT = r"[万亿]?[余多]?(?:人次|场次|批次|小时|公里|平方米|[件个条次起户家人项处宗辆台场元吨张份])"
_VERBS = "|".join(sorted(map(re.escape, load_terms("figure_verbs")), key=len, reverse=True))
_COUNT = re.compile(
    rf"(?P<what>(?:{_VERBS})[㐀-鿿“”A-Za-z]{{0,14}}?)(?:共计?|总计|达到?|约|近|超过?)?\s?(?P<value>{_NUMBER})(?P<unit>{_UNIT}元?)"
)
_RATE_NAMES = "|".join(sorted(map(re.escape, load_terms("figure_rates")), key=len, reverse=True))
_RATE = re.compile(
    rf"(?P<what>(?:群众|市民)?(?:{_RATE_NAMES})|(?<=[,、;:。])[㐀-鿿]{{1,8}}率)(?:均|已)?(?:为|达到?了?|提升[到至]|升[到至]|是)?"
    rf"\s?(?P<value>{_NUMBER})(?P<unit>%)"
)
_RATES = re.compile(
    rf"(?P<whats>[㐀-鿿]{{1,6}}率(?:[、和][㐀-鿿]{{1,6}}率){{1,5}})分别(?:为|达到?了?|是)?\s?(?P<values>{_NUMBER}%(?:[、,和]\s?{_NUMBER}%){{1,5}})"
)
_DIGIT = re.compile(r"\d")
MOST = 40


def read_figures(text: str, story: Story) -> tuple[Figure, ...]:
    """The results that the story reports, in its order, as printed: 7.3亿次 is 7.3 with the unit 亿次; 40 at most."""
    folded = fold(text)
    told = (
        block.span for block in story.blocks if block.kind == "body" and _DIGIT.search(block.span.of(folded))
    )
    sentences = (sentence for span in told for sentence in find_sentences(folded, span))
    found = (
        figure
        for sentence in sentences
        for figure in sorted(_read(folded, sentence), key=lambda one: one.spans)
    )
    return tuple(figure for figure, _ in zip(found, range(MOST), strict=False))


def _read(folded: str, sentence: Span) -> Iterator[Figure]:
    if not _DIGIT.search(folded, sentence.start, sentence.end):
        return
    where = (sentence.start, sentence.end)
    rates = _RATES.finditer(folded, *where) if folded.find("分别", *where) >= 0 else ()
    for hit in rates:
        whats, values = re.split("[、和]", hit["whats"]), re.findall(_NUMBER, hit["values"])
        for what, value in zip(whats, values, strict=False):
            yield Figure(what, _value(value), "%", (Span(*hit.span()),))
    for pattern in (_COUNT, _RATE) if folded.find("%", *where) >= 0 else (_COUNT,):
        for hit in pattern.finditer(folded, *where):
            yield Figure(
                hit["what"].rstrip("一的是到为至"), _value(hit["value"]), hit["unit"], (Span(*hit.span()),)
            )


def _value(printed: str) -> int | float:
    plain = printed.replace(",", "")
    return float(plain) if "." in plain else int(plain)
