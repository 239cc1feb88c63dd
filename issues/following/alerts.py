"""What changed for each subscription, written as mails. A mail and the mark up to where it tells commit together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import Rhythm, Status
from ..edtf import in_words
from ..filters import find_public_issues, spread_statuses
from ..models import Event, Issue, Mail, Subscription
from ..public.masking import show
from ..querysets import IssueQuerySet
from .asking import name_subscription
from .links import stop_link

LAG = timedelta(seconds=20)
"""A line is recorded a moment before it is committed: what is younger is told the next time, not lost."""
MORNING = time(7, 30)
AT_ONCE = 500
"""Subscriptions of one run; the longest unchecked come first, so that the next run goes on behind them."""
MOST_ISSUES = 30
MOST_LINES = 5
LONGEST_SUMMARY = 120


@dataclass(frozen=True, slots=True)
class Change:
    """An issue and its public lines that are new."""

    issue: Issue
    lines: list[Event]

    @property
    def is_new(self) -> bool:
        """Whether the issue was made public with these lines."""
        return any(line.from_status == Status.DRAFT for line in self.lines)


def write_alerts(at: datetime | None = None) -> int:
    """Write a mail for each subscription that is due and has news up to `at`. Returns how many were written.

    Safe to repeat and to run twice at once: the mark of a locked subscription moves with its mail, or not at all.
    """
    until = (at or timezone.now()) - LAG
    found: dict[tuple, list[Change]] = {}
    due = list(find_due(until).order_by("checked_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(_write_alert(key, until, found) for key in due)


def find_due(until: datetime) -> QuerySet[Subscription]:
    """Confirmed subscriptions for which something public was recorded since, and whose hour has come."""
    lines = Event.objects.filter(internal=False, recorded_at__lte=until)
    last = lines.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    if last is None:
        return Subscription.objects.none()
    morning = timezone.make_aware(datetime.combine(timezone.localdate(until), MORNING))
    if until < morning:
        morning -= timedelta(days=1)
    soon = Q(rhythm=Rhythm.NOW, checked_at__lt=last)
    daily = Q(rhythm=Rhythm.DAILY, checked_at__lt=min(morning, last))
    return Subscription.objects.filter(soon | daily, confirmed_at__isnull=False)


@transaction.atomic
def _write_alert(key: int, until: datetime, found: dict[tuple, list[Change]]) -> int:
    rows = Subscription.objects.select_for_update(skip_locked=True, of=("self",))
    row = rows.select_related("issue").filter(pk=key).first()
    if row is None or row.checked_at >= until:
        return 0
    asked = (row.issue_id, row.query, row.checked_at)
    if asked not in found:
        found[asked] = find_changes(row, row.checked_at, until)
    if changes := found[asked]:
        with translation.override(row.language):
            subject, body = write_news(row, changes)
        Mail.objects.create(subscription=row, subject=subject[:200], body=body, due_at=timezone.now())
    Subscription.objects.filter(pk=row.pk).update(checked_at=until)
    return int(bool(changes))


def find_changes(row: Subscription, since: datetime, until: datetime) -> list[Change]:
    """What is new in the public issues that `row` follows, the last change first; one more than a mail tells."""
    lines = Event.objects.filter(internal=False, recorded_at__gt=since, recorded_at__lte=until)
    try:
        changed = _find_changed(row, lines)
    except ValidationError:  # a category or district of the filter is gone: nothing fits any more
        return []
    told: dict[int, list[Event]] = {issue.pk: [] for issue in changed}
    for line in lines.filter(issue__in=told).select_related("agency").order_by("pk"):
        told[line.issue_id].append(line)
    return [Change(issue, told[issue.pk]) for issue in changed]


def _find_changed(row: Subscription, lines: QuerySet[Event]) -> list[Issue]:
    """The followed issues that have new lines, and those that such a line has taken out of the followed selection."""
    if row.issue_id:
        return _read_changed(Issue.objects.public().filter(pk=row.issue_id), lines)
    query = QueryDict(row.query)
    changed = _read_changed(find_public_issues(query), lines)
    if statuses := spread_statuses(query.getlist("status")):
        wider = QueryDict(row.query, mutable=True)
        del wider["status"]
        moved = lines.filter(from_status__in=statuses).exclude(to_status__in=statuses)
        changed += _read_changed(find_public_issues(wider), moved)
    once = {issue.pk: issue for issue in changed}
    return sorted(once.values(), key=lambda issue: (issue.changed_at, issue.pk), reverse=True)[
        : MOST_ISSUES + 1
    ]


def _read_changed(issues: IssueQuerySet, lines: QuerySet[Event]) -> list[Issue]:
    return list(issues.filter(pk__in=lines.values("issue")).with_names().newest()[: MOST_ISSUES + 1])


def write_news(row: Subscription, changes: list[Change]) -> tuple[str, str]:
    """Subject and text of a mail: masked as the pages are."""
    shown = changes[:MOST_ISSUES]
    told = {"n": len(shown), "title": show(shown[0].issue.title, shown[0].issue)}
    subject = (
        told["title"]
        if len(shown) == 1
        else ngettext("%(n)s issue with news", "%(n)s issues with news", told["n"]) % told
    )
    parts = [_tell(change, row.site) for change in shown]
    if len(changes) > MOST_ISSUES:
        parts.append(_("There is more than fits into one mail: look at the list."))
    foot = [_("You get this because you follow %s. To stop:") % name_subscription(row), stop_link(row)]
    return subject, "\n\n".join([*parts, "-- \n" + "\n".join(foot)]) + "\n"


def _tell(change: Change, site: str) -> str:
    issue = change.issue
    mark = _("[new] ") if change.is_new else ""
    where = " ".join(filter(None, [issue.district and issue.district.name, show(issue.place, issue)]))
    head = [f"{mark}{show(issue.title, issue)}（{issue.get_status_display()}）", where]
    if change.is_new:
        told = [show(issue.summary, issue)[:LONGEST_SUMMARY]]
    else:
        told = [f"· {_tell_line(line, issue)}" for line in change.lines[-MOST_LINES:]]
    return "\n".join(filter(None, [*head, *told, site + issue.get_absolute_url()]))


def _tell_line(line: Event, issue: Issue) -> str:
    who = line.agency.name if line.agency else line.agency_name
    said = line.get_to_status_display() if line.to_status else line.get_kind_display()
    words = " ".join(show(line.text, issue).split())
    return "：".join(filter(None, [in_words(line.happened), show(who, issue), str(said), words]))
