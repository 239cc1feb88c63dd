"""What every test gets: a cache of its own, cheap passwords and a small city. No made-up issue: see make.py."""

import pytest
from django.core.cache import cache
from django.utils import translation

from . import make


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """Nothing that one test leaves behind may be seen by the next, and nothing is written to var/."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    cache.clear()
    translation.deactivate()  # a page that was read in English leaves it on


@pytest.fixture
def staff(db):
    """Somebody who may do everything."""
    return make.make_user(is_superuser=True)
