"""The links in mails: signed, one to confirm, which ends, and one to stop, which never does."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from ..models import Subscription

CONFIRM_WITHIN = timedelta(days=3)
_CONFIRM, _STOP = "issues.following.confirm", "issues.following.stop"


def confirm_link(subscription: Subscription) -> str:
    """The whole address that confirms."""
    return subscription.site + reverse(
        "issues:follow_confirm", args=[signing.dumps(subscription.pk, salt=_CONFIRM)]
    )


def stop_link(subscription: Subscription) -> str:
    """The whole address that ends it, by one click of a person or one POST of a mail program (RFC 8058)."""
    return subscription.site + reverse(
        "issues:follow_stop", args=[signing.dumps(subscription.pk, salt=_STOP)]
    )


def read_confirm(token: str) -> Subscription | None:
    """The subscription of a confirming link; None where it is forged, too old, or gone."""
    return _read(token, _CONFIRM, CONFIRM_WITHIN)


def read_stop(token: str) -> Subscription | None:
    """The subscription of a stopping link; None where it is forged or gone."""
    return _read(token, _STOP, None)


def _read(token: str, salt: str, within: timedelta | None) -> Subscription | None:
    try:
        key = signing.loads(token, salt=salt, max_age=within)
    except signing.BadSignature:
        return None
    return Subscription.objects.filter(pk=key).first()
