"""Who may enter: an account in the group 单位 whose membership names an agency. Everybody else is sent away."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from ..models import Membership


def find_membership(user: AbstractUser) -> Membership | None:
    """Whom this account answers for; None for staff, for citizens and where the desk has taken the right away."""
    if not user.is_authenticated or user.is_staff or not user.has_perm("issues.answer_membership"):
        return None
    return Membership.objects.select_related("agency").filter(user=user).first()


def for_members(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view with `membership` behind the request: 403 for any other account, the sign-in for nobody."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("issues:office_login"))
        membership = find_membership(request.user)
        if membership is None:
            raise PermissionDenied
        return view(request, membership, *args, **kwargs)

    return guarded
