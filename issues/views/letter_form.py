"""What a reader fills in: a new problem, or a word about an issue. Robots and pictures are checked in here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..actions import NewLetter
from ..choices import DivisionLevel, LetterKind
from ..models import Category, Division, Evidence, Issue, Photo
from ..public.masking import strip_controls
from ..public.quotations import quote_in_context
from ..voice.photos import MOST_BYTES, MOST_PHOTOS, CleanPhoto, PhotoRefused, clean_photo
from ..voice.seals import LASTS, BrokenSeal, make_seal, open_seal, sign_content

LONGEST_TEXT = 2000
SHORTEST_TEXT = 6
MOST_SENTENCES = 60
_KEPT = "issues.voice.kept"
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quotation of an issue that a reader can point at."""

    text: str
    keys: tuple[int, ...]

    @property
    def key(self) -> int:
        """The one that stands for all: several fields often rest on the same words."""
        return self.keys[0]


def find_sentences(issue: Issue) -> list[Sentence]:
    """What the issue's page quotes, masked as it is there, each once."""
    rows = Evidence.objects.filter(issue=issue).exclude(event__internal=True).select_related("page", "issue")
    found: dict[str, list[int]] = {}
    for one in rows.order_by("pk")[:MOST_SENTENCES]:
        told = "".join(text for text, quoted in quote_in_context(one).pieces if quoted)
        found.setdefault(told, []).append(one.pk)
    return [Sentence(text, tuple(keys)) for text, keys in found.items()]


def find_served_districts() -> list[Division]:
    """The districts in which the directory has bodies that could act."""
    served = Division.objects.filter(level=DivisionLevel.COUNTY, agencies__isnull=False)
    return list(served.distinct().order_by("code")[:120])


class FilesInput(forms.FileInput):
    """A file field that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        """All of them, not the last one."""
        return files.getlist(name)


class FilesField(forms.FileField):
    """The files as they came; what is a picture is found out by the form."""

    widget = FilesInput

    def clean(self, data, initial=None):
        """A browser sends an empty one where nothing was chosen."""
        return [file for file in data or () if file]


class LetterForm(forms.Form):
    """The fields that both forms have; `photos` are rows that were kept at an earlier showing."""

    seal = forms.CharField(required=False)
    website = forms.CharField(required=False)  # no person sees it
    kept = forms.CharField(required=False)
    checked = forms.CharField(required=False)
    text = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        error_messages={
            "max_length": gettext_lazy("At most %(limit_value)d characters; yours has %(show_value)d.")
        },
    )
    pictures = FilesField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept_photos = self._read_kept() if self.is_bound else []
        self.form_key = ""

    def clean_text(self) -> str:
        """One kind of line break, no control characters."""
        text = strip_controls(self.cleaned_data["text"].replace("\r\n", "\n")).strip()
        return _BLANK_LINES.sub("\n\n", text)

    def clean(self):
        cleaned = super().clean()
        self._check_seal(cleaned)
        self._take_pictures(cleaned.get("pictures") or [])
        return cleaned

    # --- Robots ----------------------------------------------------------------------------------------------------
    def fresh_seal(self) -> str:
        """The form's seal where it still holds, else a new one: pressing again then sends what was written."""
        try:
            open_seal(self.data.get("seal", ""))
        except BrokenSeal:
            return make_seal()
        return self.data["seal"]

    def _check_seal(self, cleaned) -> None:
        try:
            self.form_key = open_seal(cleaned.get("seal") or "")
        except BrokenSeal:
            self.add_error(
                None, _("This was very quick, or the form lay open for long. Look it over and press again.")
            )
        if cleaned.get("website"):
            self.add_error(
                None, _("A field that nobody sees was filled in, as robots do. It is empty now: press again.")
            )

    # --- Pictures --------------------------------------------------------------------------------------------------
    def _read_kept(self) -> list[Photo]:
        """The pictures that this form brought before, without those that its sender has struck out."""
        try:
            keys = signing.loads(self.data.get("kept", ""), salt=_KEPT, max_age=LASTS)
        except signing.BadSignature:
            return []
        struck = {key for key in self.data.getlist("drop") if key.isdecimal()}
        kept = [key for key in keys if str(key) not in struck]
        return list(Photo.objects.filter(pk__in=kept, letter=None))

    def sign_kept(self) -> str:
        """The kept pictures as the form carries them."""
        return signing.dumps([photo.pk for photo in self.kept_photos], salt=_KEPT) if self.kept_photos else ""

    def _take_pictures(self, files: Sequence) -> None:
        self.clean_photos: list[CleanPhoto] = []
        if len(files) + len(self.kept_photos) > MOST_PHOTOS:
            self.add_error("pictures", _("At most %d photos.") % MOST_PHOTOS)
            files = files[: MOST_PHOTOS - len(self.kept_photos)]
        for file in files:
            try:
                self.clean_photos.append(clean_photo(file.read(MOST_BYTES + 1)))
            except PhotoRefused as refused:
                self.add_error("pictures", f"{strip_controls(file.name)[:60]}：{refused}")

    # --- What was checked ------------------------------------------------------------------------------------------
    def sign_checked(self) -> str:
        """What proves that the sender was shown this content."""
        told = [str(self.cleaned_data.get(name, "")) for name in self.SHOWN]
        return sign_content(*told, [photo.pk for photo in self.kept_photos])

    def is_checked(self) -> bool:
        """Whether the sender was shown exactly this before."""
        return self.cleaned_data["checked"] == self.sign_checked() and not self.clean_photos


