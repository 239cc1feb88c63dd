"""What several actions ask of an issue before they touch it, each said in a sentence where it fails. Writes nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..models import Issue
from ..workflow import OPEN
from .errors import ActionRefused


def check_open(issue: Issue) -> None:
    """Raise ActionRefused where the issue is not public and open: nobody has to act on it."""
    if issue.status not in OPEN:
        told = _("This issue is “%s”: only an open, published issue has somebody who must act.")
        raise ActionRefused(told % issue.get_status_display())


def check_reason(reason: str) -> str:
    """The reason without blanks around it. Raises ActionRefused where there is none."""
    if not reason.strip():
        raise ActionRefused(_("Say why: the reason is shown on the timeline."))
    return reason.strip()
