"""Names of private persons: who is named as a resident is hidden, who speaks in office is not. Knows no numbers.

张女士 and 张某某 hide themselves and stay. A name counts as private where the text says so beside it: a resident's word
before it (业主刘建军), a form of address, an age, a sex or a relation behind it, or a saying behind it at a sentence's
beginning. What a name may be is told in given.py; who is in office in offices.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from .given import is_name, is_surely_name, is_word, list_terms, sure_surnames, surnames
from .office import is_in_office

_HAN = r"[\u4e00-\u9fff]"
_MINORITY = re.compile(rf"{_HAN}{{1,6}}([·•・]){_HAN}{{1,6}}")
_LIVING = re.compile(
    r"岁的|(?:家住|住在|居住在|租住在|来自|经营|务工|打工|上班|就读|退休)[^，。；！？\n]{0,30}?的"
)
_AGED = re.compile(
    r"[,，(（]?(?:今年|现年|年约|才|刚|已)?[0-9一二三四五六七八九十]{1,4}(?:多|余)?岁|[,，(（](?:男|女)[,，)）]"
)
# 佟志华 186…, 谷爱民（电话139…: a telephone or an identity right behind a name.
_OWN_NUMBER = re.compile(r"(?<![0-9])(?:1[3-9][0-9]|[1-6][0-9]{5}(?:19|20))")
_OWNER = re.compile(
    r"(?<=[\u4e00-\u9fff])[\s,、:|(]{0,3}(?:(?:联系|手机)?(?:电话|手机|方式)|手机号码?|电话号码|身份证号?码?)?[:为]?\s?$"
)
_OWNER_REACH = 12
_BEHIND = re.compile(r"[^\w*]|$")
_OPENING = re.compile(r"(?:^|[。！？；，：,:;!?“”\"\n])(?=[\u4e00-\u9fff])")
_SPACED = re.compile(rf"(?<!{_HAN})({_HAN})[ \u3000]({_HAN})(?!{_HAN})")
_BROKEN = re.compile(rf"(?<={_HAN})\n(?={_HAN})")
_AND = frozenset("、，,\n和与及")
_PLACES = frozenset("厦楼路街村镇乡区园苑城庄寨湾桥巷弄校院站厂店场馆社县市省山河湖岛坡坝律建集公")
_PSEUDONYM = ("(化名", "[化名", "(音)", "（化名", "（音", "某")


def _any_of(*lists: str) -> str:
    """A pattern of all the words of the lists, the longest first. Told by their first character, most of a text is passed
    over at one look: hundreds of words side by side would each be tried at every character.
    """
    words = sorted({term for name in lists for term in list_terms(name)}, key=len, reverse=True)
    behind: dict[str, list[str]] = {}
    for word in words:
        behind.setdefault(word[0], []).append(word[1:])
    branches = (f"{first}(?:{'|'.join(rest)})" for first, rest in behind.items())
    return f"(?=[{''.join(behind)}])(?:{'|'.join(branches)})"


@cache
def _left() -> re.Pattern:
    return re.compile(rf"(?:{_any_of('residents')})(?:代表|姓名)?[\]】)]?[:|]?\s*|{_LIVING.pattern}")


@cache
def _introduced() -> re.Pattern:
    return re.compile(
        rf"(?:{_any_of('introduced')}|(?:{_any_of('residents')})(?:为|是|叫))(?:[::]\s*|\s|(?={_HAN}))"
    )


@cache
def _before() -> re.Pattern:
    return re.compile(rf"(?:{_any_of('before_names')}|{_OPENING.pattern})(?={_HAN})")


@cache
def _addresses() -> re.Pattern:
    return re.compile(rf"{_any_of('forms_of_address')}|{_AGED.pattern}")


@cache
def _relations() -> re.Pattern:
    kin = _any_of("kin")
    return re.compile(rf"(?:的|和|与|跟)(?:{kin})|名下|家住|家的|家里|家中")


@cache
def _ends() -> tuple[str, ...]:
    return (*list_terms("sayings"), *list_terms("behind_names"), *list_terms("forms_of_address"))


def find_names(text: str, *, thorough: bool = True) -> list[str]:
    """The full names of private persons in `text`, each once, in the order in which they come up.

    Without `thorough` only those that the words right beside them show to be private: for a part of a text, which does
    not say who is in office elsewhere in it.
    """
    plain = _SPACED.sub(r"\1\2", text)
    joined = _BROKEN.sub("", plain)
    names = dict.fromkeys(_find_candidates(plain, thorough))
    if joined != plain:
        names |= dict.fromkeys(_find_candidates(joined, thorough))
    return [name for name in names if not _is_hidden_already(joined, name) and not is_in_office(plain, name)]


def locate_names(plain: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where the given names stand in `plain`, each without its surname; a line break inside of a name is none."""
    for name in names:
        kept = 2 if name[:2] in surnames() and len(name) > 2 else 1
        pattern = r"\s?".join(map(re.escape, name))
        for match in re.finditer(pattern, plain):
            yield match.start() + kept, match.end()


