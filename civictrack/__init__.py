"""The project: wiring only, no domain word in it."""

from .celery import app as celery_app

__all__ = ["celery_app"]
