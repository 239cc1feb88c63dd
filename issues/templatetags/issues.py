"""What templates need to show an issue in public. Looks nothing up: rows come ready from the views."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..choices import Role
from ..edtf import in_words
from ..facets import Choice
from ..models import Issue, Party
from ..privacy import mask
from ..search import mark_words
from ..workflow import OPEN

register = template.Library()


@register.filter(name="mask")
def show_masked(text: object, issue: Issue | None = None) -> str:
    """Text as the public may see it, without what is private, the names hidden in `issue` among it.

    Stays unsafe, so it is escaped after.
    """
    return mask(str(text or ""), issue.private_names if issue else None)


@register.filter
def highlight(text: str, words: Sequence[str] | None) -> SafeString | str:
    """`text` with the words that were searched for marked. Escaped here, piece by piece."""
    if not words:
        return text
    pieces = mark_words(str(text), words)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if found else piece,) for piece, found in pieces)
    )


@register.filter
def at(rows: Mapping | None, key: object) -> object:
    """What stands at `key`, None where nothing does."""
    return (rows or {}).get(key)


@register.filter
def edtf(value: str) -> str:
    """A date as the reader's language writes it."""
    return in_words(value or "")


@register.filter
def responsible(issue: Issue) -> list[Party]:
    """The parties that have to act, from the prefetched ones."""
    return [party for party in issue.parties.all() if party.role == Role.RESPONSIBLE]


@register.filter
def is_open(issue: Issue) -> bool:
    """Whether the problem still stands."""
    return issue.status in OPEN


@register.filter
def paragraphs(text: str) -> list[str]:
    """The lines of a text that somebody wrote in paragraphs."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@register.simple_tag
def capped(count: int, cap: int = 1000) -> SafeString | str:
    """A number, or “1000+” where counting stopped."""
    return conditional_escape(_("%(cap)s+") % {"cap": cap} if count > cap else str(count))


@register.filter
def is_overdue(issue: Issue) -> bool:
    """Whether the promised day has passed while the problem still stands."""
    return issue.status in OPEN and issue.due_on is not None and issue.due_on < timezone.localdate()


@register.filter
def any_chosen(group: Choice) -> bool:
    """Whether the group or anything in it is chosen, so that it must be seen."""
    return group.chosen or any(one.chosen for one in group.inside)


@register.filter
def indented(choice: Choice) -> str:
    """A division's name below what it is part of: an option of a select cannot be nested deeper."""
    return "\u3000" * choice.depth + choice.label