def _find_candidates(text: str, thorough: bool) -> Iterator[str]:
    for match in _left().finditer(text):
        yield from _names_from(text, match.end())
    for match in _addresses().finditer(text):
        yield from _name_before(text, match.start())
    for match in _OPENING.finditer(text):
        name = _name_at(text, match.end(), list_terms("sayings"))
        if name and (name[0] in sure_surnames() or is_surely_name(name)):
            yield name
    yield from _find_owners(text)
    if thorough:
        yield from _find_likely(text)


def _find_owners(text: str) -> Iterator[str]:
    """Names right before a personal number: 佟志华 186…, 谷爱民（电话139…."""
    for number in _OWN_NUMBER.finditer(text):
        owner = _OWNER.search(text, max(0, number.start() - _OWNER_REACH), number.start())
        if owner:
            yield from (
                name for name in _name_before(text, owner.start()) if is_surely_name(name, shortest=2)
            )


def _find_likely(text: str) -> Iterator[str]:
    """Names that only their characters and a word beside them tell: 名叫赵大勇的, 唐丽的丈夫, 推举江海燕为代表."""
    for match in _introduced().finditer(text):
        yield from _names_from(text, match.end(), sure=False)
    for match in _before().finditer(text):
        name = _name_at(text, match.end())
        if is_surely_name(name) and not match[0].strip().endswith(tuple("。，；：,:;“”\n")):
            yield name
    for match in _relations().finditer(text):
        for name in _name_before(text, match.start()):
            if is_surely_name(name, shortest=2):
                yield name


def _names_from(text: str, at: int, *, sure: bool = True) -> Iterator[str]:
    """The name at `at` and those listed behind it: 居民张建国、李秀英和王平. Not `sure`: the first must look like one."""
    while name := _name_at(text, at, open_end=True):
        if not sure and not is_surely_name(name, shortest=2):
            return
        yield name
        at += len(name)
        if text[at : at + 1] not in _AND or not text[at : at + 1]:
            return
        sure = sure and text[at] in "、和与及"
        at += 1


def _name_at(text: str, at: int, ends: tuple[str, ...] = (), *, open_end: bool = False) -> str:
    """The name that begins at `at` and ends where something follows that names do not hold; empty where none does.

    With `open_end`, what is made of a surname and given names' characters ends by itself.
    """
    if match := _MINORITY.match(text, at):
        last = (at + n for n in range(match[0].rindex(match[1]) + 3, len(match[0])))
        return text[at : next((end for end in last if _ends_at(text, end, ends)), match.end())]
    surname = 2 if text[at : at + 2] in surnames() else 1
    if text[at : at + surname] not in surnames() or _addresses().match(text, at + surname):
        return ""
    for length in (surname + 1, surname + 2):
        name = text[at : at + length]
        if len(name) == length and _ends_at(text, at + length, ends) and is_name(name):
            return name
    longest = text[at : at + surname + 2]
    return longest if open_end and is_surely_name(longest) and not _is_place(text, at + len(longest)) else ""


def _is_place(text: str, at: int) -> bool:
    """Whether what stands at `at` makes a place or a company of the name before it: 江海大厦, 李建国律师事务所."""
    return text[at : at + 1] in _PLACES or text[at + 1 : at + 2] in _PLACES


def _ends_at(text: str, at: int, ends: tuple[str, ...]) -> bool:
    """Whether a name may end at `at`. 说 ends 张强, but a sign behind it does not make 张强说 a name."""
    if text.startswith(ends or _ends(), at):
        return True
    return not ends and bool(_BEHIND.match(text, at) or _AGED.match(text, at))


def _name_before(text: str, end: int) -> Iterator[str]:
    """The name that ends at `end`, before a form of address or an age."""
    for length in (4, 3, 2):
        name = text[max(0, end - length) : end]
        if len(name) == length and _is_name_before(text, name, end):
            yield name
            return


def _is_name_before(text: str, name: str, end: int) -> bool:
    """Whether the last characters before a form of address are a full name: not 小区王 of 小区王女士."""
    surname = 2 if name[:2] in surnames() else 1
    if name[:surname] not in surnames() or len(name) - surname not in (1, 2):
        return False
    if not is_name(name) or (not is_surely_name(name) and is_word(name[:-1])):
        return False
    begins = end - len(name)
    told = begins == 0 or not text[begins - 1].isalnum() or _is_told(text, begins)
    if surname == 2 or name[0] in sure_surnames():
        return True
    return told and name[-1] not in sure_surnames()


def _is_told(text: str, begins: int) -> bool:
    return bool(_left().search(text, max(0, begins - 8), begins))


def _is_hidden_already(text: str, name: str) -> bool:
    """张某 and 刘先生 are no names; a name marked as invented needs no mask."""
    if name[1] in "某*×" or name[-1] == "某":
        return True
    return text.startswith(_PSEUDONYM, text.find(name) + len(name))
