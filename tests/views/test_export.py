"""Any selection of the list as a file: what is in it, that a spreadsheet runs none of it, and what it costs."""

import csv
import gc
import io
import json
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from issues.actions import move_issue
from issues.choices import Status
from issues.models import Issue
from issues.public.formats import FORMATS
from issues.public.records import FIELDS

from .. import make

pytestmark = pytest.mark.django_db
NAMES = [field.name for field in FIELDS]


def fetch(client, form: str, query: str = "") -> bytes:
    answer = client.get(reverse("issues:export", args=[form]) + query)
    assert answer.status_code == 200, answer.content
    return answer.getvalue()


def read_csv(client, query: str = "") -> list[dict]:
    return list(csv.DictReader(io.StringIO(fetch(client, "csv", query).decode("utf-8-sig"))))


def test_all_formats_tell_the_same(client):
    issue = make.make_issue()
    (row,) = read_csv(client)
    (line,) = map(json.loads, fetch(client, "jsonl").splitlines())
    (feature,) = json.loads(fetch(client, "geojson"))["features"]
    sheet = load_workbook(io.BytesIO(fetch(client, "xlsx"))).active
    head, cells = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert list(row) == list(line) == head == NAMES
    assert line["number"] == issue.pk and line["title"] == row["title"] == "海棠里小区每天早上停水"
    assert line["responsible"] == ["城东区住建局"] and row["responsible"] == "城东区住建局"
    assert (line["status"], line["status_name"], line["open"]) == ("in_progress", "办理中", True)
    assert (line["reported_on"], line["city"]) == ("2025-12-04", "云河市")
    assert line["url"] == f"http://testserver/issues/{issue.pk}/"
    assert line["published_at"].endswith("+08:00")
    assert feature["geometry"] is None and feature["properties"] == line and feature["id"] == issue.pk
    assert cells[NAMES.index("reported_on")].date().isoformat() == "2025-12-04"


def test_names_of_ours_are_in_the_readers_language_and_codes_and_columns_the_same_for_all(client):
    make.make_issue()
    told = {}
    for language in ("en", "zh-hans"):
        answer = client.get(reverse("issues:export", args=["jsonl"]), headers={"accept-language": language})
        assert "Accept-Language" in answer["Vary"]
        told[language] = json.loads(answer.getvalue())
    english, chinese = told["en"], told["zh-hans"]
    differs = {name for name in NAMES if english[name] != chinese[name]}
    assert differs == {"status_name", "category_name"}
    assert (english["status_name"], english["category_name"]) == ("in progress", "Water")
    assert (chinese["status_name"], chinese["category_name"]) == ("办理中", "供水")


def test_the_filters_of_the_list_are_those_of_the_export(client):
    make.make_issue(title="仍在停水")
    make.make_issue(Status.RESOLVED, title="已经来水")
    assert [row["title"] for row in read_csv(client, "?status=closed")] == ["已经来水"]
    assert [row["title"] for row in read_csv(client, "?q=仍在")] == ["仍在停水"]


def test_a_filter_that_cannot_be_read_is_refused_instead_of_answered_with_everything(client):
    make.make_issue()
    answer = client.get(reverse("issues:export", args=["csv"]) + "?category=nothing")
    assert answer.status_code == 400 and "没有“nothing”这个类别" in answer.content.decode()


def test_more_rows_than_one_export_may_have_are_refused_in_words(client, monkeypatch):
    make.make_issue()
    make.make_issue()
    monkeypatch.setattr("issues.views.export.MOST", 1)
    answer = client.get(reverse("issues:export", args=["csv"]))
    assert answer.status_code == 400 and "请缩小范围" in answer.content.decode()


@pytest.mark.parametrize("begin", list("=+-@＝＋－＠") + ["\t="])
def test_no_cell_begins_a_formula(client, begin):
    evil = f"{begin}HYPERLINK(1)"
    Issue.objects.filter(pk=make.make_issue().pk).update(summary=evil)
    assert read_csv(client)[0]["summary"] == f"'{evil}"
    book = fetch(client, "xlsx")
    assert load_workbook(io.BytesIO(book)).active.cell(2, 3).data_type == "s"
    with ZipFile(io.BytesIO(book)) as files:
        assert b"<f>" not in files.read("xl/worksheets/sheet1.xml")


