"""Atom (RFC 4287) of one issue: each public line of its timeline with the printed words behind it, the newest first."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..models import Agency, Issue
from ..public.answers import answer_if_changed, find_site
from ..public.masking import show
from ..public.quotations import Quotation
from ..public.records import name_status
from ..public.timeline import Line, sort_evidence, tell_timeline
from .atom import ENTRIES, name_with_status, tell_line


@require_safe
def feed_issue(request: HttpRequest, number: int) -> HttpResponse:
    """The public lines of a public issue; any other issue is not found. 304 as long as nothing of it has changed."""
    issue = get_object_or_404(Issue.objects.public().select_related("category"), pk=number)
    return answer_if_changed(request, lambda: _write_feed(request, number), changed=_find_change(issue))


def _find_change(issue: Issue) -> datetime:
    """When the feed last changed: with the issue, with a line beside it, or with the name of an agency."""
    line = issue.events.filter(internal=False).aggregate(last=Max("recorded_at"))["last"]
    renamed = Agency.objects.filter(parties__issue=issue).aggregate(last=Max("changed_at"))["last"]
    return max(filter(None, [issue.changed_at, line, renamed]))


def _write_feed(request: HttpRequest, number: int) -> HttpResponse:
    issue = Issue.objects.public().with_timeline().get(pk=number)
    site = find_site(request)
    link = site + issue.get_absolute_url()
    feed = Atom1Feed(
        title=f"{name_with_status(issue)} · {_('Civic issues')}",
        link=link,
        description=None,
        subtitle=show(issue.summary, issue),
        feed_url=site + reverse("issues:feed_issue", args=[issue.pk]),
        feed_guid=f"{link}#timeline",
        author_name=_("Civic issues"),
        language="zh-Hans",
        feed_copyright=settings.CIVICTRACK_LICENCE or None,
    )
    lines = tell_timeline(issue, sort_evidence(issue))
    for line in sorted(lines, key=lambda line: line.event.pk, reverse=True)[:ENTRIES]:
        _add_line(feed, issue, line, link)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add_line(feed: Atom1Feed, issue: Issue, line: Line, link: str) -> None:
    event = line.event
    said = name_status(event.to_status) if event.to_status else event.get_kind_display()
    who = show(event.agency.name if event.agency else event.agency_name, issue)
    feed.add_item(
        title=" · ".join(filter(None, [str(said), who])),
        link=f"{link}#line-{event.pk}",
        unique_id=f"{link}#line-{event.pk}",
        description=f"<p>{escape(tell_line(event, issue))}</p>" + "".join(map(_quote, line.quotations)),
        pubdate=event.recorded_at,
        updateddate=event.recorded_at,
    )


def _quote(quotation: Quotation) -> str:
    """The printed words in their sentence and who printed them, as HTML."""
    words = "".join(f"<b>{escape(text)}</b>" if quoted else escape(text) for text, quoted in quotation.pieces)
    return f"<blockquote><p>{words}</p><p>{escape(quotation.page.source_line)}</p></blockquote>"
