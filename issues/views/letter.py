"""The public forms: report a problem, or tell something about an issue. Shown, checked with the sender, then kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from ..actions import AlreadyReceived, receive_letter
from ..choices import LetterKind
from ..limits import find_wait
from ..models import Category, Division, Issue, Photo
from ..privacy import find_private_names
from ..public.masking import mark_private, strip_controls
from ..voice.photos import MOST_BYTES, MOST_PHOTOS, CleanPhoto
from ..voice.seals import make_seal
from .letter_form import LONGEST_TEXT, LetterForm, ProblemForm, TellForm, find_served_districts

MOST_SENT = MOST_PHOTOS * MOST_BYTES + 2**20
"""Bytes of a whole form; a longer one is refused before it is read."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer to a form that is not kept yet: why it has to be looked at again."""

    form: LetterForm
    preview: list[list[tuple[str, bool]]] | None = None
    wait: str = ""


@csrf_exempt  # the body is measured first; _answer checks the token
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_problem(request: HttpRequest) -> HttpResponse:
    """Report a problem; `district`, `place` and `category` of the address are filled in, as a QR code has them."""
    if request.method == "POST":
        return _refuse_long(request) or _answer_problem(request)
    names = ("place", "district", "category")
    given = {name: strip_controls(request.GET.get(name, "")).strip()[:120] for name in names}
    return _show(request, "issues/report.html", Shown(ProblemForm(initial=given)), _problem_context(given))


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_about_issue(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a public issue is solved, is not, or is told wrongly; `kind` and `sentence` of the address are chosen."""
    issue = get_object_or_404(Issue.objects.public(), pk=number)
    if request.method == "POST":
        return _refuse_long(request) or _answer_about_issue(request, issue)
    asked = request.GET.get("sentence", "")
    form = TellForm(issue)
    form.initial["kind"] = request.GET.get("kind") or (LetterKind.WRONG.value if asked else "")
    form.initial["evidence"] = form.find_key(asked)
    return _show(request, "issues/tell.html", Shown(form), {"issue": issue})


def _refuse_long(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_SENT:
        context = {"most": MOST_PHOTOS, "megabytes": MOST_BYTES // 2**20}
        return render(request, "issues/too_long.html", context, status=413)
    return None


@csrf_protect
def _answer_problem(request: HttpRequest) -> HttpResponse:
    form = ProblemForm(request.POST, request.FILES)
    given = {name: request.POST.get(name, "") for name in ("district", "category")}
    return _answer(request, form, "issues/report.html", _problem_context(given))


@csrf_protect
def _answer_about_issue(request: HttpRequest, issue: Issue) -> HttpResponse:
    form = TellForm(issue, request.POST, request.FILES)
    return _answer(request, form, "issues/tell.html", {"issue": issue})


def _problem_context(given: dict[str, str]) -> dict[str, object]:
    districts = find_served_districts()
    if given["district"] not in {district.code for district in districts}:
        districts += Division.objects.filter(code=given["district"][:12])
    return {"districts": districts, "categories": Category.objects.all()}


def _answer(request: HttpRequest, form: LetterForm, template: str, context: dict) -> HttpResponse:
    """Keep the letter where it was checked before, else show what will be public and ask to press once more."""
    if seconds := find_wait(request, "check", "check_all"):
        return _show(request, template, Shown(form, wait=_tell_wait(seconds)), context, status=429)
    valid = form.is_valid()
    form.kept_photos += [_keep(photo) for photo in form.clean_photos]
    if not valid:
        return _show(request, template, Shown(form), context, status=422)
    if request.POST.get("do") != "send" or not form.is_checked():
        form.clean_photos = []
        return _show(request, template, Shown(form, preview=_preview(form)), context)
    if seconds := find_wait(request, "letter", "letter_all"):
        return _show(request, template, Shown(form, wait=_tell_wait(seconds)), context, status=429)
    return _receive(request, form)


def _receive(request: HttpRequest, form: LetterForm) -> HttpResponse:
    try:
        letter, code = receive_letter(form.new_letter())
    except AlreadyReceived:
        return render(request, "issues/letter_sent.html", {"code": ""})
    return render(request, "issues/letter_sent.html", {"letter": letter, "code": code})


def _keep(photo: CleanPhoto) -> Photo:
    """A row without a letter: forgotten after a day where none comes."""
    row = Photo(width=photo.width, height=photo.height)
    row.file.save("photo.jpg", ContentFile(photo.content), save=True)
    return row


def _show(
    request: HttpRequest, template: str, shown: Shown, context: dict, status: int = 200
) -> HttpResponse:
    form = shown.form
    told = {
        **context,
        "form": form,
        "seal": form.fresh_seal() if form.is_bound else make_seal(),
        "kept": form.sign_kept(),
        "checked": form.sign_checked() if shown.preview is not None else "",
        "preview": shown.preview,
        "stars": any(hidden for pieces in shown.preview or () for _text, hidden in pieces),
        "wait": shown.wait,
        "longest": LONGEST_TEXT,
        "most_photos": MOST_PHOTOS,
        "megabytes": MOST_BYTES // 2**20,
    }
    return render(request, template, told, status=status)


def _preview(form: LetterForm) -> list[list[tuple[str, bool]]]:
    """What was written, a list of pieces for each part, with whether the piece will be starred out in public."""
    cleaned = form.cleaned_data
    parts = [part for part in (cleaned.get("place", ""), cleaned["text"]) if part]
    names = find_private_names("\n".join(parts))
    return [list(mark_private(part, names)) for part in parts]


def _tell_wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    told = ngettext("Try again in %d minute.", "Try again in %d minutes.", minutes) % minutes
    return " ".join([_("Too much has been sent at once. What you wrote is still here."), told])
