"""The agencies' pages: their list, one issue with what was sent in, and the sending. Every row is asked for by agency."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..actions import ActionRefused, propose, withdraw_proposal
from ..attachments import read_attachments, send_attachment
from ..choices import ProposalKind, ProposalState
from ..models import Attachment, Issue, Membership, Proposal
from ..paging import ORDERS, read_issue_page
from ..public.timeline import sort_evidence, tell_timeline
from .access import for_members
from .forms import ProposalForm, offer_proposals

SHOWN = 50
"""Proposals of one issue that its page shows, the newest first."""


@for_members
@require_safe
def show_own_issues(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The issues in which this agency acts: the open ones, or all."""
    rows = Issue.objects.for_agency(membership.agency)
    every = request.GET.get("show") == "all"
    page = read_issue_page(
        rows if every else rows.unresolved(),
        ORDERS["changed"],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        shown=Issue.objects.public().with_names(),
    )
    sent = membership.agency.proposals.filter(issue__in=page.rows, state=ProposalState.WAITING)
    context = {
        "membership": membership,
        "page": page,
        "every": every,
        "waiting": set(sent.values_list("issue_id", flat=True)),
    }
    return render(request, "issues/office/list.html", context)


@for_members
@require_safe
def show_own_issue(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """One issue as the public sees it, what this agency has sent in about it, and what it can send in."""
    return _show(request, membership, _find_issue(membership, number))


@for_members
@require_POST
def send_proposal(request: HttpRequest, membership: Membership, number: int, kind: str) -> HttpResponse:
    """Send in one proposal, or show the page again with what has to be mended and everything that was typed."""
    if kind not in ProposalKind.values:
        raise Http404
    issue, kind = _find_issue(membership, number), ProposalKind(kind)
    form = ProposalForm(kind, request.POST, request.FILES)
    if form.is_valid():
        try:
            asked = form.cleaned_data
            files = read_attachments(asked["files"])
            promised = asked.get("promised", "")
            propose(
                issue,
                membership.agency,
                kind,
                by=request.user,
                text=asked["text"],
                promised=promised,
                files=files,
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Sent in. The desk looks at it before anything becomes public."))
            return HttpResponseRedirect(reverse("issues:office_issue", args=[issue.pk]) + "#sent")
    return _show(request, membership, issue, (kind, form))


@for_members
@require_POST
def take_back(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Take back what the desk has not decided yet."""
    proposal = get_object_or_404(_find_proposals(membership), pk=number)
    try:
        withdraw_proposal(proposal, by=request.user)
        messages.success(request, _("Taken back."))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("issues:office_issue", args=[proposal.issue_id]) + "#sent")


@for_members
@require_safe
def download_own(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """A file that this agency sent in itself."""
    own = Attachment.objects.filter(proposal__in=_find_proposals(membership))
    return send_attachment(get_object_or_404(own, pk=number))


def _find_issue(membership: Membership, number: int) -> Issue:
    rows = Issue.objects.for_agency(membership.agency).with_timeline().select_related("story__page")
    return get_object_or_404(rows, pk=number)


def _find_proposals(membership: Membership):
    """What this agency sent in about issues that it still sees."""
    seen = Issue.objects.for_agency(membership.agency)
    return Proposal.objects.filter(agency=membership.agency, issue__in=seen.values("pk"))


def _show(request, membership: Membership, issue: Issue, bound=None) -> HttpResponse:
    own = issue.proposals.filter(agency=membership.agency).select_related("event", "by")
    context = {
        "membership": membership,
        "issue": issue,
        "lines": tell_timeline(issue, sort_evidence(issue)),
        "proposals": own.prefetch_related("attachments").order_by("-pk")[:SHOWN],
        "offers": offer_proposals(issue, membership.agency, bound),
        "sent_kind": bound and bound[0],
    }
    return render(request, "issues/office/issue.html", context)
