"""One letter at the desk: read it, open it as an issue, add it to one, set it aside, show its pictures. actions/ does it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget

from ..actions import (
    ActionRefused,
    attach_letter,
    hide_photo,
    open_letter,
    set_aside_letter,
    show_photo,
    take_back_letter,
    write_story,
)
from ..choices import LetterState, ReplyUse
from ..models import Letter, ReplyTemplate
from ..privacy import find_private_names, mask
from ..public.masking import mark_private
from .by_hand import ByHandForm, describe_form
from .keys import find_issue, read_key
from .waiting import waiting_letters

LONGEST_ANSWER = 1000
LONGEST_LINE = 500


class LetterIssueForm(ByHandForm):
    """A draft from a letter: what its sender has said already is filled in."""

    answer = forms.CharField(
        label=gettext_lazy("Answer to the sender"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("Shown to whoever has the letter's code. May stay empty."),
    )

    def __init__(self, letter: Letter, data=None):
        initial = {
            "problem_words": letter.text,
            "category": letter.category_id,
            "place": letter.place,
            "district": letter.district_id,
        }
        super().__init__(write_story(letter), data, initial)


def open_from_letter(model_admin, request: HttpRequest, letter: Letter) -> HttpResponse:
    """Show the form beside the letter's words, or open the draft and lead to its review screen."""
    form = LetterIssueForm(letter, request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            issue = open_letter(letter, form.new_issue(), form.words, by=request.user, answer=answer)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The draft is open: look it over, then publish it."))
            return HttpResponseRedirect(reverse("admin:issues_issue_review", args=[issue.pk]))
    context = describe_form(model_admin, request, form.story, form)
    return render(request, "issues/desk/letter_open.html", {**context, "original": letter, "letter": letter})


def show_letter(model_admin, request: HttpRequest, letter: Letter) -> HttpResponse:
    """The letter, or what a pressed button does with it. What was typed stays where it is refused."""
    if request.method == "POST":
        if not model_admin.has_change_permission(request, letter):
            raise PermissionDenied
        try:
            messages.success(request, _do(request, letter))
            return HttpResponseRedirect(_find_next(request, letter))
        except ActionRefused as refused:
            messages.error(request, str(refused))
    return _show(model_admin, request, letter)


def _find_next(request: HttpRequest, letter: Letter) -> str:
    """The next letter that waits where this one is done, else the letter itself."""
    following = waiting_letters().exclude(pk=letter.pk).first()
    stays = request.POST["do"] not in {"attach", "aside"} or following is None
    return reverse("admin:issues_letter_change", args=[letter.pk if stays else following.pk])


def _do(request: HttpRequest, letter: Letter) -> str:
    name = request.POST.get("do", "").partition(":")[0]
    if name not in DEEDS:
        raise PermissionDenied
    return DEEDS[name](request, letter)


def _attach(request: HttpRequest, letter: Letter) -> str:
    issue = find_issue(request.POST.get("issue", ""))
    public = request.POST.get("audience") == "public"
    if public and not request.user.has_perm("issues.publish_issue"):
        raise ActionRefused(_("Only a reviewer may publish."))
    text, answer = _read(request, "text", LONGEST_LINE), _read(request, "answer", LONGEST_ANSWER)
    attach_letter(letter, issue, by=request.user, text=text, public=public, answer=answer)
    return _("The letter is on the timeline of “%s”.") % issue.title


def _set_aside(request: HttpRequest, letter: Letter) -> str:
    set_aside_letter(letter, by=request.user, reason=_read(request, "reason", LONGEST_ANSWER))
    return _("The letter is set aside; its sender can read why.")


def _take_back(request: HttpRequest, letter: Letter) -> str:
    take_back_letter(letter, by=request.user)
    return _("The letter waits again.")


def _show_photo(request: HttpRequest, letter: Letter) -> str:
    photo = _find_photo(request, letter)
    caption = request.POST.get(f"caption-{photo.pk}", "")
    show_photo(photo, by=request.user, caption=caption)
    return _("The photo is on the public page of the issue, as soon as that is public.")


def _hide_photo(request: HttpRequest, letter: Letter) -> str:
    hide_photo(_find_photo(request, letter), by=request.user)
    return _("The photo is not public any more.")


DEEDS: dict[str, Callable[[HttpRequest, Letter], str]] = {
    "attach": _attach,
    "aside": _set_aside,
    "back": _take_back,
    "show": _show_photo,
    "hide": _hide_photo,
}


def _find_photo(request: HttpRequest, letter: Letter):
    if not request.user.has_perm("issues.publish_issue"):
        raise PermissionDenied
    return get_object_or_404(letter.photos, pk=read_key(request.POST["do"].partition(":")[2]))


def _read(request: HttpRequest, name: str, longest: int) -> str:
    text = request.POST.get(name, "").replace("\r\n", "\n").strip()
    if len(text) > longest:
        told = {"count": len(text), "most": longest}
        raise ActionRefused(_("The text has %(count)d characters; at most %(most)d. Shorten it.") % told)
    return text


def _show(model_admin, request: HttpRequest, letter: Letter) -> HttpResponse:
    names = find_private_names("\n".join([letter.place, letter.text]))
    typed = request.POST
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(letter),
        "opts": model_admin.opts,
        "original": letter,
        "letter": letter,
        "pieces": list(mark_private(letter.text, names)),
        "place_pieces": list(mark_private(letter.place, names)),
        "photos": letter.photos.all(),
        "waits": letter.state == LetterState.WAITING,
        "is_aside": letter.state == LetterState.SET_ASIDE,
        "may_change": model_admin.has_change_permission(request, letter),
        "may_publish": request.user.has_perm("issues.publish_issue"),
        "number": typed.get("issue", letter.issue_id or ""),
        "line": typed.get("text", mask(letter.text, names)[:LONGEST_LINE]),
        "typed": typed,
        "longest_line": LONGEST_LINE,
        "longest_answer": LONGEST_ANSWER,
        "templates": ReplyTemplate.objects.filter(use=ReplyUse.REASON),
        "rows": letter.history.select_related("history_user").order_by("-history_date", "-history_id"),
        "next": waiting_letters().exclude(pk=letter.pk).first(),
    }
    return render(request, "issues/desk/letter.html", context)
