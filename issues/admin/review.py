"""The review screen: the page's text with its evidence at the left, the issue's form at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..actions import MARKABLE, ActionRefused, StaleIssue, claim_issue, find_holder
from ..choices import RejectReason, ReplyUse, Status
from ..edtf import in_words
from ..importing.joining import share_of
from ..marking import collect_marks, cut_shared, cut_text, find_asides, mark_doubtful, name_field
from ..models import Evidence, Issue, ReplyTemplate
from ..workflow import MOVES, OPEN
from .colleagues import list_colleagues
from .conflict import Clash, check_version, merge_form, take_theirs
from .decisions import DECISIONS, LONGEST_COMMENT, Decision, decide
from .deeds import offer_deeds, tell_moves
from .differences import find_differences
from .matches import offer_matches, take_match
from .matter import read_group
from .review_form import DATES, ReviewForm
from .waiting import next_draft, previous_draft, waiting_proposals

GROUPS = (
    ("title", "summary", "hidden_names"),
    ("category", "district", "place", "mention"),
    ("responsible",),
    DATES,
    ("status", "reason", "resolution_notes"),
)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the form with the words behind it and what the other editor did to it."""

    bound: BoundField
    name: str
    evidence: list[Evidence]
    words: str = ""
    clash: Clash | None = None
    matches: Sequence[tuple[str, str]] = ()
    """(value, label) of what the page names and the directory knows."""


@dataclass(slots=True)
class Screen:
    """What one showing of the screen needs beside the issue."""

    form: ReviewForm
    clashes: list[Clash] = field(default_factory=list)
    comment: str = ""


def review_issue(model_admin, request: HttpRequest, issue_id: int) -> HttpResponse:
    """Show the screen, or do what the pressed button says and go on to the next draft."""
    issue = fetch_issue(issue_id)
    if not model_admin.has_view_or_change_permission(request, issue):
        raise PermissionDenied
    if request.method != "POST":
        may_change = model_admin.has_change_permission(request, issue)
        if may_change:
            claim_issue(issue, by=request.user)
        form = ReviewForm(issue, may_change=may_change, may_enter=request.user.has_perm("issues.add_agency"))
        return _show(model_admin, request, issue, Screen(form))
    decision = DECISIONS.get(request.POST.get("do", "").partition(":")[0])
    if decision is None or not decision.allowed(model_admin, request, issue):
        raise PermissionDenied
    return _answer(model_admin, request, issue, decision)


def fetch_issue(issue_id: int) -> Issue:
    """The issue with everything that the screen shows, in a fixed number of queries."""
    rows = Issue.objects.select_related(
        "category",
        "district__parent",
        "story__page",
        "story__batch",
        "follows__story__page",
        "joined_to",
        "claimed_by",
    ).prefetch_related(
        "parties__agency",
        "parties__evidence",
        "evidence__page",
        "events__evidence",
        "events__agency",
        "events__by",
    )
    return get_object_or_404(rows, pk=issue_id)


def _answer(model_admin, request: HttpRequest, issue: Issue, decision: Decision) -> HttpResponse:
    form = _read_form(request, issue, decision)
    try:
        if not form.is_valid() and decision.needs_form:
            check_version(issue, form.cleaned_data.get("version"))
            return _show(model_admin, request, issue, Screen(form))
        return decide(decision, request, issue, form)
    except StaleIssue as stale:
        issue = fetch_issue(issue.pk)
        form, clashes = merge_form(issue, form, stale)
        return _show_refusal(model_admin, request, issue, Screen(form, clashes), stale)
    except ActionRefused as refused:
        issue = fetch_issue(issue.pk)
        screen = Screen(_read_form(request, issue, decision), comment=request.POST.get("comment", ""))
        return _show_refusal(model_admin, request, issue, screen, refused)


def _read_form(request: HttpRequest, issue: Issue, decision: Decision) -> ReviewForm:
    may_enter = request.user.has_perm("issues.add_agency")
    data = None if decision.is_comment else take_match(take_theirs(issue, request.POST))
    return ReviewForm(issue, data, may_enter=may_enter)


def _show_refusal(model_admin, request, issue: Issue, screen: Screen, refused: ActionRefused) -> HttpResponse:
    screen.form.is_valid()
    messages.error(request, str(refused))
    return _show(model_admin, request, issue, screen)


