"""What agencies have sent in: the list that waits, one proposal with its issue, and the decision. Calls actions, sets nothing."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from ..actions import ActionRefused, approve_proposal, refuse_proposal
from ..actions.propose import LONGEST_TEXT
from ..attachments import send_attachment
from ..choices import ProposalKind, ProposalState
from ..models import Attachment, Proposal
from .addresses import list_url
from .paging import LongList, SortedWhereFew
from .review_form import EdtfField
from .waiting import waiting_proposals

BADGES = dict.fromkeys(ProposalState) | {  # a state without an entry would show its slug
    ProposalState.WAITING: "warning",
    ProposalState.APPROVED: "success",
    ProposalState.CHANGED: "success",
    ProposalState.REFUSED: "danger",
}


class DecisionForm(forms.Form):
    """The text that becomes public, the day where one is asked for, and the reason where it is refused."""

    text = forms.CharField(
        label=gettext_lazy("text that becomes public"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
    )
    promised = EdtfField("promised")
    reason = forms.CharField(
        label=gettext_lazy("why it is not taken over (the agency reads it)"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, proposal: Proposal, data=None):
        super().__init__(data, initial={"text": proposal.text, "promised": proposal.promised})
        if proposal.kind != ProposalKind.EXTEND:
            del self.fields["promised"]


@admin.register(Proposal)
class ProposalAdmin(LongList, ModelAdmin):
    """The oldest first; looking at one is the screen where it is decided."""

    list_display = ("issue_title", "agency", "kind", "gist", "state_badge", "made_at", "decided_by")
    list_display_links = ("issue_title",)
    list_filter = (("state", ChoicesDropdownFilter), ("kind", ChoicesDropdownFilter))
    list_filter_submit = True
    list_select_related = ("issue", "agency", "decided_by")
    search_fields = ("issue__title", "agency__name")

    def get_changelist(self, request, **kwargs):
        return SortedWhereFew

    def get_ordering(self, request):
        waiting = request.GET.getlist("state__exact") == [ProposalState.WAITING.value]
        return ("made_at", "id") if waiting else ("-id",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False  # it stays as it was sent in; deciding is an action

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        guard = self.admin_site.admin_view
        return [
            path("<int:number>/decide/", guard(self.decide_view), name="issues_proposal_decide"),
            path("attachments/<int:number>/", guard(download), name="issues_proposal_attachment"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not str(object_id).isdecimal():
            return super().change_view(request, object_id, form_url, extra_context)
        return HttpResponseRedirect(reverse("admin:issues_proposal_decide", args=[object_id]))

    def decide_view(self, request, number):
        return decide_proposal(self, request, number)

    @display(description=gettext_lazy("issue"))
    def issue_title(self, obj):
        return obj.issue.title

    @display(description=gettext_lazy("text"))
    def gist(self, obj):
        return obj.text[:60] + ("……" if len(obj.text) > 60 else "")

    @display(description=gettext_lazy("state"), label=BADGES)
    def state_badge(self, obj):
        return obj.state, obj.get_state_display()


def decide_proposal(model_admin, request: HttpRequest, number: int) -> HttpResponse:
    """Show what was sent in beside its issue; approve it, changed or not, or refuse it with a reason."""
    rows = Proposal.objects.select_related("issue", "agency", "by", "decided_by", "event")
    proposal = get_object_or_404(rows.prefetch_related("attachments", "issue__parties"), pk=number)
    if not model_admin.has_view_permission(request, proposal):
        raise PermissionDenied
    may_decide = request.user.has_perms(["issues.change_issue", "issues.publish_issue"])
    form = DecisionForm(proposal, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if form.is_valid() and _decide(request, proposal, form):
            return HttpResponseRedirect(_find_next())
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(proposal),
        "opts": model_admin.opts,
        "original": proposal,
        "proposal": proposal,
        "issue": proposal.issue,
        "form": form,
        "waits": proposal.state == ProposalState.WAITING,
        "may_decide": may_decide,
        "fields": [form[name] for name in ("text", "promised") if name in form.fields],
        "reason_fields": [form["reason"]],
    }
    return render(request, "issues/desk/proposal.html", context)


def _decide(request: HttpRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Do what the button says. Returns whether it was done; why not is told on the page."""
    asked = form.cleaned_data
    try:
        if request.POST.get("do") == "approve":
            approve_proposal(proposal, by=request.user, text=asked["text"], promised=asked.get("promised"))
            messages.success(request, _("Taken over; it is public now."))
        else:
            refuse_proposal(proposal, by=request.user, reason=asked["reason"])
            messages.success(request, _("Not taken over; the agency reads why."))
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return False
    return True


def _find_next() -> str:
    following = waiting_proposals().first()
    if following is None:
        return list_url("proposal")
    return reverse("admin:issues_proposal_decide", args=[following.pk])


def download(request: HttpRequest, number: int) -> HttpResponse:
    """A file that an agency sent in, for staff who see proposals."""
    if not request.user.has_perms(["issues.view_proposal", "issues.view_issue"]):
        raise PermissionDenied
    return send_attachment(get_object_or_404(Attachment, pk=number))
