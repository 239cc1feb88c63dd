"""Files that agencies hand in: looked at before anything opens them, and sent out only as a download. Checks no permission: callers do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from .actions import ActionRefused, NewAttachment
from .actions.propose import MOST_FILES
from .importing.forms.kinds import find_kind
from .importing.forms.opened import UnreadableFile, clean_text
from .models import Attachment

LARGEST = 10 * 2**20
"""Bytes of one attachment: a scanned letter has 1 to 5 MB."""
ACCEPTED = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.webp"
"""What the browser offers; what a file is, its content says."""
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "pdf": "application/pdf",
    "word": f"{_OFFICE}wordprocessingml.document",
    "sheet": f"{_OFFICE}spreadsheetml.sheet",
}
_IMAGES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
_PACKAGE = b"PK\x03\x04"


def read_attachments(files: Sequence[UploadedFile]) -> list[NewAttachment]:
    """The uploaded files as actions take them. Raises ActionRefused, naming the file, for what is not taken."""
    if len(files) > MOST_FILES:
        raise ActionRefused(_("At most %d files with one reply.") % MOST_FILES)
    return [_read(file) for file in files]


def _read(file: UploadedFile) -> NewAttachment:
    name = clean_text(PurePath(file.name or "").name).replace("\n", " ").replace("\t", " ").strip()[-120:]
    name = name or _("attachment")
    if file.size > LARGEST:
        told = {"name": name, "most": LARGEST // 2**20}
        raise ActionRefused(_("“%(name)s” is too large: at most %(most)d MB each.") % told)
    content = file.read()
    found = _find_type(name, content)
    if not found:
        raise ActionRefused(
            _("“%s” was not taken: attach a PDF, an image (PNG, JPEG, WebP), DOCX or XLSX.") % name
        )
    return NewAttachment(name, found, content)


def _find_type(name: str, content: bytes) -> str:
    """The type that the bytes show, empty for what is not taken. A name is never trusted."""
    try:
        kind = find_kind(name, content)
    except UnreadableFile:
        return ""
    if kind == "image":
        return next((told for mark, told in _IMAGES.items() if content.startswith(mark)), "")
    if kind == "pdf":
        return _TYPES[kind] if content.startswith(b"%PDF-") else ""
    return _TYPES.get(kind, "") if content.startswith(_PACKAGE) else ""


def send_attachment(attachment: Attachment) -> FileResponse:
    """The file as a download that no browser runs or guesses at. Whoever calls has asked for the permission."""
    try:
        file = attachment.stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return FileResponse(
        file,
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
        headers=headers,
    )
