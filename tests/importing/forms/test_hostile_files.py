"""Hostile and broken files: one sentence, bounded time and memory, nothing left behind."""

import contextlib
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

from issues.importing.forms import refusals, sandbox
from issues.importing.forms.opened import UnreadableFile
from issues.importing.forms.sandbox import open_safely
from issues.reading.received import EMPTY, NOT_TEXT, TOO_LARGE

from .making import (
    STORY,
    make_locked_pdf,
    make_pdf,
    make_word,
    make_workbook,
    make_zip,
    replace_member,
)

ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
WORD = make_word(STORY)
TABLE = make_workbook(("表", [["留言主题", "留言详情"], ["停水", "三天了"]]))
MANY_PAGES = " ".join(["4 0 R"] * 100_000)


def define_entities(document):
    return ENTITIES + document.split(b"?>", 1)[1]


def entities_in_utf16(document):
    return define_entities(document).decode().encode("utf-16")


def lock(archive):
    """Set the bit that says a member is encrypted, in both headers."""
    flagged = archive.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    return flagged.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")


def declare_smaller(archive, real, declared):
    return archive.replace(struct.pack("<I", real), struct.pack("<I", declared))


def drawings_in_drawings(depth=28):
    """A PDF of one page that draws a form twice, which draws another twice …: two to the depth drawings."""
    return make_pdf([b"/X0 Do"], forms=[f"/X{level + 1} Do /X{level + 1} Do" for level in range(depth)])


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
REFUSED = {
    "zip bomb.zip": (lambda: make_zip({"a.txt": bytes(200 * 2**20)}), refusals.BOMB),
    "many small bombs.zip": (
        lambda: make_zip({f"{n}.txt": bytes(2**20 - 1) for n in range(90)}),
        refusals.BOMB,
    ),
    "bomb in a document.docx": (
        lambda: replace_member(WORD, "word/document.xml", lambda old: old + b" " * 60 * 2**20),
        refusals.BOMB,
    ),
    "too many.zip": (lambda: make_zip({f"{n}.txt": b"a" for n in range(1001)}), refusals.TOO_MANY_MEMBERS),
    "too much.zip": (
        lambda: make_zip({f"{n}.txt": os.urandom(2**20) * 13 for n in range(6)}, zipfile.ZIP_STORED)[
            : 64 * 2**20
        ],
        refusals.DAMAGED,
    ),
    "entities.docx": (
        lambda: replace_member(WORD, "word/document.xml", define_entities),
        refusals.ENTITIES,
    ),
    "entities in utf-16.docx": (
        lambda: replace_member(WORD, "word/styles.xml", entities_in_utf16),
        refusals.ENTITIES,
    ),
    "entities.xlsx": (
        lambda: replace_member(TABLE, "xl/worksheets/sheet1.xml", lambda old: ENTITIES + old),
        refusals.ENTITIES,
    ),
    "program.docx": (lambda: b"MZ\x90\x00\x03" + bytes(3000), refusals.PROGRAM),
    "program.txt": (lambda: b"\x7fELF\x02\x01" + bytes(3000), refusals.PROGRAM),
    "locked.pdf": (make_locked_pdf, refusals.LOCKED),
    "locked.docx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(99), refusals.LOCKED),
    "old.doc": (lambda: OLE, refusals.OLD_OFFICE),
    "a.rar": (lambda: b"Rar!\x1a\x07\x01\x00", refusals.OTHER_ARCHIVE),
    "a.rtf": (lambda: b"{\\rtf1 a}", refusals.RICH_TEXT),
    "slides.pptx": (
        lambda: make_zip({"[Content_Types].xml": b"<a/>", "ppt/p.xml": b""}),
        refusals.OTHER_OFFICE,
    ),
    "a page tree that bites its tail.pdf": (lambda: make_pdf([[]], kids="2 0 R"), refusals.DAMAGED),
    "100,000 pages.pdf": (lambda: make_pdf([[]], kids=MANY_PAGES), refusals.TOO_MANY_PAGES),
    "cut.pdf": (lambda: make_pdf([[(9, 9, 9, STORY[1])]])[:40], refusals.DAMAGED),
    "cut.docx": (lambda: WORD[: len(WORD) // 2], refusals.DAMAGED),
    "cut.xlsx": (lambda: TABLE[: len(TABLE) // 2], refusals.DAMAGED),
    "cut.zip": (lambda: make_zip({"a.txt": b"abc" * 99})[:-30], refusals.DAMAGED),
    "half a document.docx": (
        lambda: replace_member(WORD, "word/document.xml", lambda old: old[: len(old) // 2]),
        refusals.DAMAGED,
    ),
    "half a sheet.xlsx": (
        lambda: replace_member(TABLE, "xl/worksheets/sheet1.xml", lambda old: old[: len(old) // 2]),
        refusals.DAMAGED,
    ),
    "no document.docx": (lambda: make_zip({"word/document.xml": b"<a/>"}), refusals.DAMAGED),
    "no sheets.xlsx": (lambda: make_zip({"xl/workbook.xml": b"<a/>"}), refusals.DAMAGED),
    "endless cell.csv": (lambda: b'a,b\n"' + b"x" * 300_000, refusals.LONG_CELL),
    "one line.txt": (lambda: b"a" * 50 * 2**20, TOO_LARGE),
    "one line.html": (lambda: b"<html>" + b"a" * 50 * 2**20, TOO_LARGE),
    "one line.csv": (lambda: b"a" * 50 * 2**20, TOO_LARGE),
    "huge.pdf": (lambda: b"%PDF-" + bytes(65 * 2**20), refusals.FILE_TOO_LARGE),
    "nul.txt": (lambda: "停水\0三天".encode(), NOT_TEXT),
    "noise.txt": (lambda: b"\x81\x30\xff\xfe\x00" * 50, NOT_TEXT),
    "empty.txt": (lambda: b"", EMPTY),
    "rows.csv": (lambda: b"a,b\n" + b"1,2\n" * 60_000, refusals.TOO_MANY_ROWS),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_sentence_within_time(name):
    make, message = REFUSED[name]
    content, started = make(), time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        open_safely(name, content)
    assert refused.value.refusal.message == message
    assert "%(" not in str(refused.value)
    assert time.monotonic() - started < 60


def test_deep_html_is_read_or_refused_but_never_hangs():
    started = time.monotonic()
    try:
        open_safely("deep.html", b"<html><body>" + b"<div>" * 400_000 + STORY[1].encode())
    except UnreadableFile as refused:
        assert refused.refusal.message in refusals.SENTENCES
    assert time.monotonic() - started < 60


def test_what_children_took_stays_within_512_mb_over_idle():
    """Runs last in this file: the largest of all children that ended before it."""
    idle = subprocess.run(
        [
            sys.executable,
            "-c",
            "import resource, issues.importing.forms.child as _; "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    for name in ("zip bomb.zip", "bomb in a document.docx"):
        with pytest.raises(UnreadableFile):
            open_safely(name, REFUSED[name][0]())
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - int(idle.stdout) < 512 * 1024


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    here, before = tmp_path / "here", find_children()
    here.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(here))
    monkeypatch.chdir(here)
    for name in ("entities.docx", "cut.pdf", "endless cell.csv"):
        with pytest.raises(UnreadableFile):
            open_safely(name, REFUSED[name][0]())
    assert list(here.iterdir()) == []
    assert find_children() == before


def find_children() -> set[str]:
    """The processes that this one has started: other tests may keep a browser."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, parent = path.parent.name, path.read_text().rpartition(")")[2].split()[1]
            if parent == str(os.getpid()):
                found.add(name)
    return found


def test_a_pdf_that_never_ends_is_stopped():
    with pytest.raises(UnreadableFile) as refused:
        open_safely("endless.pdf", drawings_in_drawings(), seconds=10)
    assert refused.value.refusal.message in {refusals.TOO_LONG, refusals.TOO_MUCH_MEMORY}


def test_a_file_that_takes_too_long_is_stopped():
    rows = make_workbook(("表", [["留言主题", "留言详情"]] + [["停水", "三天了" * 9]] * 40_000))
    with pytest.raises(UnreadableFile) as refused:
        open_safely("long.xlsx", rows, seconds=1)
    assert refused.value.refusal.message == refusals.TOO_LONG


def test_a_child_that_takes_too_much_memory_is_stopped():
    rows = make_workbook(
        ("表", [["留言主题", "留言详情"]] + [[f"停水{n}", f"三天了{n}" * 9] for n in range(20_000)])
    )
    with pytest.raises(UnreadableFile) as refused:
        open_safely("large.xlsx", rows, megabytes=8)
    assert refused.value.refusal.message == refusals.TOO_MUCH_MEMORY


@pytest.mark.parametrize("answer", [b"", b'{"text": {"na', b'{"text": {}}\n', b"\xff\xfe"])
def test_an_answer_without_its_end_is_a_crash(answer):
    with pytest.raises(UnreadableFile) as refused:
        list(sandbox._read_answer("a.pdf", answer, signal.SIGSEGV))
    assert refused.value.refusal.message == refusals.CRASHED


def test_member_names_never_leave_their_folder():
    made = make_zip(
        {
            "../../etc/passwd": STORY[1].encode(),
            "/abs/a.txt": STORY[1].encode(),
            "C:\\windows\\b.txt": STORY[1].encode(),
            "ok/\u202etxt.c.txt": STORY[1].encode(),
            "d/" + "长" * 400 + ".txt": STORY[1].encode(),
        }
    )
    names = [text.name for text in open_safely("a.zip", made)]
    assert names[:4] == ["etc/passwd", "abs/a.txt", "windows/b.txt", "ok/txt.c.txt"]
    assert len(names[4]) == 200


def test_the_files_own_name_is_shown_without_direction_marks():
    assert open_safely("a\u202e\0txt.md", STORY[1].encode())[0].name == "atxt.md"


def test_formulas_are_text_and_never_evaluated():
    cells = ["=1+1", "+8613800000000", "-5", "@SUM(A1)", '=HYPERLINK("http://x","y")']
    made = make_workbook(("表", [["a", "b", "c", "d", "e"], cells]))
    assert open_safely("a.xlsx", made)[0].sheet.rows == (tuple(cells),)


def test_direction_marks_and_controls_go_before_the_text_is_stored():
    text = open_safely("a.txt", "停\u202e水\u2066三\x07天\u200b了\ufeff\r\n好\f".encode())[0].text
    assert text == "停水三天了\n好\n"


def test_locked_members_are_named_and_the_others_opened():
    made = lock(make_zip({"a.txt": b"abc"}))
    assert open_safely("a.zip", made)[0].refusal.message == refusals.LOCKED


def test_a_member_larger_than_it_declares_is_damaged():
    made = declare_smaller(make_zip({"a.txt": STORY[1].encode() * 100}), len(STORY[1].encode()) * 100, 64)
    assert open_safely("a.zip", made)[0].refusal.message == refusals.DAMAGED
