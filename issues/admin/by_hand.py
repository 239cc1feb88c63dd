"""A new issue from a story, by hand: the form beside the story's words. Finds the words; actions/ opens the issue."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from ..actions import ActionRefused, NewIssue, open_by_hand
from ..choices import Status
from ..marking import Spans, cut_text, find_words
from ..models import Category, Division, Issue, Story
from ..workflow import HIDDEN

STATUSES = [(status.value, status.label) for status in Status if status not in HIDDEN | {Status.DUPLICATE}]
WORDS = {
    "category": "problem_words",
    "place": "place_words",
    "district": "district_words",
    "status": "status_words",
}
"""What words speak for → the form's field that holds them."""


def _label(name: str):
    return Issue._meta.get_field(name).verbose_name


class WordsField(forms.CharField):
    """Words of the story, a passage a line."""

    def __init__(self, label, **kwargs):
        widget = UnfoldAdminTextareaWidget(attrs={"rows": 3, "data-marked": "1", "lang": "zh"})
        super().__init__(label=label, max_length=4000, widget=widget, **kwargs)


class ByHandForm(forms.Form):
    """What a draft starts with. `words` holds the spans of the marked words once the form is valid."""

    title = forms.CharField(label=_label("title"), max_length=80, widget=UnfoldAdminTextInputWidget)
    problem_words = WordsField(
        gettext_lazy("words that tell of the problem"),
        help_text=gettext_lazy(
            "As they stand in the story, a passage a line. The first place where they stand is marked."
        ),
    )
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=_label("category"),
        empty_label=gettext_lazy("Select value"),
        widget=UnfoldAdminSelectWidget,
    )
    place = forms.CharField(
        label=_label("place"), required=False, max_length=120, widget=UnfoldAdminTextInputWidget
    )
    place_words = WordsField(
        gettext_lazy("words that name the place"),
        required=False,
        help_text=gettext_lazy("Not needed where the story has it in the same words."),
    )
    district = forms.ModelChoiceField(
        Division.objects.all(),
        label=_label("district"),
        required=False,
        widget=AutocompleteSelect(Issue._meta.get_field("district"), admin.site),
    )
    district_words = WordsField(
        gettext_lazy("words that name the district"),
        required=False,
        help_text=gettext_lazy("Not needed where the story has it in the same words."),
    )
    printed_status = forms.ChoiceField(
        label=_label("printed_status"),
        choices=STATUSES,
        initial=Status.REPORTED,
        widget=UnfoldAdminSelectWidget,
    )
    status_words = WordsField(
        gettext_lazy("words that tell the status"),
        required=False,
        help_text=gettext_lazy("Needed for every status but “reported”."),
    )

    def __init__(self, story: Story, data=None, initial=None):
        super().__init__(data, initial={"title": story.headline[:80], **(initial or {})})
        self.story = story
        self.words: dict[str, Spans] = {}

    def clean(self):
        cleaned = super().clean()
        for field, name in WORDS.items():
            lines = [line.strip() for line in cleaned.get(name, "").splitlines()]
            self.words[field] = [span for line in filter(None, lines) for span in self._find(name, line)]
        self._find_by_value("place", cleaned.get("place", ""))
        self._find_by_value("district", cleaned["district"].name if cleaned.get("district") else "")
        return cleaned

    def new_issue(self) -> NewIssue:
        """The valid form as open_by_hand takes it."""
        cleaned = self.cleaned_data
        return NewIssue(
            title=cleaned["title"],
            category=cleaned["category"],
            district=cleaned["district"],
            place=cleaned["place"],
            printed_status=Status(cleaned["printed_status"]),
        )

    def _find(self, name: str, line: str) -> Spans:
        found = find_words(self.story.page.text, line, self.story.spans)
        if not found:
            self.add_error(name, _("These words do not stand in the story: “%s”") % line[:60])
        return found

    def _find_by_value(self, name: str, value: str) -> None:
        """What the story prints as it was entered needs no second typing."""
        if value and not self.words[name] and WORDS[name] not in self.errors:
            self.words[name] = find_words(self.story.page.text, value, self.story.spans)


def may_open_by_hand(request: HttpRequest) -> bool:
    """Whoever may correct drafts may make one."""
    return request.user.has_perms(["issues.view_story", "issues.change_issue"])


def open_from_story(model_admin, request: HttpRequest, story_id: int) -> HttpResponse:
    """Show the form, or open the draft and lead to its review screen."""
    story = get_object_or_404(Story.objects.select_related("page"), pk=story_id)
    if not may_open_by_hand(request):
        raise PermissionDenied
    form = ByHandForm(story, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            issue = open_by_hand(story, form.new_issue(), form.words, by=request.user)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The draft is open: look it over, then publish it."))
            return HttpResponseRedirect(reverse("admin:issues_issue_review", args=[issue.pk]))
    context = describe_form(model_admin, request, story, form)
    return render(request, "issues/desk/by_hand.html", {**context, "original": story})


def describe_form(model_admin, request: HttpRequest, story: Story, form: ByHandForm) -> dict[str, object]:
    """What by_hand.html shows of a story and the form beside it."""
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("New issue from “%s”") % story,
        "opts": model_admin.opts,
        "story": story,
        "form": form,
        "media": form.media,
        "targets": [(form[name].id_for_label, form[name].label) for name in WORDS.values()],
        "parts": cut_text(story.page.text, [], story.spans),
    }
