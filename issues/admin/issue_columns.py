"""The columns of the desk's list of issues, seven that fit beside the menu on 1280 pixels. Chooses no rows."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from ..actions import find_holder
from ..choices import Role, Status

BADGES = dict.fromkeys(Status) | {  # a status without an entry would show its slug
    Status.DRAFT: "primary",
    Status.REPORTED: "info",
    Status.ACCEPTED: "info",
    Status.IN_PROGRESS: "info",
    Status.STALLED: "warning",
    Status.REOPENED: "danger",
    Status.RESOLVED: "success",
    Status.VERIFIED: "success",
}
COLUMNS = ("headline", "status_badge", "category", "where", "responsible", "sureness", "printed_in")


class IssueColumns:
    """What the list says of an issue. Wants story, page, follows, claimed_by and parties fetched with the rows."""

    @display(description=_("title"), ordering="title")
    def headline(self, obj):
        return _two_lines(obj.title, " · ".join(filter(None, [_tell_holder(obj), _tell_known(obj)])))

    @display(description=_("status"), ordering="status", label=BADGES)
    def status_badge(self, obj):
        return obj.status, obj.get_status_display()

    @display(description=_("place"), ordering="place")
    def where(self, obj):
        return _two_lines(obj.district.name if obj.district else "", obj.place) or None

    @display(description=_("responsible"))
    def responsible(self, obj):
        return "、".join(party.name for party in obj.parties.all() if party.role == Role.RESPONSIBLE)

    @display(description=_("confidence"), ordering="confidence")
    def sureness(self, obj):
        return _two_lines(f"{obj.confidence:.0%}", gettext("named in passing") if obj.mention else "")

    @display(description=_("printed in"))
    def printed_in(self, obj):
        if obj.story is None:
            return None
        page = obj.story.page
        return _two_lines(page.publication, page.published or "") or str(page)


def _two_lines(first: str, second: object) -> str:
    """The second in small letters below the first; an empty string where both are empty."""
    if not second:
        return str(first)
    return format_html('{}<span class="desk-below">{}</span>', first, second)


def _tell_holder(issue) -> str:
    holder = find_holder(issue)
    return gettext("in the hands of %s") % holder if holder else ""


def _tell_known(issue) -> str:
    if not issue.follows or issue.status != Status.DRAFT:
        return ""
    return gettext("seems to continue “%s”") % issue.follows
