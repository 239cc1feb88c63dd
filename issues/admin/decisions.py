"""What the buttons of the review screen do: who may press them, which action they call, where they lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..actions import (
    ActionRefused,
    add_event,
    decline_group,
    decline_join,
    edit_issue,
    hand_over,
    join_group,
    join_issue,
    mark_words,
    publish_issue,
    reject_issue,
    release_issue,
    split_issue,
)
from ..choices import EventKind, RejectReason, ReplyUse, Status
from ..marking import Spans, find_words, name_field
from ..models import Issue, ReplyTemplate
from .addresses import DRAFTS, list_url
from .colleagues import find_colleague
from .keys import find_issue, read_key
from .matter import find_first, read_chosen
from .review_form import ReviewForm
from .waiting import next_draft

LONGEST_COMMENT = 2000
"""Characters of one comment."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A button: what it does, who may, whether the fields must be right, and whether the draft is done with it."""

    do: Callable[[HttpRequest, Issue, ReviewForm], str]
    publishes: bool = False
    needs_form: bool = True
    goes_on: bool = False
    leaves: bool = False
    """Whether it stays a draft that this person has done with."""

    def allowed(self, model_admin, request: HttpRequest, issue: Issue) -> bool:
        """Whether this person may do this to this issue."""
        if self.is_comment:
            return request.user.has_perm("issues.change_issue")
        if not model_admin.has_change_permission(request, issue):
            return False
        return not self.publishes or model_admin.has_publish_permission(request)

    @property
    def is_comment(self) -> bool:
        """A comment has a form of its own: the fields of the issue do not come with it."""
        return self.do is _comment


def decide(decision: Decision, request: HttpRequest, issue: Issue, form: ReviewForm) -> HttpResponse:
    """Do it, say so, and lead on where this draft is done. Raises ActionRefused."""
    messages.success(request, decision.do(request, issue, form))
    following = _find_following(issue, request.user, decision.leaves) if decision.goes_on else issue
    if following is None:
        return HttpResponseRedirect(list_url("issue", **DRAFTS))
    return HttpResponseRedirect(reverse("admin:issues_issue_review", args=[following.pk]))


def _find_following(issue: Issue, person: AbstractUser, leaves: bool) -> Issue | None:
    """The draft that it has joined, the next in the queue, or still itself: what a person looks at now."""
    if issue.status == Status.DRAFT and not leaves:
        return issue
    first = issue.joined_to
    return first if first and first.status == Status.DRAFT else next_draft(issue, person)


