"""The Celery application. Tasks live in the app's tasks.py, the schedule in settings."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
TRANSPORT_ALIASES["filesystem"] = "civictrack.filequeue:Transport"

app = Celery("civictrack")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
