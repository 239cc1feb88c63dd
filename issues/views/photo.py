"""Pictures of readers on public pages: each only while it is shown and its issue is public."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..models import Photo


@require_safe
def send_photo(request: HttpRequest, number: int) -> FileResponse:
    """The picture as JPEG; 404 for every other, as if it did not exist."""
    shown = Photo.objects.filter(shown_at__isnull=False, letter__led_to__is_public=True)
    return open_photo(get_object_or_404(shown, pk=number))


def open_photo(photo: Photo) -> FileResponse:
    """The file as it lies there, never guessed at by a browser. Not kept for long: it may be taken off the page."""
    try:
        content = photo.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=300"}
    return FileResponse(content, content_type="image/jpeg", headers=headers)
