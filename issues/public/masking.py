"""Words on their way out: masked, and without the signs that no format can carry. What is private is in privacy/."""

import re
from collections.abc import Collection, Iterator

from ..models import Issue
from ..privacy import mask

# XML 1.0 § 2.2 and the sheets of Excel know none of these; line breaks and tabs stay.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def show(text: object, issue: Issue | None = None) -> str:
    """`text` as the public may see it: without private numbers and names, those hidden in `issue` among them."""
    return strip_controls(mask(str(text or ""), issue.private_names if issue else None))


def strip_controls(text: str) -> str:
    """`text` without control characters: text recognition and tables bring them, and they break XML."""
    return _UNWRITABLE.sub("", text)


def mark_private(text: str, names: Collection[str] = ()) -> Iterator[tuple[str, bool]]:
    """`text` in pieces, each with whether show() would star it out: for those who may read it as it came."""
    masked, start = mask(text, names), 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (text[at] != masked[at]) != (text[start] != masked[start]):
            yield text[start:at], text[start] != masked[start]
            start = at
