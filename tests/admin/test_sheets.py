"""Lists as sheets for Excel and back: what is taken along, what an edited sheet would change, and all or nothing."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from issues.actions import edit_issue
from issues.choices import Role, Status
from issues.models import Issue

from .. import make

pytestmark = pytest.mark.django_db
LIST, IMPORT = "admin:issues_issue_changelist", "admin:issues_issue_import_sheet"


def download(client, form="csv", **filters) -> bytes:
    answer = client.get(reverse("admin:issues_issue_sheet", args=[form]), filters)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def read_csv(content: bytes) -> list[dict]:
    assert content.startswith(b"\xef\xbb\xbf"), "Excel takes a CSV without the mark for GBK"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def write_csv(rows) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def edit(client, *changes, rows=None) -> list[dict]:
    """The sheet of all issues, oldest first, with `changes` made to its rows."""
    rows = rows or sorted(read_csv(download(client)), key=lambda row: int(row["编号"]))
    for row, change in zip(rows, changes, strict=False):
        row.update(change)
    return rows


def upload(client, rows, name="改好.csv"):
    content = rows if isinstance(rows, bytes) else write_csv(rows)
    return client.post(reverse(IMPORT), {"file": SimpleUploadedFile(name, content)})


def confirm(client, answer):
    return client.post(reverse(IMPORT), {"planned": answer.context["planned"]}, follow=True)


def test_sheet_holds_what_the_list_shows_under_its_filters(reviewer):
    draft, issue = make.make_draft(), make.make_issue(Status.STALLED)
    assert [row["编号"] for row in read_csv(download(reviewer, status__exact="stalled"))] == [str(issue.pk)]
    assert {row["编号"] for row in read_csv(download(reviewer))} == {str(draft.pk), str(issue.pk)}
    row = read_csv(download(reviewer, status__exact="stalled"))[0]
    assert (row["状态"], row["类别"], row["区县"]) == ("停滞", "供水", "城东区 990102")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_chosen_issues_are_taken_along(reviewer, form):
    first, _second = make.make_draft(), make.make_draft()
    data = {"action": f"send_{form}", "_selected_action": [first.pk]}
    content = b"".join(reviewer.post(reverse(LIST), data).streaming_content)
    if form == "csv":
        assert [row["编号"] for row in read_csv(content)] == [str(first.pk)]
    else:
        rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        assert len(rows) == 2 and rows[1][0] == first.pk


def test_no_cell_runs_as_a_formula_and_the_text_comes_back_as_it_was(reviewer):
    issue = make.make_issue(Status.STALLED)
    edit_issue(issue, {"resolution_notes": "=1+1", "summary": "＋8小时停水"}, by=None)
    row = read_csv(download(reviewer))[0]
    assert row[notes_head()] == "'=1+1"
    book = load_workbook(io.BytesIO(download(reviewer, "xlsx")))
    assert not [cell for cells in book.active.iter_rows() for cell in cells if cell.data_type == "f"]
    answer = upload(reviewer, [row])
    assert answer.context["same"] == 1 and not answer.context["ready"]


def notes_head() -> str:
    return str(Issue._meta.get_field("resolution_notes").verbose_name)


def test_too_long_a_list_is_told_to_be_filtered(reviewer, monkeypatch):
    monkeypatch.setattr("issues.admin.sheet_export.MOST", 1)
    make.make_draft(), make.make_draft()
    answer = reviewer.get(reverse("admin:issues_issue_sheet", args=["csv"]), follow=True)
    assert "请先筛选" in answer.content.decode()


def test_edited_sheet_is_shown_field_by_field_and_changes_nothing_before_it_is_confirmed(reviewer):
    issue = make.make_issue(Status.STALLED)
    rows = edit(reviewer, {"地点": "海棠里小区三栋", "状态": "办理中", "修改理由": "已复工"})
    answer = upload(reviewer, rows)
    changes = [(label, old, new) for row in answer.context["ready"] for label, old, new in row.changes]
    assert changes == [("状态", "停滞", "办理中"), ("地点", "海棠里小区", "海棠里小区三栋")]
    html = answer.content.decode()
    assert "海棠里小区三栋" in html and "停滞" in html
    before = issue.version
    issue.refresh_from_db()
    assert (issue.version, issue.place, issue.status) == (before, "海棠里小区", Status.STALLED)
    assert "改了 1 个问题" in confirm(reviewer, answer).content.decode()
    issue.refresh_from_db()
    assert (issue.place, issue.status) == ("海棠里小区三栋", Status.IN_PROGRESS)
    newest = issue.history.first()
    assert (newest.history_user, newest.history_change_reason) == (reviewer.user, "已复工")
    assert issue.events.filter(by=reviewer.user, to_status=Status.IN_PROGRESS).exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_untouched_sheet_changes_nothing(reviewer, form):
    make.make_issue(Status.STALLED), make.make_draft()
    answer = upload(reviewer, download(reviewer, form), f"原样.{form}")
    assert answer.context["same"] == 2 and not answer.context["ready"] and not answer.context["refused"]


def test_dates_as_excel_rewrites_them_are_no_change(reviewer):
    issue = make.make_issue(Status.STALLED)
    promised = str(Issue._meta.get_field("promised").verbose_name)
    answer = upload(reviewer, edit(reviewer, {promised: "2025/12/10"}))
    assert answer.context["same"] == 1
    confirm(reviewer, upload(reviewer, edit(reviewer, {promised: "2025/12/9"})))
    issue.refresh_from_db()
    assert issue.promised == "2025-12-09"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"类别": "没有的"}, "名录里没有"),
        ({"区县": "没有的区"}, "名录里没有"),
        ({"责任单位": "没有的局"}, "名录里没有"),
        ({"状态": "快了"}, "没有“快了”这个状态"),
        ({"状态": "已办结"}, "写明理由"),
        ({"状态": "待审"}, "审核页面"),
        ({"标题": ""}, "不能没有标题"),
        ({"标题": "长" * 81}, "最多 80 个"),
        ({"编号": "999999"}, "没有编号"),
        ({"编号": "一"}, "缺编号或版本"),
        ({"类别": ""}, "不能没有"),
    ],
)
def test_row_that_the_rules_refuse_says_why_and_the_others_go_on(reviewer, change, why):
    first, second = make.make_issue(Status.STALLED), make.make_issue(Status.STALLED)
    answer = upload(reviewer, edit(reviewer, change, {"地点": "别处"}))
    (refused,), (ready,) = answer.context["refused"], answer.context["ready"]
    assert why in refused.refused, refused.refused
    assert ready.issue == second and str(refused.line) == "2"
    confirm(reviewer, answer)
    first.refresh_from_db(), second.refresh_from_db()
    assert second.place == "别处" and first.history.count() == make.make_issue(Status.STALLED).history.count()


def test_row_that_somebody_changed_meanwhile_is_refused_with_what_they_changed(reviewer, second_reviewer):
    issue = make.make_issue(Status.STALLED)
    rows = edit(reviewer, {"地点": "我的地点"})
    edit_issue(issue, {"place": "别人的地点"}, by=second_reviewer.user)
    (refused,) = upload(reviewer, rows).context["refused"]
    assert "有人改过" in refused.refused and "别人的地点（另一审核员）" in refused.refused


def test_change_between_preview_and_confirmation_stops_all_of_it(reviewer, second_reviewer):
    first, second = make.make_issue(Status.STALLED), make.make_issue(Status.STALLED)
    answer = upload(reviewer, edit(reviewer, {"地点": "甲处"}, {"地点": "乙处"}))
    edit_issue(second, {"place": "别人的地点"}, by=second_reviewer.user)
    assert "什么都没有改" in confirm(reviewer, answer).content.decode()
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.place, second.place) == ("海棠里小区", "别人的地点")


def test_same_number_twice_is_refused_the_second_time(reviewer):
    make.make_issue(Status.STALLED)
    rows = edit(reviewer, {"地点": "甲处"})
    answer = upload(reviewer, [*rows, {**rows[0], "地点": "乙处"}])
    assert len(answer.context["ready"]) == len(answer.context["refused"]) == 1


def test_responsible_agencies_are_found_by_name(reviewer):
    issue, water = make.make_issue(Status.STALLED), make.make_agency("城东区水务局")
    confirm(reviewer, upload(reviewer, edit(reviewer, {"责任单位": "城东区水务局"})))
    assert [party.agency for party in issue.parties.filter(role=Role.RESPONSIBLE)] == [water]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.csv", b"MZ\0\0"),
        ("别的.csv", "甲,乙\n1,2\n".encode()),
        ("坏.xlsx", b"PK\x03\x04xx"),
        ("空.csv", b""),
    ],
)
def test_what_is_no_sheet_of_ours_is_refused_in_words(reviewer, name, content):
    answer = upload(reviewer, content, name)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"] and "planned" not in (answer.context["planned"] or "")


def test_preview_is_for_the_person_who_saw_it_and_cannot_be_forged(reviewer, second_reviewer):
    issue = make.make_issue(Status.STALLED)
    answer = upload(reviewer, edit(reviewer, {"地点": "甲处"}))
    assert "预览已过期" in confirm(second_reviewer, answer).content.decode()
    issue.refresh_from_db()
    assert issue.place == "海棠里小区"


def test_sheets_are_for_those_who_may(entry, db):
    make.make_draft()
    assert download(entry)
    assert entry.get(reverse(IMPORT)).status_code == 403
    entry.post(reverse(IMPORT), {"planned": "x"})
    nobody = make.make_user()
    entry.force_login(nobody)
    assert entry.get(reverse("admin:issues_issue_sheet", args=["csv"])).status_code == 403