def _show(model_admin, request: HttpRequest, issue: Issue, screen: Screen) -> HttpResponse:
    may_change = model_admin.has_change_permission(request, issue)
    may_publish = may_change and model_admin.has_publish_permission(request)
    may_comment = request.user.has_perm("issues.change_issue")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": issue.title,
        "opts": model_admin.opts,
        "original": issue,
        "is_fullwidth": "1",
        "issue": issue,
        "form": screen.form,
        "media": screen.form.media,
        "groups": _group_rows(issue, screen, offer_matches(issue, screen.form) if may_change else {}),
        "clashes": screen.clashes,
        "comment": screen.comment,
        "longest_comment": LONGEST_COMMENT,
        "may_change": may_change,
        "may_publish": may_publish,
        "may_decide_differences": may_publish,
        "may_comment": may_comment,
        "may_join": issue.status in OPEN | {Status.DRAFT},
        "target": request.POST.get("target", ""),
        "is_draft": issue.status == Status.DRAFT,
        "next": next_draft(issue, request.user),
        "previous": previous_draft(issue, request.user),
        "reject_reasons": RejectReason.choices,
        "offers": offer_deeds(issue) if may_publish else [],
        "shut_moves": tell_moves(issue),
        "templates": ReplyTemplate.objects.filter(use=ReplyUse.COMMENT) if may_comment else [],
        **_read_hands(request, issue),
        "proposals": waiting_proposals().filter(issue=issue).select_related("agency") if may_publish else [],
        "differences": find_differences(issue),
        **_read_page(issue),
        **_read_follow_up(issue),
        "group": read_group(issue),
    }
    return render(request, "issues/desk/review.html", context)


def _read_hands(request: HttpRequest, issue: Issue) -> dict[str, object]:
    """Who has the draft in hand, and who could take it."""
    holder = find_holder(issue)
    mine = holder == request.user
    return {
        "holder": None if mine else holder,
        "colleagues": list_colleagues(request.user) if mine else [],
    }


def _group_rows(issue: Issue, screen: Screen, offered: dict[str, list]) -> list[list[FieldRow]]:
    evidence: dict[str, list[Evidence]] = {}
    for words in issue.evidence.all():
        evidence.setdefault(words.field, []).append(words)
    clashes = {clash.field: clash for clash in screen.clashes}
    return [[_make_row(screen.form, name, evidence, clashes, offered) for name in group] for group in GROUPS]


def _make_row(form: ReviewForm, name: str, evidence, clashes, offered) -> FieldRow:
    bound = form[name]
    value = bound.value() if name in DATES else ""
    words = in_words(value) if value else ""
    words = words if words != value else ""
    return FieldRow(bound, name, evidence.get(name, []), words, clashes.get(name), offered.get(name, ()))


def _read_page(issue: Issue) -> dict[str, object]:
    """The left side: the story's words first, then the whole page, then words from other pages."""
    evidence = list(issue.evidence.all())
    page = issue.story.page if issue.story else next((words.page for words in evidence), None)
    if page is None:
        return {"page": None}
    doubtful, anchored = mark_doubtful(page), set()
    marks = [*collect_marks(evidence, page.pk), *doubtful]
    shown, asides = issue.story.spans if issue.story else [], find_asides(page)
    parts = cut_text(page.text, marks, shown, issue.spans, anchored, asides)
    return {
        "page": page,
        "story": issue.story,
        "doubtful": doubtful,
        "asides": list(dict.fromkeys(aside.name for aside in asides)),
        "parts": list(zip(shown, parts, strict=True)),
        "whole": cut_text(page.text, marks, [[0, len(page.text)]], shown, anchored, asides),
        "markable": [(name, name_field(name)) for name in MARKABLE] if issue.story else [],
        "legend": [(name, name_field(name)) for name in dict.fromkeys(words.field for words in evidence)],
        "elsewhere": [words for words in evidence if words.page_id != page.pk],
    }


def _read_follow_up(issue: Issue) -> dict[str, object]:
    """For a draft that seems to continue another issue: that issue, its story's words and what it may become."""
    known = issue.follows
    if known is None or issue.status != Status.DRAFT:
        return {"known": None}
    share = share_of(issue, known)
    moves = MOVES[known.status] if known.is_public else frozenset()
    return {
        "known": known,
        "may_join_known": known.is_public or known.status == Status.DRAFT,
        "known_parts": cut_shared(known, share.known_spans),
        "draft_parts": cut_shared(issue, share.spans),
        "follows_because": issue.follows_because or share.reasons,
        "known_moves": [
            (status.value, status.label)
            for status in Status
            if status in moves and status not in {Status.WITHDRAWN, Status.DUPLICATE, Status.DRAFT}
        ],
    }
