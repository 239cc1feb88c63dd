"""Files of every form from the upload to drafts, without a queue: each comes whole, or says in one sentence why not."""

import errno
from datetime import date

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.test import TestCase
from django.utils import translation

from issues.choices import ImportState
from issues.importing import joining, pages
from issues.importing.boards import find_confirmed
from issues.importing.columns import confirm_columns
from issues.importing.forms.matching import match_columns
from issues.importing.progress import measure_progress
from issues.importing.receiving import ReceivedFile
from issues.importing.runs import cancel_run, retry_failed, start_run
from issues.models import BoardProfile, Evidence, ImportFile, ImportRun, Issue, Page, Story

from ..make import make_category, make_division
from .forms.making import make_pdf, make_png, make_word, make_workbook, make_zip
from .test_runs import STORY

pytestmark = pytest.mark.django_db

LINES = [line for line in STORY.splitlines() if line]
HEADS = ["留言编号", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]


@pytest.fixture(autouse=True)
def desk(settings):
    """The directory that the story speaks of, sentences in Chinese, a broker in memory that nobody listens to."""
    settings.CELERY_BROKER_URL = "memory://"
    make_category("water_supply", "供水")
    make_division("520103", "云岩区", parent=make_division("5201", "贵阳市", "prefecture"))
    with translation.override("zh-hans"):
        yield


def work(run) -> ImportRun:
    """Do what the workers would do, until nothing is queued."""
    while waiting := list(run.files.filter(state=ImportState.QUEUED).order_by("position", "part")):
        for file in waiting:
            with TestCase.captureOnCommitCallbacks(execute=True):
                pages.read_files([file.pk])
    joining.finish_run(run.pk)
    run.refresh_from_db()
    return run


def run_to_its_end(*files: ReceivedFile, **options) -> ImportRun:
    return work(start_run(files, **options))


def story_about(estate: str) -> bytes:
    return STORY.replace("青禾里", estate).encode()


def make_board(heads=HEADS, first_body=None) -> ReceivedFile:
    """Twelve messages, every second one with a reply."""
    rows = []
    for number in range(1, 13):
        body = f"云岩区青禾里{number}号楼每天早晚停水，已经持续半个月，请尽快处理。"
        reply = "市民您好！已督促物业公司维修水泵，预计11月20日前恢复供水。" if number % 2 else ""
        rows.append(
            [
                number,
                f"青禾里{number}号楼停水",
                f"2026-11-{number:02} 08:05:00",
                body,
                reply,
                "2026-11-14" if reply else "",
            ]
        )
    if first_body:
        rows[0][3] = first_body
    return ReceivedFile("留言.xlsx", make_workbook(("留言", [heads, *rows])))


def count_rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Page, Story, Issue, Evidence))


def stored_files() -> list[str]:
    return default_storage.listdir("received")[1] if default_storage.exists("received") else []


def assert_evidence_is_true():
    assert Evidence.objects.exists()
    for words in Evidence.objects.select_related("page"):
        assert "".join(words.page.text[start:end] for start, end in words.spans) == words.quote


def test_archive_of_three_texts_and_a_bad_member():
    estates = ("青禾里", "海棠苑", "松涛园")
    members = {f"{estate}.txt": story_about(estate) for estate in estates} | {"坏.pdf": b"%PDF-1.7 ..."}
    run = run_to_its_end(ReceivedFile("版面.zip", make_zip(members), "筑城日报", date(2026, 11, 4)))
    archive, *parts = run.files.all()
    assert (archive.state, archive.part, archive.page) == (ImportState.OPENED, 0, None)
    told = {file.name: (file.state, file.opened) for file in parts}
    done = {f"{estate}.txt": (ImportState.DONE, 1) for estate in estates}
    assert told == done | {"坏.pdf": (ImportState.FAILED, 0)}
    assert "损坏" in parts[-1].message
    assert set(Page.objects.values_list("publication", "published")) == {("筑城日报", date(2026, 11, 4))}
    progress = measure_progress(run)
    assert (progress.total, progress.archives, progress.done, progress.failed) == (4, 1, 3, 1)
    assert stored_files() == [] and run.finished_at
    assert_evidence_is_true()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("版面.docx", lambda: make_word(LINES)),
        ("版面.pdf", lambda: make_pdf([[(50, 700, 24, "每天早晚停水 居民接水排长队"), *_set_lines()]])),
    ],
)
def test_document_becomes_one_page_with_its_draft(name, make):
    run = run_to_its_end(ReceivedFile(name, make(), "筑城日报", date(2026, 11, 4)))
    file = run.files.get()
    assert (file.state, file.opened, file.stored.name) == (ImportState.DONE, 1, "")
    draft = Issue.objects.get()
    assert draft.place == "青禾里小区" and draft.category.code == "water_supply"
    assert stored_files() == []
    assert_evidence_is_true()


def _set_lines():
    """The story in printed lines of forty characters, two characters in where a paragraph begins."""
    y = 660
    for words in (line for line in LINES[2:]):
        words = "\u3000\u3000" + words
        for at in range(0, len(words), 40):
            yield 50, y, 12, words[at : at + 40]
            y -= 18


