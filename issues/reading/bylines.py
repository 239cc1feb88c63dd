"""Who wrote it: lines, line ends and lead-ins that name reporters. Reads names, does not decide where a story ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from issues.reading.shapes import Span
from issues.reading.words import load_terms

# Longer than any byline seen; a paper with ten reporters on one story still fits.
LONGEST = 90

_BREAK = re.compile(r"[\s、,/:;|&和]+")
_NAME = re.compile(r"[㐀-鿿]{1,4}(?:·[㐀-鿿]{1,6})?")
_ROLES = "|".join(sorted(map(re.escape, load_terms("byline_roles")), key=len, reverse=True))
_ROLE_END = re.compile(rf"(?:{_ROLES})$")
_ROLE_INSIDE = re.compile(rf"^.{{0,16}}?(?:{_ROLES})(?P<name>[㐀-鿿·]{{2,4}})$")
_CREDIT = re.compile(r"^(?P<name>[㐀-鿿·]{2,4})(?:摄|供图|整理|报道|摄影)$|^.{2,16}(?:供稿|供图)$")
_MARKS = frozenset(load_terms("byline_marks"))
_NOT_NAMES = load_terms("byline_not_names")
_SURNAMES = load_terms("surnames")
_PERSON = re.compile(r"[㐀-鿿]{1,2}[㐀-鿿](?<![某元米吨个件次士生区县镇])")
_OFFICE = re.compile(r"[㐀-鿿]{2,14}(?:局|委|办|宣|院|站|中心|公司|街道|镇|乡|会|队|处|校|部|台|集团|社区)$")
_BRACKETS = {"(": ")", "[": "]", "【": "】", "<": ">"}
_LEAD = re.compile(
    r"^[【\[(]?(?:本报|本刊|本台)[^\s,。:(]{0,14}?(?:讯|电|消息|报道)(?:[】\])]|(?=[\s(:,—]|$))"
    r"|^[^\s,。:“]{1,8}(?:社|网)[^\s,。:(]{0,14}?(?:讯|电)(?=[\s(])|^[^\s,。:“]{2,6}讯(?=[\s(])"
)
_TAIL = re.compile(r"[(【]([^()【】]{2,88})[)】][\s。]*$")
_OPEN_TAIL = re.compile(r"[。”!?…]\s*([^。”!?…]{4,60})$")


@dataclass(frozen=True, slots=True)
class Byline:
    """Where a byline stands and whom it names."""

    span: Span
    names: tuple[str, ...]


def read_line(line: str) -> Byline | None:
    """The byline that a whole (folded) line is, or None."""
    if len(line) > LONGEST or "。" in line or "," in line:
        return None
    inner = line.strip().strip("*# ")
    if inner[:1] in _BRACKETS and inner[-1:] == _BRACKETS[inner[0]]:
        inner = inner[1:-1]
    bracketed = len(inner) < len(line.strip().strip("*# "))
    names = _read_names(inner)
    if names is None and bracketed:
        names = _read_bare(inner)
    return None if names is None else Byline(Span(0, len(line)), names)


def read_end(line: str) -> Byline | None:
    """The byline at the end of a (folded) paragraph, in brackets or after its last sentence, or None."""
    tail = line[-LONGEST:]
    last = tail.rstrip(" 。")[-1:]
    for pattern in (_TAIL,) if last in ")】" else () if last in "”!?…;:" else (_OPEN_TAIL,):
        hit = pattern.search(tail)
        names = _read_names(hit[1]) if hit else None
        if hit and names is None and pattern is _TAIL:
            names = _read_bare(hit[1])
        if names is not None:
            start = len(line) - len(tail) + hit.start(0 if pattern is _TAIL else 1)
            return Byline(Span(start, len(line)), names)
    return None


def read_lead(line: str) -> Byline | None:
    """The lead-in of a (folded) first paragraph: 本报讯(记者 …), 新华社北京3月18日电; names may be missing."""
    lead = _LEAD.match(line[:40])
    if not lead:
        return None
    rest = line[lead.end() : lead.end() + LONGEST].lstrip()
    names = _read_names(rest[1 : rest.index(")")]) if rest.startswith("(") and ")" in rest else None
    return Byline(Span(0, lead.end()), names or ())


def _read_names(inner: str) -> tuple[str, ...] | None:
    """The names in `inner` where all its words are roles, names and credits and one at least is no bare name."""
    inner = inner.strip()
    author = inner[:1] in "□■◎○◆" and len(inner) > 1
    inner = inner.lstrip("□■◎○◆●▲ ")
    if not 2 <= len(inner) <= LONGEST:
        return None
    if author and not all(map(_is_person, filter(None, _BREAK.split(inner)))):
        author = False
    names: list[str] = []
    sure = author
    for word in filter(None, _BREAK.split(inner)):
        if word in _MARKS or (_ROLE_END.search(word) and len(word) <= 20):
            sure = True
        elif (glued := _ROLE_INSIDE.match(word) or _CREDIT.match(word)) and not (
            (glued["name"] or "").startswith(_NOT_NAMES)
        ):
            sure = True
            names.extend(filter(None, [glued["name"]]))
        elif sure and len(word) > 3 and _OFFICE.fullmatch(word):
            continue
        elif _NAME.fullmatch(word) and not word.startswith(_NOT_NAMES):
            names.append(word)
        else:
            return None
    return _whole(names) if sure and (names or not author) and len(names) <= 12 else None


def _read_bare(inner: str) -> tuple[str, ...] | None:
    """Names alone, as brackets at the end of a text may hold them: (林一舟 周末)."""
    words = [word for word in _BREAK.split(inner.strip()) if word]
    people = all(map(_is_person, words))
    return tuple(words) if people and len("".join(words)) > 2 and len(words) <= 4 else None


def _is_person(word: str) -> bool:
    return bool(_PERSON.fullmatch(word)) and word.startswith(_SURNAMES)


def _whole(names: list[str]) -> tuple[str, ...]:
    """Names whose characters were set apart (王 芳) made whole."""
    joined: list[str] = []
    for name in names:
        if len(name) == 1 and joined and len(joined[-1]) == 1:
            joined[-1] += name
        else:
            joined.append(name)
    return tuple(joined)
