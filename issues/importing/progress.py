"""How far an import is, counted from its rows. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from ..models import ImportRun
from .runs import RETRYABLE

_COUNTED = ("done", "skipped", "failed", "asks", "opened", "cancelled")


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of an import's files by state, and of what they brought; archives are counted apart, by their parts."""

    total: int
    done: int
    skipped: int
    failed: int
    cancelled: int
    asks: int
    archives: int
    stories: int
    opened: int
    joined: int
    retryable: int
    finished: bool

    @property
    def waiting(self) -> int:
        return self.total - self.done - self.skipped - self.failed - self.cancelled - self.asks

    @property
    def ended(self) -> int:
        return self.total - self.waiting - self.asks

    @property
    def lines(self) -> int:
        """Files as they are listed: archives and what was in them."""
        return self.total + self.archives

    @property
    def moving(self) -> bool:
        """Whether something happens without a person; an import whose last files wait for their columns stands."""
        return not self.finished and (self.waiting > 0 or not self.asks)

    @property
    def share(self) -> float:
        """Finished files, 0 to 1."""
        return self.ended / self.total if self.total else 1.0


def measure_progress(run: ImportRun) -> Progress:
    """Count the run's files by state and what they brought, in one query. Opened archives count by their parts."""
    states = {f"in_{state}": Count("pk", filter=Q(state=state)) for state in _COUNTED}
    sums = {name: Sum(name, default=0) for name in ("stories", "opened", "joined")}
    again = Count("pk", filter=RETRYABLE)
    counted = run.files.aggregate(total=Count("pk"), retryable=again, **states, **sums)
    return Progress(
        total=counted["total"] - counted["in_opened"],
        archives=counted["in_opened"],
        **{name: counted[f"in_{name}"] for name in ("done", "skipped", "failed", "cancelled", "asks")},
        **{name: counted[name] for name in ("stories", "opened", "joined", "retryable")},
        finished=ImportRun.objects.filter(pk=run.pk, finished_at__isnull=False).exists(),
    )