def test_board_asks_is_confirmed_and_becomes_messages_with_drafts(staff):
    run = run_to_its_end(make_board(), by=staff, ask_columns=True)
    file = run.files.get()
    assert (file.state, run.finished_at, Page.objects.count()) == (ImportState.ASKS, None, 0)
    assert file.tables[0]["columns"] == HEADS and len(file.tables[0]["rows"]) == 5
    progress = measure_progress(run)
    assert (progress.asks, progress.moving, progress.share) == (1, False, 0)
    confirm_columns(file, [match_columns(HEADS)], by=staff)
    run = work(run)
    assert Page.objects.filter(message=True).count() == Issue.objects.drafts().count() == 12
    assert {page.published.month for page in Page.objects.all()} == {11} and run.finished_at
    assert run.files.filter(part__gt=0, state=ImportState.DONE).count() == 12
    assert Page.objects.filter(text__contains="答复：").count() == 6
    assert stored_files() == [] and run.files.get(part=0).tables == []
    assert_evidence_is_true()


def test_same_board_again_does_not_ask_and_changes_nothing(staff):
    run = run_to_its_end(make_board(), by=staff, ask_columns=True)
    confirm_columns(run.files.get(), [match_columns(HEADS)], by=staff)
    work(run)
    before = count_rows()
    again = run_to_its_end(make_board(), by=staff, ask_columns=True)
    assert set(again.files.filter(part__gt=0).values_list("state", flat=True)) == {ImportState.SKIPPED}
    assert count_rows() == before and again.finished_at


def test_board_from_the_command_line_goes_through_where_its_heads_are_sure():
    assert run_to_its_end(make_board()).finished_at and Issue.objects.count() == 12
    assert not BoardProfile.objects.exists()


def test_board_whose_words_have_no_sure_head_asks_from_the_command_line_too():
    run = run_to_its_end(make_board([*HEADS[:3], "丁", *HEADS[4:]]))
    assert run.files.get().state == ImportState.ASKS and not Page.objects.exists()


def test_table_without_chosen_columns_is_one_page(staff):
    run = run_to_its_end(make_board(), by=staff, ask_columns=True)
    confirm_columns(run.files.get(), [{}], by=staff)
    work(run)
    page = Page.objects.get()
    assert page.text.startswith("| 留言编号 |") and page.text.count("\n") == 13 and not page.message
    assert find_confirmed(HEADS) == {}


def test_formula_in_a_cell_stays_as_it_is_written():
    run_to_its_end(make_board(first_body='=HYPERLINK("http://例.invalid","青禾里小区停水半个月")'))
    page = Page.objects.get(text__startswith="青禾里1号楼停水\n")
    assert '=HYPERLINK("http://例.invalid","青禾里小区停水半个月")' in page.text


def test_import_cancelled_midway_keeps_what_was_read_and_nothing_else(staff):
    files = [ReceivedFile(f"{name}.txt", story_about(name)) for name in ("青禾里", "海棠苑")]
    run = start_run([*files, ReceivedFile("版面.docx", make_word(LINES)), make_board()], by=staff)
    pages.read_files([run.files.get(position=1).pk])
    before = count_rows()
    assert cancel_run(run) == 3
    assert count_rows() == before
    run = work(run)
    assert list(run.files.values_list("state", flat=True)) == ["done", "cancelled", "cancelled", "cancelled"]
    for file in run.files.all():
        pages.read_files([file.pk])
    assert Issue.objects.count() == 1 and measure_progress(run).cancelled == 3


def test_cancelled_import_drops_what_it_stored(staff):
    run = start_run([ReceivedFile("版面.docx", make_word(LINES))], by=staff)
    assert len(stored_files()) == 1
    with TestCase.captureOnCommitCallbacks(execute=True):
        cancel_run(run)
    assert stored_files() == []


def test_file_that_failed_is_read_once_more():
    run = start_run([ReceivedFile("青禾里.txt", story_about("青禾里"))])
    run.files.update(attempts=pages.MAX_ATTEMPTS)
    assert work(run).files.get().state == ImportState.FAILED
    assert retry_failed(run) == 1
    run.refresh_from_db()
    assert run.finished_at is None
    file = work(run).files.get()
    assert (file.state, file.opened, file.message) == (ImportState.DONE, 1, "")
    assert retry_failed(run) == 0


def test_image_without_text_recognition_says_what_to_install(monkeypatch, tmp_path, settings):
    (tmp_path / "rapidocr.py").write_text("raise ImportError")
    monkeypatch.setattr("issues.importing.forms.sandbox._HOUSE", f"{tmp_path}:{settings.ROOT}")
    file = run_to_its_end(ReceivedFile("版面.png", make_png(40, 40))).files.get()
    assert (file.state, file.scan) == (ImportState.FAILED, True)
    assert "requirements-ocr.txt" in file.message and stored_files() == []


class FullStorage(FileSystemStorage):
    """A disk that takes half a file and is full."""

    def _save(self, name, content):
        super()._save(name, type(content)(content.read()[:10]))
        raise OSError(errno.ENOSPC, "No space left on device")


def test_full_disk_leaves_no_row_half_and_no_file(settings):
    here = f"{__name__}.FullStorage"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": here}}
    run = run_to_its_end(make_board(), ReceivedFile("青禾里.txt", story_about("青禾里")))
    full, fine = run.files.all()
    assert (full.state, full.stored.name, full.page) == (ImportState.FAILED, "", None)
    assert "存" in full.message and stored_files() == []
    assert fine.state == ImportState.DONE and run.finished_at
    assert ImportFile.objects.count() == 2
