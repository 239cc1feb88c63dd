"""Why an action is refused, in words for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class ActionRefused(Exception):
    """The rules do not allow it. The message is a translated sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class OthersChange:
    """What somebody else has changed since the form was opened."""

    field: str
    label: str
    before: str
    after: str
    by: str
    at: datetime


class StaleIssue(ActionRefused):
    """Somebody else saved first. `changes` says what, so that nothing is overwritten unseen."""

    def __init__(self, message: str, changes: tuple[OthersChange, ...]):
        super().__init__(message)
        self.changes = changes
