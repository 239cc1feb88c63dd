"""Following by mail: nothing before it is confirmed, each change at most once, one press to stop, no address given away."""

import re
from datetime import datetime, timedelta
from smtplib import SMTPResponseException, SMTPServerDisconnected

import pytest
from django.conf import settings as plain
from django.core import mail, signing
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from issues.actions import add_event, move_issue
from issues.choices import EventKind, MailState, Rhythm, Status
from issues.following import alerts, sending
from issues.following.alerts import write_alerts
from issues.following.asking import ask_to_follow, confirm, forget_mails
from issues.following.links import confirm_link, stop_link
from issues.following.sending import send_mails
from issues.models import Event, Issue, Mail, Subscription
from issues.tasks import tell_followers
from issues.voice import seals

from .. import make

pytestmark = pytest.mark.django_db
ADDRESS = "zhou@example.org"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(seals, "QUICKEST", -seals.LASTS)
    monkeypatch.setattr(alerts, "LAG", timedelta(0))


def follow(issue=None, query="", email=ADDRESS, rhythm=Rhythm.NOW) -> Subscription:
    """A confirmed subscription that has been told everything until now."""
    row = ask_to_follow(email, site="https://wenti.example", rhythm=rhythm, issue=issue, query=query)
    row.mails.all().delete()
    confirm(row)
    row.refresh_from_db()
    return row


def ask(client, address, **told):
    shown = client.get(address).content.decode()
    seal = re.search(r'name="seal" value="([^"]+)"', shown)[1]
    return client.post(address, {"seal": seal, "email": ADDRESS, "rhythm": "now", **told})


def comment(issue, text="已派人去看。", **told):
    return add_event(issue, EventKind.COMMENT, text=text, **told)


def test_the_whole_way_from_the_form_to_the_mail_and_its_end(client, settings):
    settings.CIVICTRACK_SITE = "https://wenti.example"
    issue = make.make_issue()
    assert "请查收邮件" in ask(client, reverse("issues:follow_issue", args=[issue.pk])).content.decode()
    tell_followers()
    (asking,) = mail.outbox
    assert asking.to == [ADDRESS] and "请确认" in asking.subject
    link = re.search(r"https://wenti\.example(/follow/confirm/\S+)", asking.body)[1]
    assert "确认跟踪" in client.get(link).content.decode() and not Subscription.objects.get().confirmed_at
    assert "已确认" in client.post(link).content.decode()
    comment(issue, "水来了，联系13985012345。")
    tell_followers()
    told = mail.outbox[1]
    assert "水来了" in told.body and "13985012345" not in told.body and issue.get_absolute_url() in told.body
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = re.fullmatch(
        r"<https://wenti\.example(/follow/stop/\S+)>", told.extra_headers["List-Unsubscribe"]
    )[1]
    assert "确认退订" in client.get(stop).content.decode() and Subscription.objects.exists()
    one_click = Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200 and not Subscription.objects.exists() and not Mail.objects.exists()
    assert "已退订" in client.get(stop).content.decode()


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(client):
    address = reverse("issues:follow")
    new = ask(client, address)
    row = Subscription.objects.get()
    confirm(row)
    known = ask(client, address)
    strip = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert strip.sub("", new.content.decode()) == strip.sub("", known.content.decode())
    assert Subscription.objects.count() == 1


def test_nobody_changes_the_rhythm_of_another_by_typing_the_address(client):
    row = follow()
    ask(client, reverse("issues:follow"), rhythm="daily")
    row.refresh_from_db()
    assert row.rhythm == Rhythm.NOW


def test_one_address_is_asked_three_times_a_day_and_the_answer_does_not_say_so(client, settings):
    settings.CIVICTRACK_LIMITS = {**plain.CIVICTRACK_LIMITS, "follow_mail": "1/day"}
    codes = []
    for _number in range(3):
        codes.append(ask(client, reverse("issues:follow")).status_code)
        Mail.objects.update(state=MailState.SENT)
    assert codes == [200] * 3 and Mail.objects.count() == 1
    settings.CIVICTRACK_LIMITS = {**plain.CIVICTRACK_LIMITS, "follow": "0/day"}
    assert ask(client, reverse("issues:follow"), email="other@example.org").status_code == 429


