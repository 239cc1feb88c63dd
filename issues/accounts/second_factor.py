"""The second factor: a code of the minute from one's telephone, recovery codes for its loss. Verifying is django-otp's."""

from __future__ import annotations

import segno
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

CODES = 10
"""Recovery codes at a time; each opens the account once."""
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
    """New recovery codes; the old ones open nothing any more."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=NAME)
    codes = [StaticToken.random_token() for _number in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


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
    devices = TOTPDevice if token.isdecimal() else StaticDevice
    with transaction.atomic():
        found = devices.objects.select_for_update().filter(user=user, confirmed=True)
        return any(device.verify_token(token) for device in found)


def _clean(token: str) -> str:
    """As telephones show them, in two groups, and as people write them."""
    return "".join(token.split()).lower()
