"""Letting a field rest on other words of the page: a person selected them. Changes no value."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from ..choices import EventKind, Role
from ..models import Issue, Page, Party
from .errors import ActionRefused
from .hidden_names import hide_names_beside
from .open_issue import Spans, make_evidence
from .saving import lock_issue, save_issue
from .timeline import add_event, quote_page

MARKABLE = (
    *("title", "summary", "category", "district", "place", "responsible", "status"),
    *("began", "reported", "accepted", "promised", "resolved"),
)
"""What words can be made to speak for."""


@transaction.atomic
def mark_words(issue: Issue, page: Page, name: str, spans: Spans, *, by: AbstractUser | None) -> Issue:
    """Let the field `name` rest on the words at `spans` of `page`, and on no others of that page. Returns the issue.

    For “responsible” the words speak for the party that they name, or the only one. Raises ActionRefused where the field
    has no words or the party is not told; ValueError where a span is not in the page.
    """
    if name not in MARKABLE or not spans:
        raise ActionRefused(_("Select the words in the story first, then what they speak for."))
    locked = lock_issue(issue.pk)
    quote = quote_page(page, spans)
    party = _find_party(locked, quote) if name == Role.RESPONSIBLE else None
    locked.evidence.filter(page=page, field=name, party=party, event=None).delete()
    make_evidence(locked, page, name, spans, [_("marked by hand")], party=party).save()
    hide_names_beside(locked, page, spans)
    told = _("rests on the words “%s” now") % quote[:200]
    label = party.name if party else str(Issue._meta.get_field(name).verbose_name)
    save_issue(locked, by=by, reason=f"{label}{_(':')}{told}")
    add_event(locked, EventKind.EDITED, text=f"{label}{_(':')}{told}", by=by, internal=True, fields=[name])
    issue.refresh_from_db()
    return issue


def _find_party(issue: Issue, quote: str) -> Party:
    """Whom the words name among the responsible ones."""
    parties = list(issue.parties.filter(role=Role.RESPONSIBLE).select_related("agency"))
    named = [party for party in parties if party.name in quote or quote in party.name]
    found = named or parties
    if len(found) != 1:
        raise ActionRefused(
            _("Choose the agency these words name first, under “responsible agencies”, and save.")
        )
    return found[0]
