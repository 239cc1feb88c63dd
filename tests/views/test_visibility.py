"""Nobody outside the desk sees a draft, a withdrawn issue or an internal line: shown for every public address."""

import io
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.urls import reverse

from issues.actions import NewEvent, add_event, move_issue
from issues.choices import EventKind, Role, Status
from issues.models import Party
from issues.public.formats import FORMATS
from issues.urls import urlpatterns

from .. import make

SECRET = "绝密七里沟"
INTERNAL = "线人丁某来电"


def _hide_issues(agency):
    """A draft and a withdrawn issue, both full of SECRET, and a public one with an internal line."""
    words = {"title": f"{SECRET}停水", "summary": f"{SECRET}摘要", "place": SECRET}
    draft = make.make_draft(**words)
    withdrawn = make.make_issue(Status.WITHDRAWN, **words)
    for hidden in (draft, withdrawn):
        Party.objects.create(issue=hidden, agency=agency, name=f"{SECRET}办", role=Role.OPERATOR)
        add_event(hidden, EventKind.COMMENT, text=SECRET)
    public = make.make_issue()
    Party.objects.create(issue=public, agency=agency, name=agency.name, role=Role.OPERATOR)
    add_event(public, EventKind.COMMENT, text=INTERNAL, internal=True)
    return draft, withdrawn, public


def list_addresses(draft, withdrawn, public, agency):
    """Every address of urls.py at least once; a new one without a case here fails below."""
    numbers = {
        "issue": [[public.pk], [draft.pk], [withdrawn.pk]],
        "preview": [[public.pk], [draft.pk], [withdrawn.pk]],
        "tell": [[public.pk], [draft.pk], [withdrawn.pk]],
        "follow_issue": [[public.pk], [draft.pk], [withdrawn.pk]],
        "feed_issue": [[public.pk], [draft.pk], [withdrawn.pk]],
        "follow_confirm": [["x"]],
        "follow_stop": [["x"]],
        "track": [["2345-6789-ABCD-EFGH"]],
        "photo": [[1]],
        "issue_code": [[public.pk], [draft.pk], [withdrawn.pk]],
        "office_issue": [[public.pk], [draft.pk], [withdrawn.pk]],
        "office_propose": [[public.pk, "reply"], [draft.pk, "reply"]],
        "office_take_back": [[1]],
        "office_attachment": [[1]],
        "source": [["云河晚报"]],
        "agency": [[agency.pk]],
        "district": [[public.district.code], [public.district.parent.code]],
        "category": [[public.category.code]],
        "export": [[form] for form in FORMATS],
        "dump": [["issues.jsonl"]],
        "api_issue": [[public.pk], [draft.pk], [withdrawn.pk]],
        **{f"open311_{name}": [["xml"], ["json"]] for name in ("discovery", "services", "requests")},
        "open311_service": [[public.category.code, "xml"]],
        "open311_request": [[row.pk, "json"] for row in (public, draft, withdrawn)],
    }
    for name in [pattern.name for pattern in urlpatterns]:
        for args in numbers.get(name, [[]]):
            yield reverse(f"issues:{name}", args=args)


def _read(answer) -> str:
    """All that an answer says, streamed or not; a workbook is opened, a folded calendar line put together."""
    content = answer.getvalue()
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as files:
            content = b"".join(files.read(name) for name in files.namelist())
    return content.replace(b"\r\n ", b"").decode()


QUERIES = [
    "",
    f"?q={SECRET}",
    f"?q={INTERNAL}",
    "?order=reported",
    "?order=longest",
    "?status=draft&status=withdrawn",
    "?status=closed",
    f"?agency={SECRET}",
    "?overdue=on",
    f"?service_code={SECRET}",
]


@pytest.mark.parametrize("query", QUERIES)
def test_every_public_address_hides_what_is_not_public(client, db, settings, tmp_path, query):
    agency = make.make_agency("云河市水务集团")
    rows = _hide_issues(agency)
    settings.CIVICTRACK_DUMP = str(tmp_path)
    call_command("dump")
    for address in list_addresses(*rows, agency):
        answer = client.get(address + query)
        text = _read(answer)
        asked = text.replace(f'value="{SECRET}"', "").replace(f'value="{INTERNAL}"', "")
        for word in (SECRET, INTERNAL):
            # What the visitor typed is shown again in the chip and in the offer to take it away.
            for echo in (f"</span> {word} <span", f"“{word}”", f" {word}</span></li>"):
                asked = asked.replace(echo, "")
            assert word not in asked, f"{address + query} tells of {word}"


@pytest.mark.parametrize("name", ["issue", "api_issue", "open311_request"])
def test_hidden_issues_are_not_found(client, db, name):
    rows = _hide_issues(make.make_agency())
    end = ["xml"] if name == "open311_request" else []
    status = [client.get(reverse(f"issues:{name}", args=[row.pk, *end])).status_code for row in rows]
    assert status == [404, 404, 200]


def test_programs_are_told_no_number_of_a_hidden_issue(client, db):
    draft, withdrawn, public = _hide_issues(make.make_agency())
    asked = reverse("issues:open311_requests", args=["json"])
    numbers = f"{draft.pk},{withdrawn.pk},{public.pk}"
    (told,) = client.get(f"{asked}?service_request_id={numbers}").json()
    assert told["service_request_id"] == str(public.pk)
    (row,) = client.get(reverse("issues:api_issues")).json()["results"]
    assert row["number"] == public.pk


def test_numbers_count_only_public_issues(client, db):
    agency = make.make_agency("云河市水务集团")
    _hide_issues(agency)
    for address in (reverse("issues:list"), reverse("issues:agency", args=[agency.pk])):
        answer = client.get(address)
        assert answer.context["count"] == 1
        assert sum(one.count for one in answer.context["facets"].statuses) == 1


def test_an_issue_withdrawn_after_publishing_leaves_list_page_and_search(client, db, staff):
    issue = make.make_issue(title="会被撤回的停水")
    assert "会被撤回" in client.get("/?q=会被撤回").content.decode().replace('value="会被撤回"', "")
    move_issue(issue, Status.WITHDRAWN, by=staff, reason="报道有误")
    assert client.get(reverse("issues:issue", args=[issue.pk])).status_code == 404
    assert client.get("/?q=会被撤回").context["count"] == 0


def test_a_joined_issue_points_to_the_one_that_goes_on_only_while_that_is_public(client, db, staff):
    target = make.make_issue(title="海棠里停水")
    other = make.make_issue(title="海棠里又停水")
    move_issue(other, Status.DUPLICATE, by=staff, reason="同一处", joined_to=target)
    page = client.get(reverse("issues:issue", args=[other.pk])).content.decode()
    assert reverse("issues:issue", args=[target.pk]) in page
    assert "海棠里又停水" in client.get(reverse("issues:issue", args=[target.pk])).content.decode()
    move_issue(target, Status.WITHDRAWN, by=staff, reason="报道有误")
    page = client.get(reverse("issues:issue", args=[other.pk])).content.decode()
    assert reverse("issues:issue", args=[target.pk]) not in page


def test_quotations_of_an_internal_line_stay_inside(client, db):
    story = make.make_story()
    line = NewEvent(EventKind.FINDING, "泵房电机烧坏", make.find_spans(story.page, "泵房的电机烧坏"))
    issue = make.make_issue(story=story, events=[line])
    issue.events.filter(kind=EventKind.FINDING).update(internal=True)
    assert "电机烧坏" not in client.get(reverse("issues:issue", args=[issue.pk])).content.decode()
