"""A stored file → the pages in it: one becomes the file's own, several become files behind it. Reads no page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction
from django.utils import timezone

from ..choices import ImportState
from ..models import ImportFile, ImportRun
from .boards import find_confirmed, find_row_day, match_surely, name_heads
from .columns import describe_tables
from .forms.matching import row_text
from .forms.opened import NeedsScanning, OpenedText, Refusal
from .forms.refusals import NO_TEXT
from .forms.sandbox import open_safely
from .forms.sheets import set_table_page
from .receiving import NewPage, drop_content, fail, say, set_page, store_pages


def open_stored(file: ImportFile) -> list[OpenedText] | None:
    """The texts in the file's stored bytes. None where text recognition must do it and this is not its queue.

    Raises UnreadableFile with one sentence.
    """
    with file.stored.open("rb") as stored:
        content = stored.read()
    try:
        return open_safely(file.name, content, scan=file.scan)
    except NeedsScanning:
        if file.scan:
            raise
        return None


@transaction.atomic
def store_opened(file_id: int, texts: list[OpenedText] | Refusal) -> list[int]:
    """Store what was opened, once and whole. Returns the files that are to be read now."""
    # The run before the file, as cancel_run does: no part can slip in behind a run that is being cancelled.
    run = ImportRun.objects.select_for_update().get(files=file_id)
    file = ImportFile.objects.select_for_update().get(pk=file_id)
    if file.state != ImportState.QUEUED or not file.stored:
        return []
    if isinstance(texts, Refusal):
        fail(file, say(texts))
        return _close(file, [])
    tables = [text for text in texts if text.sheet]
    if not _set_matching(file, tables, ask=run.ask_columns):
        file.state, file.tables = ImportState.ASKS, describe_tables(tables)
        file.save(update_fields=["state", "tables"])
        return []
    return _close(file, list(_find_news(file, texts)))


def _set_matching(file: ImportFile, tables: list[OpenedText], *, ask: bool) -> bool:
    """Whether every table of the file has its columns: as an editor set them, or by a profile, or sure by name."""
    for table in tables:
        key = name_heads(table.sheet.columns)
        matching = file.matching[key] if key in file.matching else _find_matching(table, ask=ask)
        if matching is None:
            return False
        file.matching[key] = matching
    return True


def _find_matching(table: OpenedText, *, ask: bool) -> dict[str, str] | None:
    """Empty for a table that is one page; None where an editor must say."""
    confirmed = find_confirmed(table.sheet.columns)
    if confirmed is not None or ask:
        return confirmed
    return {} if table.text else match_surely(table.sheet.columns)


def _find_news(file: ImportFile, texts: Iterable[OpenedText]) -> Iterator[NewPage | OpenedText]:
    """Pages to be, and refused parts as they are."""
    for text in texts:
        matching = file.matching[name_heads(text.sheet.columns)] if text.sheet else {}
        if text.refusal:
            yield text
        elif matching:
            yield from _find_messages(file, text, matching)
        else:
            told = text.text or (set_table_page(text.sheet) if text.sheet else "")
            yield NewPage(text.name, told, file.publication, file.published, text.doubtful)


def _find_messages(file: ImportFile, text: OpenedText, matching: Mapping[str, str]) -> Iterator[NewPage]:
    columns = text.sheet.columns
    for number, cells in enumerate(text.sheet.rows, 2):
        row = dict(zip(columns, cells, strict=True))
        told = row_text(row, matching)
        if told.strip():
            day = find_row_day(row, matching) or file.published
            yield NewPage(f"{text.name} · {number}", told, file.publication, day, message=True)


def _close(file: ImportFile, news: list[NewPage | OpenedText]) -> list[int]:
    """One text is the file itself; several are files behind it; the bytes are not needed any more."""
    stored, file.stored, file.tables = file.stored.name, "", []
    children: list[ImportFile] = []
    if len(news) == 1 and isinstance(news[0], NewPage):
        set_page(file, store_pages(news)[0])
    elif news:
        children = _make_children(file, news)
        file.state, file.finished_at = ImportState.OPENED, timezone.now()
    elif file.state == ImportState.QUEUED:
        fail(file, say(Refusal(NO_TEXT)))
    file.save()
    ImportFile.objects.bulk_create(children, batch_size=500)
    transaction.on_commit(lambda: drop_content(stored))
    waiting = [row.pk for row in children if row.state == ImportState.QUEUED]
    return [file.pk] if file.state == ImportState.QUEUED else waiting


def _make_children(file: ImportFile, news: list[NewPage | OpenedText]) -> list[ImportFile]:
    pages = iter(store_pages([new for new in news if isinstance(new, NewPage)]))
    children = []
    for part, new in enumerate(news, 1):
        row = ImportFile(
            run_id=file.run_id,
            position=file.position,
            part=part,
            name=new.name[-200:],
            queued_at=timezone.now(),
        )
        if isinstance(new, NewPage):
            set_page(row, next(pages))
        else:
            fail(row, say(new.refusal))
        children.append(row)
    return children
