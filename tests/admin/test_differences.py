"""The desk's list of differences between readings: side by side, accepted or refused by who may, one or many."""

import pytest
from django.urls import reverse

from issues.actions import NewEvidence, edit_issue
from issues.choices import DifferenceState, Status
from issues.models import Difference, Issue

from .. import make
from .conftest import press, review_url

pytestmark = pytest.mark.django_db

LIST = "admin:issues_difference_changelist"


def make_difference(issue=None, field="place", new="海棠里", words="海棠里", **fields) -> Difference:
    """What reading again leaves: today's value against `new`, resting on `words` of the page."""
    issue = issue or make.make_draft()
    page = issue.story.page
    spans = make.find_spans(page, words)
    told = {"spans": spans, "quote": words, "because": ["里"], "score": 1.0}
    old = None if field == Difference.GONE else getattr(issue, Issue._meta.get_field(field).attname)
    return Difference.objects.create(
        issue=issue,
        field=field,
        old=old,
        new=new,
        old_words=[
            {"spans": make.find_spans(page, "海棠里小区"), "quote": "海棠里小区", "because": [], "score": 1}
        ],
        new_words=[told],
        **fields,
    )


def show(client, **query):
    return client.get(reverse(LIST), query)


def decide(client, do, *rows, url=None, **more):
    """Press a button of the list as a browser would: with the version of each issue that was shown."""
    versions = {f"version-{row.issue_id}": Issue.objects.get(pk=row.issue_id).version for row in rows}
    return client.post(
        url or reverse(LIST), {"do": do, "chosen": [row.pk for row in rows], **versions, **more}
    )


def states(*rows) -> list[str]:
    return [Difference.objects.get(pk=row.pk).state for row in rows]


def test_both_values_stand_side_by_side_with_their_sentences(reviewer):
    make_difference(words="加压泵没有运转", new="加压泵房")
    html = show(reviewer).content.decode()
    assert "海棠里小区" in html and "加压泵房" in html
    assert '<mark class="ev ev-place" data-field="place">加压泵没有运转</mark>' in html
    assert "12月3日，记者来到小区，看到三栋楼下的" in html  # the rest of its sentence
    assert "该工作人员承诺" not in html  # and no other


def test_field_that_a_person_set_says_who_and_when(reviewer):
    make_difference(set_by=make.make_user(username="老周"), set_at="2025-12-05T08:00:00Z")
    html = show(reviewer).content.decode()
    assert "老周" in html and "2025-12-05" in html


def test_value_that_changed_since_is_told(reviewer):
    row = make_difference()
    edit_issue(row.issue, {"place": "海棠里小区西门"}, by=reviewer.user)
    assert "海棠里小区西门" in show(reviewer).content.decode()


def test_names_of_categories_and_districts_are_shown_not_their_keys(reviewer):
    road = make.make_category("road", "道路")
    row = make_difference(field="category", new=road.pk)
    compared = show(reviewer).context["groups"][0].rows[0]
    assert (compared.old.value, compared.new.value) == ("供水", "道路")
    assert row.field == "category"


def test_accepting_one_changes_the_field_its_words_and_the_timeline(reviewer):
    row = make_difference()
    answer = decide(reviewer, f"accept:{row.pk}", row)
    assert answer.status_code == 302
    issue = Issue.objects.get()
    assert issue.place == "海棠里" and issue.history.first().history_user == reviewer.user
    assert issue.events.get(kind="edited").by == reviewer.user
    assert [words.quote for words in issue.evidence.filter(field="place")] == ["海棠里"]
    assert states(row) == [DifferenceState.ACCEPTED]


def test_refusing_changes_nothing_but_the_difference(reviewer):
    row = make_difference()
    decide(reviewer, f"refuse:{row.pk}", row)
    row.refresh_from_db()
    assert row.state == DifferenceState.REFUSED and row.by == reviewer.user and row.decided_at
    issue = Issue.objects.get()
    assert (issue.place, issue.version) == ("海棠里小区", 1)
    assert not show(reviewer).context["groups"]


def test_many_are_decided_at_once_and_the_others_wait(reviewer):
    first, second, third = make_difference(), make_difference(), make_difference()
    decide(reviewer, "accept", first, second)
    assert states(first, second, third) == ["accepted", "accepted", "open"]


def test_issue_that_somebody_saved_meanwhile_is_not_overwritten(reviewer, second_reviewer):
    row, other = make_difference(), make_difference()
    shown = {f"version-{one.issue_id}": one.issue.version for one in (row, other)}
    edit_issue(row.issue, {"place": "西门"}, by=second_reviewer.user)
    answer = reviewer.post(
        reverse(LIST), {"do": "accept", "chosen": [row.pk, other.pk], **shown}, follow=True
    )
    assert states(row, other) == ["open", "accepted"]
    reviewer.post(reverse(LIST), {"do": "refuse", "chosen": [row.pk], **shown})
    assert states(row) == ["open"]
    assert Issue.objects.get(pk=row.issue_id).place == "西门"
    assert row.issue.title in "".join(map(str, answer.context["messages"]))


def test_form_without_the_version_changes_nothing(reviewer):
    row = make_difference()
    reviewer.post(reverse(LIST), {"do": "accept", "chosen": [row.pk]})
    assert states(row) == ["open"]


