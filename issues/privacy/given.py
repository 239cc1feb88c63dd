"""What can be a Chinese name: surnames, the characters of given names, and words that only look like one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import jieba

from ..reading.words import load_terms

_TERMS = Path(__file__).parent / "terms"
_COMMON = 120
"""So many surnames of the list, which is in the order of their frequency, are too common to be met by chance."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NEVER_GIVEN = frozenset("的了着过们吗呢吧啊给没都也被把却这那很")


@cache
def list_terms(name: str) -> tuple[str, ...]:
    """The lines of terms/`name`.txt."""
    return load_terms(name, _TERMS)


@cache
def surnames() -> frozenset[str]:
    """All surnames, of one character and of two."""
    return frozenset({*load_terms("surnames"), *list_terms("more_surnames"), *list_terms("rare_surnames")})


@cache
def sure_surnames() -> frozenset[str]:
    """Surnames that are common and no words by themselves."""
    known = {*load_terms("surnames")[:_COMMON], *list_terms("more_surnames")}
    return frozenset(known) - frozenset(list_terms("ambiguous_surnames"))


@cache
def _given() -> frozenset[str]:
    return frozenset("".join(list_terms("given_names")))


@cache
def _words() -> frozenset[str]:
    """Words of two and three characters in jieba's dictionary that are no names: 高度, 方便, 本报."""
    found = set()
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, _count, kind = line.decode("utf-8").split()
            if 2 <= len(word) <= 3 and not kind.startswith("nr"):
                found.add(word)
    return frozenset(found).union(list_terms("plain_words"))


@cache
def _particles() -> frozenset[str]:
    return frozenset(list_terms("particles"))


@cache
def _given_words() -> frozenset[str]:
    return frozenset(list_terms("given_words"))


def is_han(text: str) -> bool:
    """Whether `text` is Chinese characters and nothing else."""
    return bool(_HAN.fullmatch(text))


def is_word(text: str) -> bool:
    """Whether the dictionary has `text` as something else than a name."""
    return text in _words()


def is_name(name: str) -> bool:
    """Whether a surname and what follows it can be a name: no word, nor 于昨日 or 向本报, a surname used as a word."""
    if not is_han(name) or is_word(name) or any(sign in _NEVER_GIVEN for sign in name[1:]):
        return False
    if name[1:] in list_terms("offices"):  # 彭经理
        return False
    if name[:2] in surnames():
        return len(name) > 2
    if name[0] in _particles() and not _given().issuperset(name[1:]):
        return False
    if name[0] in list_terms("ambiguous_surnames"):
        return (
            len(name) > 2 and not is_word(name[:2]) and (not is_word(name[1:]) or name[1:] in _given_words())
        )
    return not is_word(name[:2]) or (
        name[0] in sure_surnames() and (len(name) == 2 or _given().issuperset(name[1:]))
    )


def is_surely_name(name: str, *, shortest: int = 3) -> bool:
    """Whether a name looks like one by itself: a surname, then characters that given names are made of."""
    surname = 2 if name[:2] in surnames() and len(name) > 2 else 1
    if len(name) < max(shortest, surname + 1) or name[:surname] not in surnames():
        return False
    if name[-1] == "一" or (name[-2] == "一" and is_word(name[-2:])):  # 杨桦一起, 张一家
        return False
    return _given().issuperset(name[surname:]) and is_name(name)
