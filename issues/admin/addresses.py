"""Addresses inside the desk that several of its screens lead to. Asks no database."""

from urllib.parse import urlencode

from django.urls import reverse

from ..choices import LetterState, ProposalState, Status

DRAFTS = {"status__exact": Status.DRAFT.value}
PROPOSALS = {"state__exact": ProposalState.WAITING.value}
FOLLOW_UPS = {**DRAFTS, "follow_up": "yes"}
LETTERS = {"state__exact": LetterState.WAITING.value}


def list_url(model: str, **filters: object) -> str:
    """The address of a change list with filters set."""
    return reverse(f"admin:issues_{model}_changelist") + ("?" + urlencode(filters) if filters else "")
