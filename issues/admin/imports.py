"""Imports in the admin: uploading, the live progress, a result line for each file, stopping and trying again."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import DropdownFilter

from ..choices import ImportState
from ..importing.progress import measure_progress
from ..importing.runs import NotStored, cancel_run, retry_failed, start_run
from ..models import ImportFile, ImportRun
from .columns import ask_columns
from .paging import LongList
from .upload import UploadForm

LINES = 200
"""Result lines on one page."""


class FailedFilter(DropdownFilter):
    """Imports with files that could not be read."""

    title = _("result")
    parameter_name = "failed"

    def lookups(self, request, model_admin):
        return [("yes", _("with failed files"))]

    def queryset(self, request, queryset):
        failed = ImportFile.objects.filter(run=OuterRef("pk"), state=ImportState.FAILED)
        return queryset.filter(Exists(failed)) if self.value() == "yes" else queryset


@admin.register(ImportRun)
class ImportRunAdmin(LongList, ModelAdmin):
    """Adding one is uploading files; looking at one is its progress."""

    list_display = ("number", "created_at", "by", "finished_at")
    list_display_links = ("number",)
    list_filter = (FailedFilter,)
    list_filter_submit = True
    list_select_related = ("by",)

    @admin.display(description=_("import"), ordering="id")
    def number(self, obj):
        return str(obj)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        views = {
            "progress": self.progress_view,
            "cancel": self.cancel_view,
            "retry": self.retry_view,
            "columns/<int:file_id>": self.columns_view,
        }
        own = [
            path(f"<int:run_id>/{end}/", self.admin_site.admin_view(view), name=_name_url(end))
            for end, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        run = self._start(request, form) if form.is_valid() else None
        if run:
            return HttpResponseRedirect(reverse("admin:issues_importrun_change", args=[run.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Import pages"),
            "opts": self.opts,
            "form": form,
        }
        return render(request, "issues/desk/upload.html", context)

    def _start(self, request, form):
        """The run of the form's files; None, with the reason in the form, where nothing could be stored."""
        try:
            run = start_run(form.receive(), by=request.user, ask_columns=True)
        except NotStored as error:
            form.add_error("files", str(error))
            return None
        count = len(form.cleaned_data["files"])
        messages.success(request, ngettext("%d file received.", "%d files received.", count) % count)
        return run

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self.get_object(request, object_id)
        if run is None:
            raise Http404
        return self._show(request, run, "issues/desk/run.html")

    def progress_view(self, request, run_id):
        """The part of the page that a browser asks for again until the import is finished."""
        return self._show(request, get_object_or_404(ImportRun, pk=run_id), "issues/desk/progress.html")

    def columns_view(self, request, run_id, file_id):
        """What each column of a file's tables is."""
        return ask_columns(self, request, run_id, file_id)

    def cancel_view(self, request, run_id):
        """Stop the import; what is read stays."""

        def tell(count):
            none = gettext("No file was waiting any more; nothing was cancelled.")
            told = ngettext("%d waiting file was cancelled.", "%d waiting files were cancelled.", count)
            return told % count if count else none

        return self._act(request, run_id, cancel_run, tell)

    def retry_view(self, request, run_id):
        """Read the failed files once more."""

        def tell(count):
            none = gettext("None of these files is kept here; mend them and upload them again.")
            told = ngettext("%d file is read once more.", "%d files are read once more.", count)
            return told % count if count else none

        return self._act(request, run_id, retry_failed, tell)

    def _act(self, request, run_id, action, tell):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_add_permission(request):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=run_id)
        messages.info(request, tell(action(run)))
        return HttpResponseRedirect(reverse("admin:issues_importrun_change", args=[run.pk]))

    def _show(self, request, run, template):
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        progress = measure_progress(run)
        files = run.files.defer("tables", "matching").order_by("position", "part")
        failed = request.GET.get("failed") == "yes"
        page = Paginator(files.filter(state=ImportState.FAILED) if failed else files, LINES)
        page.count = progress.failed if failed else progress.lines
        context = {
            **(self.admin_site.each_context(request) if template.endswith("run.html") else {}),
            "title": str(run),
            "opts": self.opts,
            "original": run,
            "run": run,
            "progress": progress,
            "page": page.get_page(request.GET.get("page")),
            "only_failed": failed,
            "may_import": self.has_add_permission(request),
        }
        return render(request, template, context)


def _name_url(end: str) -> str:
    return f"issues_importrun_{end.partition('/')[0]}"
