"""The seal of a form: when it was shown and that it is sent once. Robots send at once, or a copy from last week."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner

QUICKEST = timedelta(seconds=3)
"""Nobody reads and fills in the form in less."""
LASTS = timedelta(hours=24)
_TIMES = TimestampSigner(salt="issues.voice.seal")
_CONTENT = Signer(salt="issues.voice.content")


class BrokenSeal(Exception):
    """The form is too old, too quick, or not ours."""


def make_seal() -> str:
    """A seal for a form that is shown now."""
    return _TIMES.sign(secrets.token_urlsafe(16))


def open_seal(seal: str) -> str:
    """The key that every sending of this form has in common. Raises BrokenSeal."""
    try:
        key = _TIMES.unsign(seal, max_age=LASTS)
    except BadSignature as broken:
        raise BrokenSeal from broken
    try:
        _TIMES.unsign(seal, max_age=QUICKEST)
    except SignatureExpired:
        return key
    raise BrokenSeal


def sign_content(*parts: object) -> str:
    """What proves that exactly this content was shown to the sender for checking."""
    return _CONTENT.signature(repr(parts))
