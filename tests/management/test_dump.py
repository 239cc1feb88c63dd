"""The nightly dump: whole files, the same rows in each, and only public ones."""

import csv
import hashlib
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from issues.tasks import dump_issues

from .. import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.CIVICTRACK_DUMP = str(tmp_path / "dump")
    settings.CIVICTRACK_SITE = "https://wenzheng.example"
    return tmp_path / "dump"


def test_every_format_holds_the_public_issues_and_the_manifest_their_checksums(folder):
    issue = make.make_issue()
    make.make_draft(title="草稿停水")
    with translation.override("en"):
        dump_issues()
    (line,) = map(json.loads, (folder / "issues.jsonl").read_text("utf-8").splitlines())
    (row,) = csv.DictReader((folder / "issues.csv").open(encoding="utf-8-sig"))
    sheet = load_workbook(folder / "issues.xlsx").active
    assert line["url"] == row["url"] == f"https://wenzheng.example{issue.get_absolute_url()}"
    assert (row["reported_on"], row["published_at"]) == (line["reported_on"], line["published_at"])
    assert line["status_name"] == row["status_name"] == "办理中", "one file for all readers"
    assert sheet.max_row == 2 and sheet.cell(2, 1).value == issue.pk
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["issues"] == 1
    for file in manifest["files"]:
        content = (folder / file["name"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
    assert {path.name for path in folder.iterdir()} == {
        *(one["name"] for one in manifest["files"]),
        "manifest.json",
    }


def test_a_dump_that_fails_leaves_the_last_one_as_it_was(folder, monkeypatch):
    make.make_issue()
    dump_issues()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    make.make_issue()
    monkeypatch.setattr("issues.public.dumping._describe", lambda folder: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        dump_issues()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_data_page_hands_out_the_dump_and_nothing_else_of_the_folder(client, folder):
    make.make_issue()
    call_command("dump")
    (folder / "secret.txt").write_text("geheim")
    assert 'href="/data/dump/issues.csv"' in client.get(reverse("issues:data")).content.decode()
    answer = client.get(reverse("issues:dump", args=["issues.csv"]))
    assert answer.getvalue() == (folder / "issues.csv").read_bytes()
    for name in ("secret.txt", "..%2Fdb", "issues.pdf"):
        assert client.get(f"/data/dump/{name}").status_code == 404


def test_without_a_folder_there_is_no_dump(client, settings):
    settings.CIVICTRACK_DUMP = ""
    dump_issues()
    assert client.get(reverse("issues:dump", args=["issues.csv"])).status_code == 404
    with pytest.raises(CommandError):
        call_command("dump")
