"""Issues as JSON: the list with the filters of the public list, and one issue with its timeline and evidence."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from ..filters import IssueFilterSet, read_query
from ..models import Event, Issue
from ..paging import ORDERS, PAGE_SIZE, count_capped, read_issue_page
from ..public.answers import find_site
from ..public.masking import show
from ..public.quotations import Quotation, quote_all
from ..public.records import Record, make_record, show_agency, show_party
from ..public.timeline import Line, sort_evidence, tell_timeline
from ..search import rank_matches
from .shapes import MISSING, REFUSALS, IssueDetailShape, IssuePageShape
from .view import PublicView

MOST = 100

_PAGING = [
    OpenApiParameter("order", str, enum=list(ORDERS), description="changed: last change first (default)."),
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST},
        description=f"Issues on a page; {PAGE_SIZE} unless told.",
    ),
    OpenApiParameter("after", str, description="Cursor; follow `next` instead of making one."),
    OpenApiParameter("before", str, description="Cursor; follow `previous` instead of making one."),
]


extend_schema_field(str)(IssueFilterSet.base_filters["group"])  # no field of Issue tells its type


class SafeFilters(DjangoFilterBackend):
    """The filters of the public list, on an address made safe; what cannot be read is refused."""

    def get_filterset_kwargs(self, request, queryset, view):
        """Without control characters and endless values."""
        return {
            **super().get_filterset_kwargs(request, queryset, view),
            "data": read_query(request.query_params),
        }


class ListIssues(PublicView, GenericAPIView):
    """All public issues under the filters of the address, page by page; any depth costs what the first page costs."""

    queryset = Issue.objects.public()
    takes = (*IssueFilterSet.base_filters, *(one.name for one in _PAGING))
    filter_backends = (SafeFilters,)
    filterset_class = IssueFilterSet

    @extend_schema(
        operation_id="list_issues",
        parameters=_PAGING,
        filters=True,
        responses={200: IssuePageShape, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        """One page of the list."""
        query, site = read_query(request.query_params), find_site(request)
        order, limit = _read_order(query.get("order", "changed")), _read_limit(request)
        issues = self.filter_queryset(self.get_queryset())
        ranked = order.name == "best" and rank_matches(query.get("q", ""), count_capped(issues))
        page = read_issue_page(
            issues,
            order,
            after=query.get("after", ""),
            before=query.get("before", ""),
            size=limit,
            tiers=ranked or (),
            shown=Issue.objects.public().with_record(),
        )
        if page.wrong_cursor:
            raise ValidationError({"after": [_("This cursor is not one of this list.")]})
        return Response(
            {
                "next": _turn(request, "after", page.after),
                "previous": _turn(request, "before", page.before),
                "results": [make_record(issue, site) for issue in page.rows],
            }
        )


class ShowIssue(PublicView):
    """One public issue."""

    takes = ()

    @extend_schema(operation_id="show_issue", responses={200: IssueDetailShape, **REFUSALS, 404: MISSING})
    def get(self, request: Request, number: int) -> Response:
        """The issue with everything that its page shows; 404 where it is not public."""
        issues = Issue.objects.public().with_timeline().select_related("story__page", "joined_to")
        issue = issues.filter(pk=number).first()
        if issue is None:
            raise NotFound
        words = sort_evidence(issue)
        return Response(
            {
                **make_record(issue, find_site(request)),
                "parties": [
                    {
                        "role": party.role,
                        "name": show_party(party, issue),
                        "agency": party.agency_id,
                        "quotations": _tell_all(quote_all(words.parties[party.pk])),
                    }
                    for party in issue.parties.all()
                ],
                "timeline": [_tell_line(line, issue) for line in tell_timeline(issue, words)],
                "evidence": {name: _tell_all(quote_all(found)) for name, found in words.fields.items()},
            }
        )


def _read_order(name: str):
    if name not in ORDERS:
        raise ValidationError({"order": [_("There is no such order.")]})
    return ORDERS[name]


def _read_limit(request: Request) -> int:
    text = request.query_params.get("limit", str(PAGE_SIZE))
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST):
        raise ValidationError({"limit": [_("A number from 1 to %(most)s.") % {"most": MOST}]})
    return int(text)


def _turn(request: Request, side: str, cursor: str) -> str | None:
    if not cursor:
        return None
    query = request.query_params.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query[side] = cursor
    return f"{find_site(request)}{request.path}?{query.urlencode()}"


def _tell_line(line: Line, issue: Issue) -> Record:
    return {
        "kind": line.event.kind,
        "happened": line.event.happened or None,
        "recorded_at": timezone.localtime(line.event.recorded_at),
        "agency": _name_agency(line.event, issue),
        "text": show(line.event.text, issue),
        "status": line.event.to_status or None,
        "quotations": _tell_all(line.quotations),
    }


def _name_agency(event: Event, issue: Issue) -> str | None:
    return show_agency(event.agency) if event.agency else show(event.agency_name, issue) or None


def _tell_all(quotations: list[Quotation]) -> list[Record]:
    return [
        {
            "quoted": " … ".join(text for text, is_quoted in quotation.pieces if is_quoted),
            "context": "".join(text for text, _is_quoted in quotation.pieces),
            "publication": show(quotation.page.publication) or None,
            "printed_on": quotation.page.published,
        }
        for quotation in quotations
    ]
