"""What an agency's people fill in: one form for each kind of proposal. Sends nothing in itself."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions import ActionRefused, check_proposal
from ..actions.propose import LONGEST_TEXT, MOST_FILES
from ..attachments import ACCEPTED, LARGEST
from ..choices import ProposalKind
from ..edtf import is_edtf
from ..models import Agency, Issue

ASKED = {
    ProposalKind.ACCEPT: (_("Accept the issue"), _("what you will do (not needed)")),
    ProposalKind.REPLY: (_("Reply"), _("reply")),
    ProposalKind.EXTEND: (_("Ask for an extension"), _("why more time is needed")),
    ProposalKind.RETURN: (_("Hand the issue back"), _("why it is not yours, and whose it is")),
}
"""Kind → the button, and what the text says."""


class FilesInput(forms.ClearableFileInput):
    """The browser's own field, for several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files or none; what they are, attachments.py looks at."""

    widget = FilesInput(attrs={"multiple": True, "accept": ACCEPTED})

    def clean(self, data, initial=None):
        return data if isinstance(data, list | tuple) else [data] if data else []


class ProposalForm(forms.Form):
    """One kind of proposal for an issue."""

    promised = forms.CharField(
        label=_("new promised day"), max_length=32, widget=forms.DateInput(attrs={"type": "date"})
    )
    text = forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5}))
    files = FilesField(label=_("attachments"), required=False)

    def __init__(self, kind: ProposalKind, data=None, files=None):
        super().__init__(data, files, auto_id=f"id_{kind}_%s")
        self.fields["text"].label = ASKED[kind][1]
        # Here and not above: a text with numbers set in is no longer lazy, and would speak the language of the start.
        self.fields["files"].help_text = _(
            "PDF, images, DOCX or XLSX; at most %(count)d files of %(most)d MB each. Only the desk sees them."
        ) % {"count": MOST_FILES, "most": LARGEST // 2**20}
        self.fields["text"].required = kind != ProposalKind.ACCEPT
        if kind != ProposalKind.EXTEND:
            del self.fields["promised"]

    def clean_promised(self):
        value = self.cleaned_data["promised"]
        if not is_edtf(value):
            raise forms.ValidationError(_("Write the day as 2025-12-05."))
        return value


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of proposal on the page of an issue: its form, or why it is not offered."""

    kind: ProposalKind
    label: object
    form: ProposalForm | None
    why_not: str = ""


def offer_proposals(
    issue: Issue, agency: Agency, bound: tuple[str, ProposalForm] | None = None
) -> list[Offer]:
    """Every kind for this issue; `bound` is the (kind, form) that was just sent and has to be mended."""
    offers = []
    for kind, (label, _asks) in ASKED.items():
        try:
            check_proposal(issue, agency, kind)
        except ActionRefused as refused:
            offers.append(Offer(kind, label, None, str(refused)))
        else:
            form = bound[1] if bound and bound[0] == kind else ProposalForm(kind)
            offers.append(Offer(kind, label, form))
    return offers
