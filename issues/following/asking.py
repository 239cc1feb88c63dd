"""Asking to follow: a subscription that does nothing before its address has confirmed it, and its end."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..choices import MailState, Rhythm
from ..models import Issue, Mail, Subscription
from ..public.masking import show
from ..selections import tell_selection
from .links import CONFIRM_WITHIN, confirm_link, stop_link

MAILS_KEPT = timedelta(days=30)
AT_ONCE = 1000


@transaction.atomic
def ask_to_follow(
    email: str, *, site: str, rhythm: Rhythm, issue: Issue | None = None, query: str = ""
) -> Subscription:
    """Write the mail that asks the address to confirm; one that follows already is told so. Returns the row.

    The rhythm of a confirmed subscription changes only with the link in the new mail: anybody may type an address.
    """
    now = timezone.now()
    told = {"rhythm": rhythm, "language": translation.get_language(), "site": site}
    known = {"email": email.lower(), "issue": issue, "query": "" if issue else query}
    row, created = Subscription.objects.select_for_update().get_or_create(
        **known, defaults={**told, "asked_at": now, "checked_at": now}
    )
    if not created and row.confirmed_at is None:
        Subscription.objects.filter(pk=row.pk).update(**told, asked_at=now)
        row.refresh_from_db()
    waiting = row.mails.filter(state=MailState.QUEUED, subscription__confirmed_at=None)
    if not waiting.exists():
        subject, body = _write_known(row) if row.confirmed_at else _write_asking(row)
        Mail.objects.create(subscription=row, subject=subject[:200], body=body, due_at=now)
    return row


def name_subscription(subscription: Subscription) -> str:
    """What is followed, in words, as the public sees it; what somebody typed only where the address has confirmed it."""
    if subscription.issue:
        return f"“{show(subscription.issue.title, subscription.issue)}”"
    asked = QueryDict(subscription.query)
    filters = tell_selection(asked, free=subscription.confirmed_at is not None)
    return _("the issues with: %s") % filters if filters else _("all issues")


def confirm(subscription: Subscription) -> None:
    """From now on changes are told. Confirming twice tells nothing twice."""
    now = timezone.now()
    asked = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None)
    asked.update(confirmed_at=now, checked_at=now)


def stop(subscription: Subscription) -> None:
    """Forget the subscription, its address and its mails."""
    subscription.delete()


def forget_mails() -> None:
    """Delete what was never confirmed, and mails whose sending is over. Safe to repeat."""
    now = timezone.now()
    unconfirmed = Subscription.objects.filter(confirmed_at=None, asked_at__lt=now - CONFIRM_WITHIN)
    Subscription.objects.filter(pk__in=list(unconfirmed.values_list("pk", flat=True)[:AT_ONCE])).delete()
    ended = [MailState.SENT, MailState.FAILED, MailState.LOST]
    old = Mail.objects.filter(state__in=ended, due_at__lt=now - MAILS_KEPT)
    Mail.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:AT_ONCE])).delete()


def _write_asking(row: Subscription) -> tuple[str, str]:
    what = {"what": name_subscription(row), "days": CONFIRM_WITHIN.days}
    body = [
        _("Somebody, probably you, wants to be told at this address when there is news of %(what)s.") % what,
        _("To confirm, open this link within %(days)s days and press the button:") % what,
        confirm_link(row),
        _("If it was not you, do nothing: no further mail comes, and the address is forgotten."),
    ]
    return _("Please confirm: news of %(what)s") % what, "\n\n".join(body) + "\n"


def _write_known(row: Subscription) -> tuple[str, str]:
    what = {"what": name_subscription(row)}
    body = [_("You follow %(what)s already. To stop, open this link:") % what, stop_link(row)]
    return _("You follow %(what)s already") % what, "\n\n".join(body) + "\n"
