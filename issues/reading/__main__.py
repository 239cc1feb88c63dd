"""`python -m issues.reading FILE...`: read pages from files and print what they say. `manage.py read` runs this too."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from issues.reading import read_page
from issues.reading.explain import explain_page
from issues.reading.form import form_page
from issues.reading.learned import NOTHING, Learned

# A newspaper page has some 20,000 characters; what is larger is no page.
LARGEST = 2_000_000


class Source(NamedTuple):
    """One page to read: a file and what is known of it."""

    file: str
    publication: str | None
    published: str | None


class Unreadable(Exception):
    """A page that cannot be read; the message is for the person who asked."""


def main(argv: Sequence[str] | None = None, learned: Learned = NOTHING) -> int:
    """Print one JSON object a line for each page in the order given; 1 where one could not be read, else 0."""
    options = _parser().parse_args(argv)
    try:
        sources = list(_sources(options))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 1
    failed = 0
    for source in sources:
        try:
            line = _read(source, learned, explain=options.explain)
        except Unreadable as error:
            failed = 1
            print(error, file=sys.stderr)
            line = json.dumps({"file": source.file, "error": str(error)}, ensure_ascii=False)
        print(line)
    return failed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="read", description="Read newspaper pages: one JSON object a line for each."
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="a page's text, UTF-8 or GB 18030")
    parser.add_argument("--manifest", help="a CSV with the header file,publication,published")
    parser.add_argument("--publication", help="the newspaper's name")
    parser.add_argument("--published", help="the page's date, YYYY-MM-DD")
    parser.add_argument("--explain", action="store_true", help="say for a person what was read and why")
    return parser


def _sources(options: argparse.Namespace) -> Iterable[Source]:
    yield from (Source(file, options.publication, options.published) for file in options.files)
    if options.manifest:
        yield from _manifest(Path(options.manifest))
    if not options.files and not options.manifest:
        raise Unreadable("nothing to read: name at least one FILE, or a --manifest")


def _manifest(path: Path) -> Iterable[Source]:
    rows = csv.DictReader(_text(path).splitlines())
    if not rows.fieldnames or "file" not in rows.fieldnames:
        raise Unreadable(f"{path}: its first line must be file,publication,published")
    for row in rows:
        yield Source(row["file"] or "", row.get("publication") or None, row.get("published") or None)


def _read(source: Source, learned: Learned, *, explain: bool) -> str:
    text = _text(Path(source.file))
    try:
        reading = read_page(text, publication=source.publication, published=source.published, learned=learned)
    except ValueError as error:
        raise Unreadable(f"{source.file}: {error}") from None
    if explain:
        return explain_page(reading, source.file)
    return json.dumps(form_page(reading, source.file), ensure_ascii=False)


def _text(path: Path) -> str:
    """The file's words, line ends as \\n. Raises Unreadable with what to do."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except (OSError, ValueError) as error:
        raise Unreadable(
            f"{path}: can't be opened ({getattr(error, 'strerror', None) or error}); check the name"
        ) from None
    if raw is None:
        raise Unreadable(f"{path}: larger than {LARGEST:,} bytes, so not one page; split it")
    text = _decoded(raw, path)
    if not text.strip():
        raise Unreadable(f"{path}: empty; there is nothing to read")
    return text


def _decoded(raw: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable(f"{path}: not text in UTF-8 or GB 18030; give the page's words, not a picture or a PDF")


if __name__ == "__main__":
    sys.exit(main())
