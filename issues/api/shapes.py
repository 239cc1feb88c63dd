"""The shapes of the JSON API, for its description. The values come from public/records.py and public/timeline.py."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from ..choices import AgencyKind, DivisionLevel, EventKind, Role, Status
from ..models import Agency, Category, Division
from ..public.records import FIELDS, Field, show_agency

_SENTENCES = {"type": "array", "items": {"type": "string"}}
_DETAIL = {"type": "object", "properties": {"detail": {"type": "string"}}}
MISSING = OpenApiResponse(_DETAIL, _("It is not there, or not public."))
REFUSALS = {
    400: OpenApiResponse(
        {"type": "object", "additionalProperties": _SENTENCES},
        _("Parameters that are not known or cannot be read, each with the reason."),
    ),
    429: OpenApiResponse(_DETAIL, _("Too many requests: wait as long as Retry-After says.")),
}
"""What any address of the JSON API may answer instead."""

_KINDS = {
    "text": serializers.CharField,
    "number": serializers.IntegerField,
    "day": serializers.DateField,
    "time": serializers.DateTimeField,
    "truth": serializers.BooleanField,
    "link": serializers.URLField,
}


def _describe(field: Field) -> serializers.Field:
    if field.kind == "list":
        return serializers.ListField(child=serializers.CharField(), help_text=field.meaning)
    nullable = field.kind not in ("truth", "link")
    return _KINDS[field.kind](help_text=field.meaning, allow_null=nullable)


IssueShape = type(
    "IssueShape",
    (serializers.Serializer,),
    {"__doc__": "A public issue.", **{field.name: _describe(field) for field in FIELDS}},
)


class QuotationShape(serializers.Serializer):
    """Printed words, masked, inside at most one sentence on each side."""

    quoted = serializers.CharField(help_text=_("The words that the statement rests on."))
    context = serializers.CharField(help_text=_("The same with what stands around them."))
    publication = serializers.CharField(allow_null=True)
    printed_on = serializers.DateField(allow_null=True)


class PartyShape(serializers.Serializer):
    """A body's part in an issue."""

    role = serializers.ChoiceField(Role.choices)
    name = serializers.CharField()
    agency = serializers.IntegerField(allow_null=True, help_text=_("Its number in the list of agencies."))
    quotations = QuotationShape(many=True)


class LineShape(serializers.Serializer):
    """One public line of the timeline."""

    kind = serializers.ChoiceField(EventKind.choices)
    happened = serializers.CharField(allow_null=True, help_text=_("As precise as the page."))
    recorded_at = serializers.DateTimeField()
    agency = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(
        Status.choices, allow_null=True, help_text=_("The new status, if it changed.")
    )
    quotations = QuotationShape(many=True)


class IssueDetailShape(IssueShape):
    """A public issue with its timeline and the printed words behind each statement."""

    parties = PartyShape(many=True)
    timeline = LineShape(many=True)
    evidence = serializers.DictField(
        child=QuotationShape(many=True), help_text=_("Printed words by the field that they speak for.")
    )


class IssuePageShape(serializers.Serializer):
    """Some issues, and the addresses of the pages on both sides."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = IssueShape(many=True)


class AgencyShape(serializers.ModelSerializer):
    """A body that has a part in public issues."""

    name = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(AgencyKind.choices)
    division = serializers.SlugRelatedField("code", read_only=True, allow_null=True)

    class Meta:
        model = Agency
        fields = ("id", "name", "kind", "division")

    def get_name(self, agency: Agency) -> str:
        """Masked, as everywhere."""
        return show_agency(agency)


class DistrictShape(serializers.ModelSerializer):
    """A division that public issues lie in."""

    level = serializers.ChoiceField(DivisionLevel.choices)
    parent = serializers.SlugRelatedField("code", read_only=True, allow_null=True)

    class Meta:
        model = Division
        fields = ("code", "name", "level", "parent")


class CategoryShape(serializers.ModelSerializer):
    """A kind of problem."""

    class Meta:
        model = Category
        fields = ("code", "name", "name_en", "group", "group_en", "words")
