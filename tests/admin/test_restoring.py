"""An earlier version comes back field by field, as a new change; the history says from where each change came."""

import pytest
from django.urls import reverse

from issues.actions import edit_issue
from issues.choices import Status
from issues.models import Category

from .. import make
from .conftest import press

pytestmark = pytest.mark.django_db


def restore_url(issue, version) -> str:
    return reverse("admin:issues_issue_restore", args=[issue.pk, version])


def lines(client, issue):
    return client.get(reverse("admin:issues_issue_history", args=[issue.pk])).context["lines"]


def test_earlier_version_is_shown_before_it_is_put_back_and_the_change_is_history_too(reviewer):
    issue = make.make_issue(Status.STALLED)
    earlier = issue.version
    edit_issue(issue, {"place": "别处", "category": make.make_category("road", "道路")}, by=reviewer.user)
    shown = reviewer.get(restore_url(issue, earlier)).context["changes"]
    assert shown == [("类别", "道路", "供水"), ("地点", "别处", "海棠里小区")]
    issue.refresh_from_db()
    assert issue.place == "别处"
    reviewer.post(restore_url(issue, earlier), {"version": issue.version, "reason": "改错了"})
    issue.refresh_from_db()
    assert (issue.place, issue.category.name, issue.status) == ("海棠里小区", "供水", Status.STALLED)
    newest = lines(reviewer, issue)[0]
    assert ("地点", "别处", "海棠里小区") in newest.changes
    assert newest.reason == f"恢复到第 {earlier} 版；改错了" and newest.by == "审核员"


def test_what_somebody_saved_meanwhile_is_not_restored_over(reviewer, second_reviewer):
    issue = make.make_issue(Status.STALLED)
    earlier = issue.version
    edit_issue(issue, {"place": "别处"}, by=reviewer.user)
    seen = issue.version
    edit_issue(issue, {"place": "再别处"}, by=second_reviewer.user)
    answer = reviewer.post(restore_url(issue, earlier), {"version": seen}, follow=True)
    assert "已经改过" in answer.content.decode() or "别人" in answer.content.decode()
    issue.refresh_from_db()
    assert issue.place == "再别处"


def test_version_that_is_not_there_and_one_that_differs_in_nothing_are_told(reviewer):
    issue = make.make_issue(Status.STALLED)
    assert "没有第 99 版" in reviewer.get(restore_url(issue, 99), follow=True).content.decode()
    answer = reviewer.post(restore_url(issue, issue.version), {"version": issue.version}, follow=True)
    assert "已经和第" in answer.content.decode()


def test_version_whose_category_is_gone_is_refused_in_words(reviewer):
    issue = make.make_draft()
    earlier = issue.version
    edit_issue(issue, {"category": make.make_category("road", "道路")}, by=reviewer.user)
    Category.objects.filter(code="water").delete()
    assert "已不在名录里" in reviewer.get(restore_url(issue, earlier), follow=True).content.decode()


def test_restoring_is_for_those_who_may_change_the_issue(entry, reviewer):
    issue = make.make_issue(Status.STALLED)
    assert entry.get(restore_url(issue, 1)).status_code == 403
    assert entry.post(restore_url(issue, 1), {"version": issue.version}).status_code == 403
    html = entry.get(reverse("admin:issues_issue_history", args=[issue.pk])).content.decode()
    assert "/restore/" not in html
    html = reviewer.get(reverse("admin:issues_issue_history", args=[issue.pk])).content.decode()
    assert restore_url(issue, 1) in html and restore_url(issue, issue.version) not in html


def test_history_says_from_which_address_a_change_came(reviewer):
    draft = make.make_draft()
    reviewer.defaults["REMOTE_ADDR"] = "203.0.113.7"
    press(reviewer, draft, "save", place="海棠里小区三栋")
    told = lines(reviewer, draft)
    assert [line.address for line in told] == ["203.0.113.7", ""], "a reading comes from no address"


def test_address_behind_a_proxy_is_the_one_that_the_lock_counts(reviewer, settings):
    settings.AXES_CLIENT_IP_CALLABLE = "civictrack.proxy.find_client"
    draft = make.make_draft()
    reviewer.defaults["HTTP_X_FORWARDED_FOR"] = "198.51.100.9, 203.0.113.7"
    press(reviewer, draft, "save", place="海棠里小区三栋")
    assert lines(reviewer, draft)[0].address == "203.0.113.7"
