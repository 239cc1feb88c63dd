"""The desk by keys alone: what a clear-cut draft costs in presses, and that every key is told under "?"."""

import time

import pytest
from django.urls import reverse

from issues.actions import find_holder
from issues.choices import RejectReason, Status
from issues.models import Issue

from .. import make
from .test_desk import desk  # noqa: F401  (the reviewer's browser)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_PRESSES = 3
"""Presses of keys that a clear-cut draft may cost."""
READING = 15
"""Seconds in which a person reads a clear-cut draft; the screen must leave that much of its 20 (30 in ten minutes)."""


class Counted:
    """A keyboard that counts its presses."""

    def __init__(self, tab):
        self.tab, self.presses = tab, 0

    def press(self, *keys, leads_on=False):
        """Press the keys one after another; the last one leads to another page where `leads_on`."""
        for key in keys[:-1] if leads_on else keys:
            self.tab.keyboard.press(key)
        if leads_on:
            with self.tab.expect_navigation():
                self.tab.keyboard.press(keys[-1])
        self.presses += len(keys)


def test_clear_cut_drafts_are_reviewed_by_keys_in_at_most_three_presses_each(desk):  # noqa: F811
    known = make.make_issue()
    drafts = [make.make_draft(confidence=0.99 - number / 100) for number in range(29)]
    drafts.append(make.make_draft(confidence=0.6, follows=known))
    tab = desk.review(drafts[0])
    began, costs = time.monotonic(), []
    for number, draft in enumerate(drafts):
        assert f"/{draft.pk}/" in tab.url
        hand = Counted(tab)
        if draft.follows_id:
            hand.press("f", leads_on=True)
        elif number % 3 == 2:
            hand.press("r", "1", leads_on=True)
        else:
            hand.press("p", leads_on=True)
        costs.append(hand.presses)
    seconds = (time.monotonic() - began) / len(drafts)
    print(
        f"{len(drafts)} drafts: {sum(costs) / len(costs):.2f} presses each, {seconds:.2f} s of the screen each"
    )
    assert max(costs) <= MOST_PRESSES
    assert seconds + READING < 20, "30 drafts in ten minutes"
    assert not Issue.objects.drafts().exists() and desk.said == []
    rejected = Issue.objects.filter(status=Status.WITHDRAWN).first()
    assert rejected.history.first().history_change_reason == RejectReason.NO_PROBLEM.label


def test_list_is_walked_chosen_and_opened_by_keys(desk):  # noqa: F811
    first, second = make.make_draft(confidence=0.9), make.make_draft(confidence=0.5)
    tab = desk.open(reverse("admin:issues_issue_changelist") + "?status__exact=draft")
    for key in "jjx":
        tab.keyboard.press(key)
    assert tab.locator("tr.desk-cursor input.action-select").input_value() == str(second.pk)
    assert tab.locator("tr.desk-cursor input.action-select").is_checked()
    tab.keyboard.press("k")
    with tab.expect_navigation():
        tab.keyboard.press("o")
    assert f"/{first.pk}/" in tab.url and desk.said == []


@pytest.mark.parametrize("screen", ["list", "review"])
def test_question_mark_tells_the_keys_and_closes_them(desk, screen):  # noqa: F811
    draft = make.make_draft()
    tab = desk.review(draft) if screen == "review" else desk.open(reverse("admin:issues_issue_changelist"))
    tab.keyboard.press("?")
    assert tab.locator("#desk-keys").is_visible()
    tab.keyboard.press("p")
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT, "a key that is only read about does nothing"
    tab.keyboard.press("?")
    assert not tab.locator("#desk-keys").is_visible() and desk.said == []


def test_escape_leaves_a_field_and_closes_the_reasons(desk):  # noqa: F811
    tab = desk.review(make.make_draft())
    tab.keyboard.press("e")
    assert tab.evaluate("document.activeElement.id") == "id_title"
    tab.keyboard.press("Escape")
    tab.keyboard.press("r")
    assert tab.locator(".desk-menu").is_visible()
    tab.keyboard.press("Escape")
    assert not tab.locator(".desk-menu").is_visible()
    tab.keyboard.press("1")
    assert Issue.objects.drafts().count() == 1


def test_draft_in_other_hands_is_taken_over_with_one_key(desk):  # noqa: F811
    draft = make.make_draft()
    other = make.make_user(username="另一位")
    Issue.objects.filter(pk=draft.pk).update(claimed_by=other, claimed_at="2999-01-01T00:00Z")
    tab = desk.review(draft)
    assert "另一位 正在审这一条" in tab.locator(".desk-held").inner_text()
    with tab.expect_navigation():
        tab.keyboard.press("t")
    draft.refresh_from_db()
    assert find_holder(draft).username == "审核员" and tab.locator(".desk-held").count() == 0


def test_key_v_opens_the_public_page(desk):  # noqa: F811
    issue = make.make_issue()
    tab = desk.review(issue)
    with tab.expect_navigation():
        tab.keyboard.press("v")
    assert tab.url.endswith(issue.get_absolute_url())