def _save(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    edit_issue(issue, by=request.user, **form.edits())
    return _("Saved.")


@transaction.atomic
def _publish(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    edit_issue(issue, by=request.user, **form.edits())
    publish_issue(
        issue,
        by=request.user,
        status=Status(form.cleaned_data["status"]),
        enter_responsible=request.user.has_perm("issues.add_agency"),
    )
    return _("“%s” is public.") % issue.title


@transaction.atomic
def _mark(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    """Save what was entered, then let a field rest on the selected words of the story."""
    name = request.POST["do"].partition(":")[2] or request.POST.get("mark_field", "")
    edit_issue(issue, by=request.user, **form.edits())
    mark_words(issue, issue.story.page, name, _find_marked(request, issue), by=request.user)
    return _("Saved. “%s” rests on these words now.") % name_field(name)


def _find_marked(request: HttpRequest, issue: Issue) -> Spans:
    """Where the selected words stand: where the browser says, else where the story has them first."""
    words = request.POST.get("mark_words", "").replace("\r\n", "\n").strip()
    start = request.POST.get("mark_start", "")
    text = issue.story.page.text
    if start.isdecimal() and len(start) < 9:
        end = int(start) + len(words)
        if words and find_words(text[int(start) : end], words, [[0, len(words)]]):
            return [[int(start), end]]
    found = find_words(text, words, [*issue.story.spans, [0, len(text)]])
    if words and not found:
        raise ActionRefused(_("These words do not stand in the story: “%s”") % words[:60])
    return found


def _reject(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    chosen = request.POST["do"].partition(":")[2]
    known = str(RejectReason(chosen).label) if chosen in RejectReason.values else ""
    reason = "；".join(filter(None, [known, request.POST.get("reason", "").strip()]))
    reject_issue(issue, by=request.user, reason=reason, version=_version(request))
    return _("“%s” was rejected.") % issue.title


def _join(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    if issue.follows is None:
        raise ActionRefused(_("This draft continues no other issue."))
    status = request.POST.get("known_status", "")
    status = Status(status) if status in Status.values else None
    target = join_issue(issue, issue.follows, by=request.user, status=status, version=_version(request))
    return _("“%(draft)s” was joined to “%(issue)s”.") % {"draft": issue.title, "issue": target.title}


def _decline(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    decline_join(issue, by=request.user, version=_version(request))
    return _("Kept as an issue of its own.")


def _join_group(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    first = find_first(issue)
    count = join_group(first, read_chosen(request), by=request.user)
    issue.refresh_from_db()
    told = {"count": count, "issue": first.title}
    return (
        ngettext(
            "%(count)d draft was joined to “%(issue)s”.",
            "%(count)d drafts were joined to “%(issue)s”.",
            count,
        )
        % told
    )


def _decline_group(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    count = decline_group(find_first(issue), read_chosen(request), by=request.user)
    issue.refresh_from_db()
    return (
        ngettext(
            "%d draft is kept as an issue of its own.", "%d drafts are kept as issues of their own.", count
        )
        % count
    )


def _join_chosen(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    target = find_issue(request.POST.get("target", ""))
    join_issue(issue, target, by=request.user, version=_version(request))
    return _("“%(draft)s” was joined to “%(issue)s”.") % {"draft": issue.title, "issue": target.title}


def _split(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise ActionRefused(_("To split it off, say why under “reason”."))
    split_issue(issue, by=request.user, reason=reason, version=_version(request))
    return _("“%s” is an issue of its own again.") % issue.title


def _take_over(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    hand_over(issue, to=request.user, by=request.user)
    return _("The draft is in your hands now.")


def _hand_over(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    colleague = find_colleague(request.user, request.POST.get("colleague", ""))
    if colleague is None:
        raise ActionRefused(_("Choose a colleague to hand it to."))
    hand_over(issue, to=colleague, by=request.user)
    told = {"draft": issue.title, "colleague": colleague.get_username()}
    return _("“%(draft)s” is in the hands of %(colleague)s now.") % told


def _release(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    release_issue(issue, by=request.user)
    return _("Laid down: whoever opens it next has it.")


def _comment(request: HttpRequest, issue: Issue, form: ReviewForm) -> str:
    text = request.POST.get("comment", "").strip() or _read_template(request)
    public = request.POST.get("audience") == "public"
    if not text:
        raise ActionRefused(_("Write the comment first."))
    if len(text) > LONGEST_COMMENT:
        told = {"count": len(text), "most": LONGEST_COMMENT}
        raise ActionRefused(_("The comment has %(count)d characters; at most %(most)d. Shorten it.") % told)
    if public and not (request.user.has_perm("issues.publish_issue") and issue.is_public):
        raise ActionRefused(_("Only a reviewer may comment publicly, and only on a public issue."))
    add_event(issue, EventKind.COMMENT, text=text, by=request.user, internal=not public)
    return _("Comment added; everybody can see it.") if public else _("Comment added; only staff see it.")


def _read_template(request: HttpRequest) -> str:
    """The text of the chosen reply template; empty where none is chosen."""
    known = ReplyTemplate.objects.filter(use=ReplyUse.COMMENT)
    template = known.filter(pk=read_key(request.POST.get("template", ""))).first()
    return template.text if template else ""


def _version(request: HttpRequest) -> int:
    """The version that this person was shown. Raises ActionRefused where the form lost it."""
    version = read_key(request.POST.get("version", ""))
    if version is None:
        raise ActionRefused(_("The form is incomplete. Open the issue again."))
    return version


DECISIONS = {
    "save": Decision(_save),
    "match": Decision(_save),  # the form has the match in its field already
    "mark": Decision(_mark),
    "publish": Decision(_publish, publishes=True, goes_on=True),
    "reject": Decision(_reject, publishes=True, needs_form=False, goes_on=True),
    "join": Decision(_join, publishes=True, needs_form=False, goes_on=True),
    "decline": Decision(_decline, publishes=True, needs_form=False),
    "join_group": Decision(_join_group, publishes=True, needs_form=False, goes_on=True),
    "decline_group": Decision(_decline_group, publishes=True, needs_form=False),
    "join_chosen": Decision(_join_chosen, publishes=True, needs_form=False),
    "split": Decision(_split, publishes=True, needs_form=False),
    "comment": Decision(_comment, needs_form=False),
    "take_over": Decision(_take_over, needs_form=False),
    "hand_over": Decision(_hand_over, needs_form=False, goes_on=True, leaves=True),
    "release": Decision(_release, needs_form=False, goes_on=True, leaves=True),
}