def test_control_characters_break_no_format(client):
    Issue.objects.filter(pk=make.make_issue().pk).update(summary="停\x0b水\x01\ufffe了")
    assert read_csv(client)[0]["summary"] == "停水了"
    assert load_workbook(io.BytesIO(fetch(client, "xlsx"))).active.cell(2, 3).value == "停水了"


def test_a_joined_report_names_the_issue_it_belongs_to_only_while_that_is_public(client, staff):
    target, other = make.make_issue(), make.make_issue(title="又停水")
    move_issue(other, Status.DUPLICATE, by=staff, reason="同一处", joined_to=target)
    assert read_csv(client, "?q=又停水")[0]["joined_to"] == str(target.pk)
    move_issue(target, Status.WITHDRAWN, by=staff, reason="报道有误")
    assert read_csv(client, "?q=又停水")[0]["joined_to"] == ""


def test_a_copy_that_still_holds_is_not_sent_again(client, staff):
    issue = make.make_issue()
    url = reverse("issues:export", args=["csv"])
    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    assert client.get(url, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    move_issue(issue, Status.WITHDRAWN, by=staff, reason="报道有误")
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 200


def make_many(count: int) -> None:
    """Many public issues at once, with nothing but what an export reads."""
    like = make.make_issue()
    now = timezone.now()
    rows = [
        Issue(
            title=f"第{n}处停水",
            summary="小区每天早上停水。" * 20,
            category=like.category,
            district=like.district,
            status=Status.REPORTED,
            changed_at=now,
            published_at=now,
        )
        for n in range(count)
    ]
    Issue.objects.bulk_create(rows, batch_size=1000)


@pytest.mark.parametrize("form", FORMATS)
def test_memory_and_queries_stay_the_same_for_any_number_of_rows(client, monkeypatch, form):
    monkeypatch.setattr("issues.public.records.CHUNK", 20)
    make_many(200)
    gc.collect()
    gc.disable()  # what waits for the collector is memory too
    try:
        answer = client.get(reverse("issues:export", args=[form]))
        with CaptureQueriesContext(connection) as queries:
            size = sum(map(len, answer.streaming_content))
        kept = sum(type(one) is Issue for one in gc.get_objects())
    finally:
        gc.enable()
    assert size and kept <= 60
    assert len(queries) <= 1 + 2 * 11  # parties and agencies, once for each chunk


def test_the_data_page_explains_every_field_in_chinese(client, settings):
    text = client.get(reverse("issues:data")).content.decode()
    for field in FIELDS:
        assert f"<code>{field.name}</code>" in text
        assert str(field.meaning) in text and not str(field.meaning).isascii()
    assert "本站尚未说明许可协议" in text
    settings.CIVICTRACK_LICENCE = "CC BY 4.0"
    assert "CC BY 4.0" in client.get(reverse("issues:data")).content.decode()


def test_lists_offer_their_own_selection(client):
    issue = make.make_issue()
    text = client.get("/?status=open&order=reported").content.decode()
    assert 'href="/data/issues.csv?status=open"' in text and 'href="/feeds/new.atom?status=open"' in text
    text = client.get(reverse("issues:district", args=[issue.district.code])).content.decode()
    assert f'href="/feeds/promises.ics?district={issue.district.code}"' in text
    assert client.get(reverse("issues:export", args=["pdf"])).status_code == 404


def test_the_data_page_leads_programs_to_what_answers_them(client, db):
    text = client.get(reverse("issues:data")).content.decode()
    for name, args in (
        ("api_issues", []),
        ("api_schema", []),
        ("open311_services", ["json"]),
        ("open311_discovery", ["json"]),
    ):
        address = reverse(f"issues:{name}", args=args)
        assert f'href="{address}"' in text and client.get(address).status_code == 200