class ProblemForm(LetterForm):
    """A new problem: what and where; the address of a QR code fills in the place."""

    SHOWN = ("text", "place", "district", "category")
    place = forms.CharField(max_length=120)
    district = forms.ModelChoiceField(Division.objects.all(), to_field_name="code", required=False)
    category = forms.ModelChoiceField(Category.objects.all(), to_field_name="code", required=False)

    def clean_place(self) -> str:
        """On one line."""
        return " ".join(strip_controls(self.cleaned_data["place"]).split())

    def clean_text(self) -> str:
        text = super().clean_text()
        if len(text) < SHORTEST_TEXT:
            raise forms.ValidationError(_("Say in a sentence or two what is wrong."))
        return text

    def new_letter(self) -> NewLetter:
        """The valid form as receive_letter takes it."""
        told = {name: self.cleaned_data[name] for name in self.SHOWN}
        photos = [photo.pk for photo in self.kept_photos]
        return NewLetter(LetterKind.PROBLEM, self.form_key, photos=photos, **told)


class TellForm(LetterForm):
    """A word about an issue: solved, not solved, or wrong, with the sentence that is."""

    SHOWN = ("kind", "text", "evidence")
    KINDS = (LetterKind.SOLVED, LetterKind.UNSOLVED, LetterKind.WRONG)
    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in KINDS])
    evidence = forms.ModelChoiceField(Evidence.objects.none(), required=False)

    def __init__(self, issue: Issue, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.issue = issue
        self.sentences = find_sentences(issue)
        shown = [sentence.key for sentence in self.sentences]
        self.fields["evidence"].queryset = Evidence.objects.filter(pk__in=shown)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == LetterKind.WRONG and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say what is wrong, and how you know."))
        return cleaned

    def find_key(self, asked: str) -> int | str:
        """The key in the list of sentences of the evidence that an address names; empty where it is not quoted."""
        return next((one.key for one in self.sentences if asked in map(str, one.keys)), "")

    def find_sentence(self) -> str:
        """The words of the chosen sentence as they are shown; empty where none is meant."""
        chosen = self.cleaned_data["evidence"]
        if chosen is None or self.cleaned_data["kind"] != LetterKind.WRONG:
            return ""
        return next(sentence.text for sentence in self.sentences if sentence.key == chosen.pk)

    def new_letter(self) -> NewLetter:
        """The valid form as receive_letter takes it."""
        sentence = self.find_sentence()
        return NewLetter(
            LetterKind(self.cleaned_data["kind"]),
            self.form_key,
            text=self.cleaned_data["text"],
            issue=self.issue,
            evidence=self.cleaned_data["evidence"] if sentence else None,
            sentence=sentence,
            photos=[photo.pk for photo in self.kept_photos],
        )
