"""Agencies, districts and categories as JSON: the codes and numbers that the filters of issues take."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.generics import ListAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.pagination import CursorPagination

from ..models import Agency, Category, Division, Issue
from .shapes import AgencyShape, CategoryShape, DistrictShape
from .view import PublicView


class ByKey(CursorPagination):
    """Read on by key: nothing is counted and nothing skipped."""

    page_size = 100
    ordering = "id"


class ListAgencies(PublicView, ListAPIView):
    """The agencies that have a part in public issues."""

    queryset = Agency.objects.filter(
        Exists(Issue.objects.public().filter(parties__agency=OuterRef("pk")))
    ).select_related("division")
    serializer_class = AgencyShape
    pagination_class = ByKey


class ListDistricts(PublicView, ListAPIView):
    """The divisions that public issues lie in."""

    queryset = Division.objects.filter(
        Exists(Issue.objects.public().filter(district=OuterRef("pk")))
    ).select_related("parent")
    serializer_class = DistrictShape
    pagination_class = ByKey


class ListCategories(PublicView, ListAPIView):
    """All kinds of problems."""

    queryset = Category.objects.all()
    serializer_class = CategoryShape
    pagination_class = ByKey


@extend_schema(exclude=True)
class ShowSchema(PublicView, SpectacularAPIView):
    """The API described in OpenAPI 3, as YAML or with ?format=json as JSON."""

    renderer_classes = SpectacularAPIView.renderer_classes
    content_negotiation_class = DefaultContentNegotiation
