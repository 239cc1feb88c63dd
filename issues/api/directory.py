"""Agencies, districts and categories as JSON: the codes and numbers that the filters of issues take."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef
from drf_spectacular.utils import extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularAPIView
from rest_framework.generics import ListAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.pagination import CursorPagination
from rest_framework.serializers import Serializer

from ..models import Agency, Category, Division, Issue
from .shapes import MISSING, REFUSALS, AgencyShape, CategoryShape, DistrictShape
from .view import PublicView


class ByKey(CursorPagination):
    """Read on by key: nothing is counted and nothing skipped."""

    page_size = 100
    ordering = "id"


class Directory(PublicView, ListAPIView):
    """A list that is read to its end."""

    takes = (ByKey.cursor_query_param,)
    pagination_class = ByKey


def _describe(shape: type[Serializer]) -> Callable:
    """What such a list answers, for the schema."""
    answers = {200: shape(many=True), **REFUSALS, 404: MISSING}
    return extend_schema_view(get=extend_schema(responses=answers))


@_describe(AgencyShape)
class ListAgencies(Directory):
    """The agencies that have a part in public issues."""

    queryset = Agency.objects.filter(
        Exists(Issue.objects.public().filter(parties__agency=OuterRef("pk")))
    ).select_related("division")
    serializer_class = AgencyShape


@_describe(DistrictShape)
class ListDistricts(Directory):
    """The divisions that public issues lie in."""

    queryset = Division.objects.filter(
        Exists(Issue.objects.public().filter(district=OuterRef("pk")))
    ).select_related("parent")
    serializer_class = DistrictShape


@_describe(CategoryShape)
class ListCategories(Directory):
    """All kinds of problems."""

    queryset = Category.objects.all()
    serializer_class = CategoryShape


@extend_schema(exclude=True)
class ShowSchema(PublicView, SpectacularAPIView):
    """The API described in OpenAPI 3, as YAML or with ?format=json as JSON."""

    renderer_classes = SpectacularAPIView.renderer_classes
    content_negotiation_class = DefaultContentNegotiation