@pytest.mark.parametrize(
    "told", [{"email": "no address"}, {"rhythm": "hourly"}, {"website": "x"}, {"seal": "x"}]
)
def test_what_cannot_be_followed_is_said(client, told):
    assert ask(client, reverse("issues:follow"), **told).status_code == 422
    assert not Subscription.objects.exists()


def test_a_filter_that_cannot_be_read_and_a_hidden_issue_are_refused(client):
    refused = client.get(reverse("issues:follow") + "?reported_from=gestern")
    assert refused.status_code == 400 and "<h1>邮件跟踪</h1>" in refused.content.decode()
    assert "日期请写成 2025-12-05 的样子。" in refused.content.decode()
    assert client.get(reverse("issues:follow_issue", args=[make.make_draft().pk])).status_code == 404


def test_links_are_signed_and_the_confirming_one_ends(client, monkeypatch):
    row = ask_to_follow(ADDRESS, site="", rhythm=Rhythm.NOW)
    confirming, stopping = confirm_link(row), stop_link(row)
    assert client.get(confirming.replace("confirm", "stop")).context["done"], "one token is no other"
    assert client.post(stopping.replace("stop", "confirm")).status_code == 404
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + 4 * 86400)
    assert client.post(confirming).status_code == 404
    assert not Subscription.objects.get().confirmed_at


def test_a_list_is_followed_with_its_filters():
    follow(query="category=water")
    other = make.make_category("road", "道路")
    make.make_issue(title="海棠里停水了"), make.make_issue(title="文化路坑洼", category=other)
    make.make_draft(title="绝密停水")
    assert write_alerts() == 1
    body = Mail.objects.get().body
    assert "【新】海棠里停水了" in body and "文化路" not in body and "绝密" not in body


def test_who_follows_what_is_open_is_told_that_it_was_closed(staff):
    issue, other = make.make_issue(Status.IN_PROGRESS), make.make_issue(Status.RESOLVED)
    follow(query="status=open")
    move_issue(issue, Status.RESOLVED, by=staff, reason="回访：已来水")
    comment(other)
    assert write_alerts() == 1
    body = Mail.objects.get().body
    assert issue.get_absolute_url() in body and "已办结" in body
    assert other.get_absolute_url() not in body, "it was closed before"
    comment(issue)
    assert write_alerts() == 0, "it is followed no more"


def test_each_change_is_told_once_and_what_is_internal_never():
    issue = make.make_issue()
    follow(issue)
    comment(issue, "内部备注", internal=True)
    assert write_alerts() == 0
    comment(issue, "第一次")
    assert write_alerts() == 1 and write_alerts() == 0
    comment(issue, "第二次")
    assert write_alerts() == 1
    first, second = Mail.objects.order_by("pk")
    assert "第一次" in first.body and "第一次" not in second.body and "第二次" in second.body


def test_an_issue_that_is_withdrawn_meanwhile_is_told_no_more(staff):
    issue = make.make_issue()
    follow(issue)
    comment(issue)
    move_issue(issue, Status.WITHDRAWN, by=staff, reason="报道有误")
    assert write_alerts() == 0


def test_the_digest_comes_in_the_morning_with_all_of_the_day():
    issue, row = make.make_issue(), None
    row = follow(issue, rhythm=Rhythm.DAILY)
    zone = timezone.get_current_timezone()
    Subscription.objects.filter(pk=row.pk).update(checked_at=datetime(2026, 3, 1, 8, tzinfo=zone))
    for hour in (10, 20):
        event = comment(issue, f"{hour}点的消息")
        Event.objects.filter(pk=event.pk).update(recorded_at=datetime(2026, 3, 1, hour, tzinfo=zone))
    assert write_alerts(datetime(2026, 3, 1, 23, tzinfo=zone)) == 0
    assert write_alerts(datetime(2026, 3, 2, 7, 29, tzinfo=zone)) == 0
    assert write_alerts(datetime(2026, 3, 2, 7, 31, tzinfo=zone)) == 1
    assert {"10点的消息", "20点的消息"} <= set(re.findall(r"\d+点的消息", Mail.objects.get().body))