def test_difference_is_decided_once(reviewer):
    row = make_difference()
    decide(reviewer, "refuse", row)
    decide(reviewer, "accept", row)
    assert states(row) == ["refused"] and Issue.objects.get().place == "海棠里小区"


def test_drafts_that_nobody_has_worked_on_take_all_at_once(reviewer):
    fresh, gone = make_difference(), make_difference(field=Difference.GONE, new=None)
    worked_on = make_difference()
    press(reviewer, worked_on.issue, "save", title="改过的标题")
    public = make_difference(make.make_issue(Status.IN_PROGRESS))
    reviewer.post(reverse(LIST), {"do": "accept_untouched"})
    assert states(fresh, gone, worked_on, public) == ["accepted", "open", "open", "open"]


def test_withdrawing_what_is_no_longer_read_keeps_the_issue_and_says_why(reviewer):
    row = make_difference(field=Difference.GONE, new=None)
    decide(reviewer, f"accept:{row.pk}", row)
    issue = Issue.objects.get()
    assert issue.status == Status.WITHDRAWN
    assert issue.events.get(to_status=Status.WITHDRAWN).text


@pytest.mark.parametrize("filters", [{"field": "place"}, {"field": "place", "untouched": "yes"}])
def test_filters_keep_what_they_name(reviewer, filters):
    place, other = make_difference(), make_difference(field="title", new="另一个标题")
    groups = show(reviewer, **filters).context["groups"]
    assert [group.issue.pk for group in groups] == [place.issue_id] and other.issue_id != place.issue_id


def test_list_of_one_page_shows_its_issues_only(reviewer):
    first, _second = make_difference(), make_difference()
    groups = show(reviewer, page=first.issue.story.page_id).context["groups"]
    assert [group.issue.pk for group in groups] == [first.issue_id]


@pytest.mark.parametrize("query", [{"field": "is_public"}, {"page": "²"}, {"issue": "9" * 40}, {"p": "x"}])
def test_nonsense_in_the_address_is_no_error(reviewer, query):
    make_difference()
    assert show(reviewer, **query).status_code == 200


@pytest.mark.parametrize("do", ["", "delete", "accept:²", "accept:'; --"])
def test_nonsense_from_a_form_changes_nothing(reviewer, do):
    row = make_difference()
    assert decide(reviewer, do, row).status_code in {302, 403}
    assert states(row) == ["open"]


def test_entry_sees_the_list_but_decides_nothing(entry):
    row = make_difference()
    html = show(entry).content.decode()
    assert "海棠里" in html and 'name="do"' not in html
    assert decide(entry, "accept", row).status_code == 403
    assert states(row) == ["open"]


def test_stranger_to_the_desk_sees_no_differences(client, groups):
    make_difference()
    client.force_login(make.make_user())
    assert show(client).status_code == 403


def test_review_screen_has_the_differences_and_its_buttons_lead_back(reviewer):
    row = make_difference()
    html = reviewer.get(review_url(row.issue)).content.decode()
    assert f'value="accept:{row.pk}"' in html
    answer = decide(reviewer, f"accept:{row.pk}", row, back=row.issue_id)
    assert answer["Location"] == review_url(row.issue)
    assert "accept:" not in reviewer.get(review_url(row.issue)).content.decode()


def test_side_bar_counts_what_waits(reviewer):
    make_difference()
    items = [
        item for group in reviewer.get("/admin/").context["sidebar_navigation"] for item in group["items"]
    ]
    badges = {item["link"]: item["badge"] for item in items if "badge" in item}
    assert badges[reverse(LIST)] == "1"


def test_script_tags_in_values_and_words_stay_text(reviewer):
    text = "<script>alert(1)</script>小区停水三天，海棠里小区海棠里。\n"
    story = make.make_story(make.make_page(text))
    draft = make.make_draft(story, evidence=[NewEvidence("place", make.find_spans(story.page, "</script>"))])
    make_difference(draft, new='"><script>alert(2)</script>', words="<script>alert(1)")
    html = show(reviewer).content.decode() + reviewer.get(review_url(draft)).content.decode()
    assert "<script>alert" not in html


def test_queries_do_not_grow_with_the_list(reviewer, django_assert_max_num_queries):
    for _number in range(8):
        make_difference()
    with django_assert_max_num_queries(18):
        assert len(show(reviewer).context["groups"]) == 8


# --- The button on a page ------------------------------------------------------------------------------------------
def reread_url(page) -> str:
    return reverse("admin:issues_page_reread", args=[page.pk])


def test_page_has_the_button_for_reviewers_only(reviewer, entry):
    page = make.make_draft().story.page
    page.read_at = page.received_at
    page.save()
    url = reverse("admin:issues_page_change", args=[page.pk])
    assert reread_url(page) in reviewer.get(url).content.decode()
    assert reread_url(page) not in entry.get(url).content.decode()
    assert entry.post(reread_url(page)).status_code == 403


def test_button_sends_the_page_to_the_queue(reviewer, settings):
    settings.CELERY_BROKER_URL = "memory://"
    page = make.make_page()
    assert reviewer.get(reread_url(page)).status_code == 405
    answer = reviewer.post(reread_url(page), follow=True)
    assert answer.status_code == 200 and list(answer.context["messages"])
    assert reviewer.post(reverse("admin:issues_page_reread", args=[999999])).status_code == 404
