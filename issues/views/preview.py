"""The public page of a draft before it is public, for whoever may see the draft at the desk. Saves nothing."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..actions import imagine_published
from ..models import Issue
from .issue import describe_issue


@never_cache
@require_safe
def preview_issue(request: HttpRequest, number: int) -> HttpResponse:
    """The draft as its page will show it once it is published; what is no draft is not found, or has its own page."""
    if not admin.site.has_permission(request):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if not (request.user.has_perm("issues.view_issue") or request.user.has_perm("issues.change_issue")):
        raise PermissionDenied
    drafts = Issue.objects.drafts().with_timeline().select_related("story__page", "joined_to")
    draft = get_object_or_404(drafts, pk=number)
    published = imagine_published(draft)
    response = render(
        request, "issues/preview.html", {**describe_issue(draft, [published]), "is_preview": True}
    )
    response["X-Robots-Tag"] = "noindex"
    return response