def test_a_worker_killed_after_claiming_never_sends_twice(monkeypatch):
    issue = make.make_issue()
    follow(issue)
    comment(issue)
    write_alerts()

    class Killed(BaseException):
        pass

    def die(*_args):
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(sending, "make_message", die)
        with pytest.raises(Killed):
            send_mails()
    assert Mail.objects.get().state == MailState.SENDING and send_mails() == 0
    Mail.objects.update(tried_at=timezone.now() - timedelta(hours=1))
    assert send_mails() == 0 and Mail.objects.get().state == MailState.LOST and not mail.outbox


def test_a_worker_killed_between_the_mail_and_its_mark_writes_both_the_next_time(monkeypatch):
    issue = make.make_issue()
    follow(issue)
    comment(issue)
    with monkeypatch.context() as dying:
        dying.setattr(Mail.objects, "create", lambda **_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            write_alerts()
    assert write_alerts() == 1 and Mail.objects.count() == 1


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (SMTPResponseException(450, b"later"), MailState.QUEUED),
        (SMTPResponseException(550, b"no such box"), MailState.FAILED),
        (SMTPServerDisconnected("gone"), MailState.LOST),
    ],
)
def test_what_the_server_says_decides_whether_it_is_tried_again(monkeypatch, error, state):
    row = follow()
    Mail.objects.create(subscription=row, subject="一\n二", body="三", due_at=timezone.now())

    def refuse(*_args):
        raise error

    with monkeypatch.context() as refusing:
        refusing.setattr(EmailBackend, "send_messages", refuse)
        assert send_mails() == 0
    assert Mail.objects.get().state == state
    Mail.objects.filter(state=MailState.QUEUED).update(due_at=timezone.now())
    assert send_mails() == (state == MailState.QUEUED)


def test_without_a_server_everything_waits(monkeypatch):
    Mail.objects.create(subscription=follow(), subject="一", body="二", due_at=timezone.now())
    with monkeypatch.context() as away:
        away.setattr(
            EmailBackend, "open", lambda _: (_ for _ in ()).throw(ConnectionRefusedError), raising=False
        )
        assert send_mails() == 0
    row = Mail.objects.get()
    assert row.state == MailState.QUEUED and row.attempts == 0 and send_mails() == 1


def test_what_was_never_confirmed_and_what_is_long_over_is_forgotten():
    old = ask_to_follow("old@example.org", site="", rhythm=Rhythm.NOW)
    Subscription.objects.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(days=4))
    fresh, kept = ask_to_follow("new@example.org", site="", rhythm=Rhythm.NOW), follow()
    long_ago = timezone.now() - timedelta(days=31)
    for state in (MailState.SENT, MailState.QUEUED):
        Mail.objects.create(subscription=kept, subject="一", body="二", state=state, due_at=long_ago)
    forget_mails()
    assert set(Subscription.objects.all()) == {fresh, kept}
    assert [row.state for row in kept.mails.all()] == [MailState.QUEUED]


def test_many_who_follow_the_same_are_told_with_one_look_each(django_assert_max_num_queries):
    issue = make.make_issue()
    for number in range(20):
        follow(issue, email=f"p{number}@example.org")
    Subscription.objects.update(checked_at=timezone.now())
    comment(issue)
    with django_assert_max_num_queries(2 + 20 * 5 + 6):
        assert write_alerts() == 20
    assert Issue.objects.count() == 1


def test_a_mail_says_which_selection_it_speaks_of():
    issue = make.make_issue()
    follow(query="q=停水&category=water&status=open")
    comment(issue)
    write_alerts()
    assert "订阅了符合“关键词 停水、类别 供水、状态 未办结”的问题" in Mail.objects.get().body


def test_what_somebody_typed_is_not_mailed_to_an_address_that_has_not_confirmed():
    agency = make.make_agency()
    for query in ("q=买我的药&category=water", f"source=买我的药&agency={agency.pk}", "agency=买我的药"):
        make.make_category()
        row = ask_to_follow(f"{len(query)}@example.org", site="", rhythm=Rhythm.NOW, query=query)
        told = row.mails.get()
        assert "买我的药" not in told.subject + told.body
    assert ask_to_follow(
        "x@example.org", site="", rhythm=Rhythm.NOW, query="status=open"
    ).mails.get().subject == ("请确认：跟踪符合“状态 未办结”的问题")
