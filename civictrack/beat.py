"""The clock that sends what is due, made to go on where the machine's clock is set back or its disk is full."""

import logging
from datetime import timedelta

from celery.beat import PersistentScheduler

logger = logging.getLogger(__name__)

JUMP = timedelta(seconds=5)
"""A clock that is kept right by the network moves by less than this."""


class Scheduler(PersistentScheduler):
    """Celery's own waits until the clock is again where it was: set back by an hour, it would send nothing for an hour."""

    def tick(self, *args, **kwargs):
        """Send what is due, as Celery does; what was sent in the future was sent just now."""
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at - entry.default_now() > JUMP]
        for entry in ahead:
            entry.last_run_at = entry.default_now()
        if ahead:
            logger.warning("The clock was set back: what is due is counted from now on.")
            self._heap = None  # made anew by Celery from the schedule
        return super().tick(*args, **kwargs)

    def sync(self):
        """Note on disk what was sent; that the disk is full ends the clock of no installation."""
        try:
            super().sync()
        except (
            Exception
        ) as error:  # each kind of store (shelve takes what Python was built with) fails in its own way
            logger.warning("The times of what was sent cannot be noted: %s", error)
