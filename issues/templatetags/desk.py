"""Template words of the desk: shares, dates and the names of what evidence speaks for."""

from django import template
from django.utils.translation import gettext as _

from ..edtf import in_words
from ..marking import name_field

register = template.Library()

register.filter("field_name", name_field)
register.filter("edtf", in_words)


@register.filter
def percent(share):
    """`0.83` → 83%."""
    return f"{share:.0%}"


@register.simple_tag
def list_keys() -> list[tuple[str, str]]:
    """The keys of a list of issues, for its help."""
    return [
        ("j", _("next row")),
        ("k", _("previous row")),
        ("o", _("open the issue")),
        ("x", _("choose the issue, or not")),
        ("/", _("search")),
        ("?", _("these keys")),
    ]


@register.simple_tag
def review_keys() -> list[tuple[str, str]]:
    """The keys of the review screen, for its help."""
    return [
        ("p", _("accept: publish and go on to the next draft")),
        ("r", _("reject: then the number of the reason")),
        ("f", _("join the known issue and go on")),
        ("d", _("not a follow-up")),
        ("s", _("save")),
        ("j", _("next draft")),
        ("k", _("previous draft")),
        ("e", _("edit: into the first field")),
        ("n", _("note: into the comment")),
        ("v", _("the public page, or its preview")),
        ("t", _("take the draft over")),
        ("h", _("history")),
        ("q", _("back to the queue")),
        ("?", _("these keys")),
    ]
