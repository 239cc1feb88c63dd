"""The upload form: files of every form, and what is known of all of them. Stores nothing."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from ..importing.receiving import ReceivedFile

LARGEST = 50 * 2**20
"""Bytes of one upload together. Years of pages come through `manage.py import_pages`, not through a browser."""
MOST_FILES = 500

ACCEPTED = ".txt,.md,.html,.htm,.docx,.pdf,.zip,.csv,.tsv,.xlsx,.png,.jpg,.jpeg,.tif,.tiff,.webp,.bmp,.gif"
"""What the browser offers; what a file is, its content says (importing/forms/kinds.py)."""


class ManyFilesInput(forms.ClearableFileInput):
    """The browser's own field, for many files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """Many files, together not larger than LARGEST."""

    widget = ManyFilesInput(attrs={"multiple": True, "accept": ACCEPTED})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(_("Choose at least one file."))
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("%(count)d files at once are too many; at most %(most)d."),
                params={"count": len(files), "most": MOST_FILES},
            )
        if sum(file.size for file in files) > LARGEST:
            raise forms.ValidationError(
                _("The files have more than %(largest)s together. Upload them in parts."),
                params={"largest": filesizeformat(LARGEST)},
            )
        return files


class UploadForm(forms.Form):
    """Files and what is known of all of them."""

    files = ManyFilesField(
        label=_("files"),
        help_text=_(
            "Plain text and Markdown (UTF-8, UTF-16, GB18030), web pages (HTML), DOCX, PDF, images of pages, tables of "
            "message boards and hotlines (CSV, XLSX), and ZIP archives of all of these."
        ),
    )
    publication = forms.CharField(
        label=_("publication"),
        required=False,
        max_length=80,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("For all files; leave it empty where the pages say it themselves."),
    )
    published = forms.DateField(
        label=_("published on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For all files. “Yesterday” on a page means nothing without its date."),
    )

    def receive(self) -> list[ReceivedFile]:
        """The uploaded files with their source. For a valid form."""
        told = self.cleaned_data
        return [
            ReceivedFile(file.name, file.read(), told["publication"], told["published"])
            for file in told["files"]
        ]
