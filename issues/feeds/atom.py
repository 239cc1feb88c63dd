"""Atom (RFC 4287): the newest public issues of a selection, and what changed last on them."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..choices import EventKind
from ..edtf import in_words
from ..filters import find_public_issues, read_query
from ..models import Event, Issue
from ..public.answers import answer_if_changed, find_site
from ..public.masking import show
from ..public.records import name_status
from ..querysets import IssueQuerySet

ENTRIES = 50
_TELLING = (
    EventKind.FINDING,
    EventKind.ACTION,
    EventKind.PROMISE,
    EventKind.RESULT,
    EventKind.VISIT,
    EventKind.MOVED,
)


@require_safe
def feed_new(request: HttpRequest) -> HttpResponse:
    """The issues under the filters of the address that were made public last."""
    return answer_if_changed(
        request, lambda: _write_feed(request, _("New issues"), "-published_at", is_new=True)
    )


@require_safe
def feed_changes(request: HttpRequest) -> HttpResponse:
    """The issues under the filters of the address that changed last, each with its latest public line."""
    return answer_if_changed(request, lambda: _write_feed(request, _("Changes"), "-changed_at", is_new=False))


def _write_feed(request: HttpRequest, title: str, order: str, *, is_new: bool) -> HttpResponse:
    newest = find_public_issues(request.GET).order_by(order, "-id")
    keys = list(newest.values_list("pk", flat=True)[:ENTRIES])
    issues = _with_last_line(Issue.objects.public()).in_order(keys)
    site = find_site(request)
    asked = read_query(request.GET).urlencode()
    feed = Atom1Feed(
        title=f"{title} · {_('Civic issues')}",
        link=f"{site}{reverse('issues:list')}?{asked}".rstrip("?"),
        description=None,
        feed_url=site + request.get_full_path(),
        feed_guid=f"{site}{request.path}?{asked}".rstrip("?"),
        author_name=_("Civic issues"),
        language="zh-Hans",
        feed_copyright=settings.CIVICTRACK_LICENCE or None,
    )
    for issue in issues:
        _add_entry(feed, issue, site, is_new=is_new)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _with_last_line(issues: IssueQuerySet) -> IssueQuerySet:
    lines = Event.objects.filter(internal=False, kind__in=_TELLING).order_by("pk").select_related("agency")
    return issues.with_names().prefetch_related(Prefetch("events", queryset=lines, to_attr="lines"))


def _add_entry(feed: Atom1Feed, issue: Issue, site: str, *, is_new: bool) -> None:
    """Each change has an id of its own, or readers that know the issue already would not show it."""
    link = site + issue.get_absolute_url()
    feed.add_item(
        title=name_with_status(issue),
        link=link,
        unique_id=link if is_new else f"{link}#{issue.version}",
        description=_describe(issue),
        pubdate=issue.published_at,
        updateddate=issue.published_at if is_new else issue.changed_at,
        categories=[issue.category.local_name] if issue.category else [],
    )


def _describe(issue: Issue) -> str:
    """Where, what, and the latest public line: paragraphs of HTML."""
    where = " ".join(filter(None, [issue.district and issue.district.name, show(issue.place, issue)]))
    parts = [where, show(issue.summary, issue), *(tell_line(line, issue) for line in issue.lines[-1:])]
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)


def name_with_status(issue: Issue) -> str:
    """The title, and in brackets where the issue stands."""
    return _("%(title)s (%(status)s)") % {
        "title": show(issue.title, issue),
        "status": name_status(issue.status),
    }


def tell_line(line: Event, issue: Issue) -> str:
    """A public line of the timeline in one: day, who, what it is, its words; masked, not escaped."""
    who = line.agency.name if line.agency else line.agency_name
    said = name_status(line.to_status) if line.to_status else line.get_kind_display()
    return _(": ").join(
        filter(None, [in_words(line.happened), show(who, issue), str(said), show(line.text, issue)])
    )
