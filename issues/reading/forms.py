"""The forms of vocabulary/forms in a text, each tried only where it can begin. Knows no form's meaning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

# The parse of a pattern has no public door; tests compare with plain finditer.
from re import _constants as ops
from re import _parser as parser

from ahocorasick_rs import AhoCorasick

from issues.reading.words import list_vocabularies, load_terms

# An opening of two characters stands at one place in fifty, one of a single character at one in ten.
_LENGTH = 2
_MOST_IN_CLASS = 80
_ANYTHING = frozenset({("", False)})
_NOTHING = frozenset({("", True)})
_Openings = frozenset[tuple[str, bool]]
"""How a pattern can begin, and whether what follows it in the pattern goes on from there."""
_Lines = tuple[re.Pattern[str], ...]


def load_lines(name: str) -> list[str]:
    """The patterns of vocabulary/forms/`name`.txt, with those of what is mended in their place."""
    mended = "|".join(load_terms("forms/mended"))
    return [line.replace("{mended}", mended) for line in load_terms(f"forms/{name}")]


def find_openings(text: str) -> Mapping[str, dict[int, _Lines]]:
    """For each form the places of a folded text where it can begin, from one pass for all of them, and with which lines."""
    finder, owners = _finder()
    places: dict[str, dict[int, _Lines]] = defaultdict(dict)
    for number, start, _ in finder.find_matches_as_indexes(text, overlapping=True):
        for name, lines in owners[
            number
        ]:  # the longer opening comes second and has the lines of the shorter too
            places[name][start] = lines
    return places


def find_form(text: str, openings: Mapping[int, _Lines]) -> Iterator[re.Match[str]]:
    """What all lines of a form as one pattern would find, less what is empty, looked for at its openings only.

    Of a form's lines, 20 or so, mostly one can begin with what stands there.
    """
    at = 0
    for start in sorted(openings):
        hit = _match(text, start, openings[start]) if start >= at else None
        if hit and hit.end() > start:
            yield hit
            at = hit.end()


def has_form(text: str, openings: Mapping[int, _Lines], end: int) -> bool:
    """Whether a form stands in text[:end]."""
    return any(
        line.match(text, start, end) for start, lines in openings.items() if start < end for line in lines
    )


def _match(text: str, start: int, lines: _Lines) -> re.Match[str] | None:
    """What the first line that fits finds, as it is with all of them in one pattern."""
    for line in lines:
        hit = line.match(text, start)
        if hit:
            return hit
    return None


@cache
def _finder() -> tuple[AhoCorasick, tuple[tuple[tuple[str, _Lines], ...], ...]]:
    """All openings, and of each the forms that begin with it with their lines."""
    owners: dict[str, list[tuple[str, _Lines]]] = defaultdict(list)
    for path in list_vocabularies("forms"):
        name = path.partition("/")[2]
        for opening, lines in _by_opening(load_lines(name)).items():
            owners[opening].append((name, lines))
    return AhoCorasick(tuple(owners)), tuple(map(tuple, owners.values()))


def _by_opening(lines: Iterable[str]) -> Mapping[str, _Lines]:
    """The lines that can begin with each opening, in their order; those of 不 stand with 不再 too."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    opens = {line: read_openings(line) for line in lines}
    known = frozenset().union(*opens.values())
    for line, openings in opens.items():
        for opening in known:
            if opening in openings or opening[0] in openings:
                found[opening][line] = None
    return {opening: tuple(map(_compile, each)) for opening, each in found.items()}


@cache
def _compile(line: str) -> re.Pattern[str]:
    return re.compile(line)


def read_openings(pattern: str) -> frozenset[str]:
    """The one or two characters that whatever a pattern matches begins with; digits are those of a folded text.

    Raises ValueError for a pattern that can begin with anything.
    """
    found = {opening for opening, _ in _of_sequence(parser.parse(pattern))}
    if "" in found:
        raise ValueError(f"can begin with anything, so that it must be tried everywhere: {pattern[:40]}")
    return frozenset(each for each in found if len(each) == 1 or each[0] not in found)


def _of_sequence(items: Iterable[tuple]) -> _Openings:
    found = _NOTHING
    for op, argument in items:
        if not any(goes_on for _, goes_on in found):
            break
        after = _of_item(op, argument)
        found = frozenset(longer for opening, goes_on in found for longer in _joined(opening, goes_on, after))
    return found


def _joined(opening: str, goes_on: bool, after: _Openings) -> Iterator[tuple[str, bool]]:
    if not goes_on:
        yield opening, False
        return
    for more, more_goes_on in after:
        longer = (opening + more)[:_LENGTH]
        yield longer, more_goes_on and len(longer) < _LENGTH


def _of_item(op: int, argument) -> _Openings:
    if op is ops.LITERAL:
        return frozenset({(chr(argument), True)})
    if op is ops.IN:
        return _of_class(argument)
    if op is ops.BRANCH:
        return frozenset().union(*map(_of_sequence, argument[1]))
    if op is ops.SUBPATTERN:
        return _of_sequence(argument[3])
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        return _of_repeat(*argument)
    return _NOTHING if op in (ops.AT, ops.ASSERT, ops.ASSERT_NOT) else _ANYTHING


def _of_repeat(least: int, most: int, inner: Iterable[tuple]) -> _Openings:
    once = _of_sequence(inner)
    again = frozenset((opening, False) for opening, _ in once)
    twice = frozenset(longer for opening, goes_on in once for longer in _joined(opening, goes_on, again))
    found = _NOTHING if not least else frozenset()
    return found | (once if least < 2 else found) | (twice if most > 1 else found)


def _of_class(members: Iterable[tuple]) -> _Openings:
    """Each character of a class, or anything where it names too many or those that are not in it."""
    found = ""
    for op, argument in members:
        if op is ops.LITERAL:
            found += chr(argument)
        elif op is ops.CATEGORY and argument is ops.CATEGORY_DIGIT:
            found += "0123456789"
        else:
            return _ANYTHING
    return frozenset((char, True) for char in found) if len(found) <= _MOST_IN_CLASS else _ANYTHING
