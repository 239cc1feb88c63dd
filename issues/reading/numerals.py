"""Chinese and Arabic numerals to whole numbers: 十三, 第二十一, 7.3万. Nothing about what they count."""

from __future__ import annotations

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def read_number(words: str) -> int | None:
    """The whole number below 10000 that `words` print, in Arabic or Chinese numerals; None for anything else."""
    if words.isascii() and words.isdigit():
        return int(words)
    total, digit, seen = 0, 0, False
    for char in words:
        if char in _DIGITS:
            digit = digit * 10 + _DIGITS[char] if digit and not total else _DIGITS[char]
            seen = True
        elif char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit, seen = 0, True
        else:
            return None
    return total + digit if seen else None
