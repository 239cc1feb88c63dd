"""Uploading pages at the desk, and watching what becomes of them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from issues.admin.upload import MOST_FILES
from issues.choices import ImportState
from issues.models import ImportFile, ImportRun, Page

from .. import make
from .conftest import sign_in

pytestmark = pytest.mark.django_db

ADD = "/admin/issues/importrun/add/"


@pytest.fixture(autouse=True)
def no_broker(settings, tmp_path):
    """The queue is a broker in memory: these tests look at rows, not at workers."""
    settings.CELERY_BROKER_URL = "memory://"


def text_file(name="page.txt", text=make.PAGE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def upload(client, *files, **fields):
    return client.post(ADD, {"files": list(files), **fields})


def make_run(*states) -> ImportRun:
    run = ImportRun.objects.create()
    for position, state in enumerate(states, 1):
        ImportFile.objects.create(
            run=run, position=position, name=f"{position}.txt", state=state, queued_at=timezone.now()
        )
    return run


def finish(run):
    run.finished_at = timezone.now()
    run.save()


def show(client, run, **filters):
    return client.get(reverse("admin:issues_importrun_change", args=[run.pk]), filters).content.decode()


def test_many_files_with_their_source_become_a_run(entry):
    answer = upload(
        entry,
        text_file("a.txt"),
        text_file("b.txt", make.PAGE + "另一版\n"),
        publication="云河晚报",
        published="2025-12-04",
    )
    run = ImportRun.objects.get()
    assert answer["Location"] == reverse("admin:issues_importrun_change", args=[run.pk])
    assert run.by == entry.user
    assert list(run.files.values_list("name", flat=True)) == ["a.txt", "b.txt"]
    assert set(Page.objects.values_list("publication", "published")) == {("云河晚报", date(2025, 12, 4))}


def test_file_that_is_no_text_fails_with_a_sentence(entry):
    answer = upload(entry, SimpleUploadedFile("scan.txt", b"\x00\x01\x02" * 99))
    html = entry.get(answer["Location"]).content.decode()
    assert "scan.txt" in html and "失败" in html and "文本" in html


@pytest.mark.parametrize(
    ("files", "fields", "words"),
    [
        ([], {}, "请至少选择一个文件"),
        ([text_file()], {"published": "去年"}, "日期"),
    ],
)
def test_wrong_uploads_are_refused_in_words(entry, files, fields, words):
    answer = upload(entry, *files, **fields)
    assert answer.status_code == 200 and words in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_upload_that_is_too_large_together_is_refused(entry, monkeypatch):
    monkeypatch.setattr("issues.admin.upload.LARGEST", 100)
    html = upload(entry, text_file()).content.decode()
    assert "请分批上传" in html and not ImportRun.objects.exists()


def test_too_many_files_are_refused(entry, monkeypatch):
    monkeypatch.setattr("issues.admin.upload.MOST_FILES", 1)
    html = upload(entry, text_file("a.txt"), text_file("b.txt")).content.decode()
    assert "太多" in html and not ImportRun.objects.exists()


def test_one_file_too_many_is_told_by_the_form_not_by_a_bare_error_page(entry):
    files = [text_file(f"{number}.txt") for number in range(MOST_FILES + 1)]
    answer = upload(entry, *files)
    assert answer.status_code == 200 and "太多" in answer.content.decode()


def test_running_import_asks_again_and_a_finished_one_does_not(entry):
    run = make_run(ImportState.DONE, ImportState.QUEUED)
    html = show(entry, run)
    assert 'hx-trigger="every 2s"' in html and 'value="1"' in html and "50%" in html
    run.files.update(state=ImportState.DONE)
    finish(run)
    assert "every 2s" not in show(entry, run)
    part = entry.get(reverse("admin:issues_importrun_progress", args=[run.pk])).content.decode()
    assert "every 2s" not in part and "<html" not in part


def test_each_file_has_its_line_and_failed_ones_can_be_shown_alone(entry):
    run = make_run(ImportState.DONE, ImportState.FAILED, ImportState.SKIPPED)
    run.files.filter(state=ImportState.FAILED).update(message="文件是空的。")
    finish(run)
    html = show(entry, run)
    assert all(words in html for words in ("1.txt", "2.txt", "3.txt", "文件是空的。"))
    html = show(entry, run, failed="yes")
    assert "2.txt" in html and "1.txt" not in html


def test_imports_with_failed_files_can_be_listed(entry):
    failed, fine = make_run(ImportState.FAILED), make_run(ImportState.DONE)
    url = reverse("admin:issues_importrun_changelist")
    assert list(entry.get(url, {"failed": "yes"}).context["cl"].result_list) == [failed]
    assert fine in entry.get(url).context["cl"].result_list


def test_upload_needs_the_permission(groups):
    nobody, run = sign_in(), make_run(ImportState.DONE)
    assert upload(nobody, text_file()).status_code == 403
    assert nobody.get(ADD).status_code == 403
    for name in ("change", "progress"):
        assert nobody.get(reverse(f"admin:issues_importrun_{name}", args=[run.pk])).status_code == 403


def test_queries_of_a_run_do_not_grow_with_its_files(entry, django_assert_max_num_queries):
    run = make_run(*[ImportState.DONE] * 40)
    with django_assert_max_num_queries(
        13
    ):  # two of them are the menu's counts of what agencies and readers sent in
        show(entry, run)


def act(client, run, what):
    return client.post(reverse(f"admin:issues_importrun_{what}", args=[run.pk]), follow=True).content.decode()


def test_import_can_be_cancelled_and_what_was_read_stays(entry):
    run = make_run(ImportState.DONE, ImportState.QUEUED, ImportState.ASKS)
    assert "取消导入" in show(entry, run)
    assert "已取消 2 个" in act(entry, run, "cancel")
    assert list(run.files.values_list("state", flat=True)) == ["done", "cancelled", "cancelled"]
    finish(run)
    run.refresh_from_db()
    html = show(entry, run)
    assert "已取消 2" in html.replace("</b>", "") and "取消导入" not in html
    assert "没有取消" in act(entry, make_run(ImportState.DONE), "cancel")


def test_failed_files_that_are_kept_are_read_once_more(entry):
    run = make_run(ImportState.FAILED, ImportState.FAILED)
    run.files.filter(position=1).update(page=make.make_page())
    finish(run)
    assert "重试失败的文件" in show(entry, run)
    assert "1 个文件将重新读取" in act(entry, run, "retry")
    assert list(run.files.values_list("state", flat=True)) == ["queued", "failed"]
    assert "重新上传" in act(entry, make_run(ImportState.FAILED), "retry")


@pytest.mark.parametrize("what", ["cancel", "retry"])
def test_stopping_and_retrying_need_the_permission_and_a_button(entry, groups, what):
    run = make_run(ImportState.QUEUED, ImportState.FAILED)
    url = reverse(f"admin:issues_importrun_{what}", args=[run.pk])
    assert entry.get(url).status_code == 405
    assert sign_in().post(url).status_code == 403
    assert list(run.files.values_list("state", flat=True)) == ["queued", "failed"]


def test_parts_of_an_archive_stand_under_it_and_only_they_are_counted(entry):
    run = make_run(ImportState.OPENED, ImportState.DONE)
    for part, state in enumerate([ImportState.DONE, ImportState.FAILED], 1):
        ImportFile.objects.create(
            run=run, position=1, part=part, name=f"内{part}.txt", state=state, queued_at=timezone.now()
        )
    html = show(entry, run)
    places = [html.index(name) for name in (">1.txt", " 内1.txt", " 内2.txt", ">2.txt")]
    assert places == sorted(places) and "1.2</span>" in html
    assert "3 / 3" in html and html.count('class="is-part"') == 2


def test_upload_form_names_every_form(entry):
    html = entry.get(ADD).content.decode()
    assert all(form in html for form in ("DOCX", "PDF", "ZIP", "XLSX", "图片", ".xlsx", "upload.js"))
