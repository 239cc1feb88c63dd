"""The WSGI door that a server imports."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")

application = get_wsgi_application()

# What is imported stays: looking through its 400,000 objects for garbage made every tenth answer wait for 0.2 s.
get_resolver().url_patterns  # noqa: B018 - imports all that an answer needs
gc.collect()
gc.freeze()
