"""The rows that other tests start from are rows that the application could have made."""

import pytest

from issues.choices import Status
from issues.models import Issue

from .make import make_draft, make_issue


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_an_issue_can_be_made_with_every_status(db, status):
    assert make_issue(status).status == status


def test_a_draft_is_not_public_and_its_quotations_are_on_its_page(db):
    draft = make_draft()
    assert not Issue.objects.public().exists()
    assert draft.evidence.count() == 4
    for words in draft.evidence.all():
        assert "".join(draft.story.page.text[start:end] for start, end in words.spans) == words.quote
