"""Letters from readers in the admin: the queue, one letter with what can be made of it, and its pictures."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from ..choices import LetterState
from ..models import Letter, Photo
from .addresses import LETTERS
from .letter import open_from_letter, show_letter
from .paging import LongList, SortedWhereFew

BADGES = {
    LetterState.WAITING: "primary",
    LetterState.OPENED: "success",
    LetterState.ATTACHED: "success",
    LetterState.SET_ASIDE: "warning",
}


@admin.register(Letter)
class LetterAdmin(LongList, ModelAdmin):
    """Nobody writes or deletes a letter at the desk: it is decided, and its history stays."""

    list_display = ("first_words", "state_badge", "kind", "about", "district", "place", "received_at")
    list_display_links = ("first_words",)
    list_filter = (
        ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("received_at", RangeDateFilter),
    )
    list_filter_submit = True
    list_select_related = ("issue", "led_to", "district")
    ordering = ("-id",)

    def get_changelist(self, request, **kwargs):
        return SortedWhereFew

    def get_ordering(self, request):
        waiting = request.GET.get("state__exact") == LETTERS["state__exact"]
        return ("received_at", "id") if waiting else self.ordering

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        guard = self.admin_site.admin_view
        return [
            path("<int:letter_id>/open/", guard(self.open_view), name="issues_letter_open"),
            path(
                "<int:letter_id>/photos/<int:photo_id>/", guard(self.photo_view), name="issues_letter_photo"
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        letter = self.get_object(request, object_id)
        if letter is None:
            raise Http404
        if not self.has_view_or_change_permission(request, letter):
            raise PermissionDenied
        return show_letter(self, request, letter)

    def history_view(self, request, object_id, extra_context=None):
        return HttpResponseRedirect(reverse("admin:issues_letter_change", args=[object_id]) + "#history")

    def open_view(self, request, letter_id):
        letter = get_object_or_404(Letter, pk=letter_id)
        if not self.has_change_permission(request, letter) or not request.user.has_perm(
            "issues.change_issue"
        ):
            raise PermissionDenied
        return open_from_letter(self, request, letter)

    def photo_view(self, request, letter_id, photo_id):
        """The picture as it lies there, for whoever may read the letter."""
        photo = get_object_or_404(Photo, pk=photo_id, letter=letter_id)
        if not self.has_view_or_change_permission(request, photo.letter):
            raise PermissionDenied
        try:
            content = photo.file.open("rb")
        except FileNotFoundError as gone:
            raise Http404 from gone
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
        return FileResponse(content, content_type="image/jpeg", headers=headers)

    # --- Columns -----------------------------------------------------------------------------------------------
    @admin.display(description=_("text"))
    def first_words(self, obj):
        return obj.text[:40] or str(obj)

    @display(description=_("state"), ordering="state", label=BADGES)
    def state_badge(self, obj):
        return obj.state, obj.get_state_display()

    @admin.display(description=_("about"))
    def about(self, obj):
        return obj.led_to or obj.issue
