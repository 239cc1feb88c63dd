"""The contradictions of a batch's printed figures, in the language of whoever reads. Finds none: the reading did."""

from __future__ import annotations

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ..privacy import mask

_CHINESE = '<span lang="zh-Hans">{}</span>'
_SENTENCES = [
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (
            r"“(?P<word>.+)”印了两次：(?P<first>\d+)件、(?P<second>\d+)件，不知哪个为准。",
            _("“{word}” is printed twice, as {first} and as {second}; nobody can tell which is right."),
        ),
        (
            r"各渠道相加为(?P<sum>\d+)件，与总数(?P<total>\d+)件不符。",
            _("The channels add up to {sum}, not to the total of {total}."),
        ),
        (
            r"各地相加为(?P<sum>\d+)件，与总数(?P<total>\d+)件不符。",
            _("The places add up to {sum}, not to the total of {total}."),
        ),
        (
            r"各类型相加为(?P<sum>\d+)个，多于总数(?P<total>\d+)件：可能一件涉及几类，也可能有误。",
            _(
                "The kinds add up to {sum}, more than the total of {total}: either some complaints are of several "
                "kinds, or a figure is wrong."
            ),
        ),
        (
            r"重点事项(?P<priority>\d+)件，多于总数(?P<total>\d+)件。",
            _("There are {priority} priority cases, more than the total of {total}."),
        ),
    )
]
"""What reading/batches.py writes into `Batch.warnings` → the same sentence for the interface."""


def tell_warning(warning: str) -> SafeString:
    """A stored warning in the reader's language, the page's words in it marked as Chinese.

    A sentence that no present reader writes (of an older one, or by hand) is shown as it is stored.
    """
    for pattern, sentence in _SENTENCES:
        if found := pattern.fullmatch(warning):
            values = found.groupdict()
            if "word" in values:
                values["word"] = format_html(_CHINESE, mask(values["word"]))
            return format_html(str(sentence), **values)
    return format_html(_CHINESE, mask(warning))
