"""Sending mails, each at most once: claimed before it is sent, and never sent again where nobody knows whether it went."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone

from ..choices import MailState
from ..models import Mail
from .links import stop_link

logger = logging.getLogger(__name__)

AT_ONCE = 100
MOST_ATTEMPTS = 5
LATER = timedelta(minutes=15)
CLAIM_LASTS = timedelta(minutes=30)
"""Longer than a task may run: whoever claimed it is dead."""


def send_mails() -> int:
    """Send what is due, AT_ONCE at most. Returns how many went out.

    Where the server cannot be reached nothing is claimed and everything waits. Safe to run twice at once.
    """
    _give_up_claimed()
    now = timezone.now()
    waiting = Mail.objects.filter(state=MailState.QUEUED, due_at__lte=now).order_by("due_at", "pk")
    keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    if not keys:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        logger.warning("The mail server cannot be reached; %s mails wait", len(keys))
        return 0
    try:
        return sum(_send(key, connection) for key in keys)
    finally:
        connection.close()


def _send(key: int, connection) -> bool:
    """Claim the mail, committed, before a byte of it leaves; then say what became of it."""
    claim = Mail.objects.filter(pk=key, state=MailState.QUEUED)
    if not claim.update(state=MailState.SENDING, tried_at=timezone.now(), attempts=F("attempts") + 1):
        return False
    mail = Mail.objects.select_related("subscription").filter(pk=key).first()
    if mail is None:  # stopped a moment ago
        return False
    try:
        make_message(mail, connection).send()
    except (SMTPResponseException, SMTPRecipientsRefused) as refused:
        _refuse(mail, refused)
        return False
    except (OSError, SMTPException):
        logger.exception("Whether mail %s went out is not known; it is not sent again", key)
        _end(mail, MailState.LOST)
        return False
    _end(mail, MailState.SENT)
    return True


def make_message(mail: Mail, connection=None) -> EmailMessage:
    """The message, which every mail program can end the subscription from (RFC 8058)."""
    headers = {
        "List-Unsubscribe": f"<{stop_link(mail.subscription)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    subject = " ".join(mail.subject.split())  # a line break would begin a header of its own
    return EmailMessage(
        subject, mail.body, to=[mail.subscription.email], headers=headers, connection=connection
    )


def _refuse(mail: Mail, refused: SMTPException) -> None:
    """The server said no, so nothing went out: for a while, or for good."""
    codes = (
        [code for code, _told in refused.recipients.values()]
        if isinstance(refused, SMTPRecipientsRefused)
        else [refused.smtp_code]
    )
    if max(codes) >= 500 or mail.attempts >= MOST_ATTEMPTS:
        _end(mail, MailState.FAILED)
        return
    later = timezone.now() + LATER * mail.attempts
    Mail.objects.filter(pk=mail.pk).update(state=MailState.QUEUED, due_at=later)


def _end(mail: Mail, state: MailState) -> None:
    Mail.objects.filter(pk=mail.pk).update(state=state)


def _give_up_claimed() -> None:
    dead = Mail.objects.filter(state=MailState.SENDING, tried_at__lt=timezone.now() - CLAIM_LASTS)
    if count := dead.update(state=MailState.LOST):
        logger.warning("%s mails were being sent when their worker ended; they are not sent again", count)
