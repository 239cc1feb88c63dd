"""The second factor: a code of the minute from one's telephone, recovery codes for its loss. Verifying is django-otp's."""

from __future__ import annotations

from base64 import b32encode, urlsafe_b64encode
from secrets import token_bytes

import segno
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

CODES = 10
"""Recovery codes at a time; each opens the account once."""
CODE_BYTES = 10
CODE_SIGNS = 12
"""Letters and digits of a code: 60 random bits, so that nobody finds one by trying its hash."""
NAME = "civictrack"


def has_factor(user: AbstractUser) -> bool:
    """Whether signing in asks this account for a code."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def count_codes(user: AbstractUser) -> int:
    """Recovery codes that are left."""
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def begin_factor(user: AbstractUser) -> TOTPDevice:
    """A new secret that counts only once a code of it was entered; an earlier unfinished one is forgotten."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name=NAME, confirmed=False)


def find_begun(user: AbstractUser) -> TOTPDevice | None:
    """The secret that waits for its first code."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("-pk").first()


def draw_secret(device: TOTPDevice) -> str:
    """The secret as a QR code for the telephone's app: an image inside the page, kept nowhere."""
    return segno.make(device.config_url, error="m").svg_data_uri(scale=4, dark="#000", light="#fff")


def finish_factor(user: AbstractUser, token: str) -> list[str]:
    """Turn the factor on where `token` is right. Returns new recovery codes, none where it is wrong."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).last()
        if device is None or not device.verify_token(_clean(token)):
            return []
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        return write_codes(user)


@transaction.atomic
def write_codes(user: AbstractUser) -> list[str]:
    """New recovery codes, to be shown once: only their hashes are kept. The old ones open nothing any more."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=NAME)
    codes = [_draw_code() for _number in range(CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=hash_code(user.pk, code)) for code in codes
    )
    return ["-".join(code[at : at + 4] for at in range(0, CODE_SIGNS, 4)) for code in codes]


def hash_code(user_id: int, code: str) -> str:
    """What is kept of a recovery code: the same for the same code, so that django-otp's own device finds and deletes it.

    Keyed with SECRET_KEY: a new key ends all codes, as it ends all sessions. A slow hash, as for passwords, would guard
    codes that people choose; these are drawn.
    """
    digest = salted_hmac("civictrack.recovery", f"{user_id}:{code}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:12]).decode()  # 16 signs: as long as the column is


def _draw_code() -> str:
    return b32encode(token_bytes(CODE_BYTES)).decode().lower()[:CODE_SIGNS]


@transaction.atomic
def end_factor(user: AbstractUser) -> None:
    """Sign in with the password alone again."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def verify_code(user: AbstractUser, token: str) -> bool:
    """Whether `token` is the code of the minute, or a recovery code, which is used up. Wrong ones slow down guessing."""
    token = _clean(token)
    if not token:
        return False  # nothing was guessed
    devices, token = (TOTPDevice, token) if token.isdecimal() else (StaticDevice, hash_code(user.pk, token))
    with transaction.atomic():
        found = devices.objects.select_for_update().filter(user=user, confirmed=True)
        return any(device.verify_token(token) for device in found)


def _clean(token: str) -> str:
    """As telephones show them, in two groups, and as people write them."""
    return "".join(token.replace("-", "").split()).lower()
