"""A watched folder: dropped files are imported, then lie in done/ or failed/ with the reason."""

import os
import time

import pytest

from issues.choices import ImportState
from issues.importing import joining, pages
from issues.importing.watching import QUIET, watch_once
from issues.models import ImportFile, ImportRun, Page

pytestmark = pytest.mark.django_db

LATER = QUIET + 1


def read_all():
    for file in ImportFile.objects.filter(state=ImportState.QUEUED):
        pages.read_files([file.pk])
    for run in ImportRun.objects.filter(finished_at=None):
        joining.finish_run(run.pk)


def look(folder):
    return watch_once(folder, now=time.time() + LATER)


def test_a_dropped_page_is_imported_and_lies_in_done(tmp_path):
    (tmp_path / "版面.txt").write_text("云岩区青禾里小区停水。", encoding="utf-8")
    assert look(tmp_path) == (1, 0)
    read_all()
    assert look(tmp_path) == (0, 1)
    assert (tmp_path / "done" / "版面.txt").exists()
    assert Page.objects.get().file_name == "版面.txt"


def test_a_file_that_is_no_page_lies_in_failed_with_its_reason(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    look(tmp_path), read_all(), look(tmp_path)
    assert (tmp_path / "failed" / "empty.txt").exists()
    assert (tmp_path / "failed" / "empty.txt.txt").read_text(encoding="utf-8").strip()


def test_a_copy_under_way_hidden_files_folders_and_links_are_left_alone(tmp_path):
    (tmp_path / "now.txt").write_text("还在复制", encoding="utf-8")
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / ".hidden")
    (tmp_path / "folder").mkdir()
    assert watch_once(tmp_path) == (0, 0)
    assert look(tmp_path) == (1, 0), "the copy is whole now; the others stay"


def test_a_file_from_the_future_does_not_wait_for_it(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("云岩区青禾里小区停水。", encoding="utf-8")
    os.utime(path, (time.time() + 3600,) * 2)
    assert watch_once(tmp_path) == (1, 0)


def test_killed_between_storing_and_moving_a_file_is_still_one_page(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("云岩区青禾里小区停水。", encoding="utf-8")
    look(tmp_path)
    (tmp_path / "taken").joinpath(f"{ImportRun.objects.get().pk}-a.txt").rename(path)
    look(tmp_path), read_all(), look(tmp_path)
    assert Page.objects.count() == 1
    assert (tmp_path / "done" / "a.txt").exists()


def test_two_files_of_one_name_are_both_kept(tmp_path):
    for text in ("云岩区停水。", "南明区停电。"):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        look(tmp_path), read_all(), look(tmp_path)
    assert sorted(path.name for path in (tmp_path / "done").iterdir()) == ["a (2).txt", "a.txt"]
