"""The desk's menu and first page, which settings.UNFOLD points at. The site itself is desk.py."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from .addresses import DRAFTS, FOLLOW_UPS, LETTERS, PROPOSALS, list_url
from .queue import count_heaps
from .waiting import (
    count_once,
    count_sent_in,
    count_up_to,
    free_drafts,
    open_differences,
    show_count,
    waiting_drafts,
    waiting_follow_ups,
    waiting_letters,
)


def list_menu(request: HttpRequest) -> list[dict]:
    """The side bar, for UNFOLD['SIDEBAR']['navigation']: only what this person may see."""
    return [
        {"title": None, "items": [_item(_("Overview"), "space_dashboard", reverse("admin:index"))]},
        {"title": _("Issues"), "separator": True, "items": _issue_items(request)},
        {"title": _("Readers"), "separator": True, "items": _reader_items(request)},
        {"title": _("Sources"), "separator": True, "items": _source_items(request)},
        {"title": _("Directory"), "separator": True, "items": _model_items(request, _DIRECTORY)},
        {"title": _("People"), "separator": True, "items": _people_items(request)},
    ]


_DIRECTORY = (
    ("agency", "account_balance"),
    ("category", "category"),
    ("division", "map"),
    ("replytemplate", "quickreply"),
)


def _item(title: str, icon: str, link: str, badge: str | None = None, **more) -> dict:
    return {"title": title, "icon": icon, "link": link, "badge": badge, **more}


def _badge(rows) -> str | None:
    count = count_up_to(rows)
    return show_count(count) if count else None


def _issue_items(request: HttpRequest) -> list[dict]:
    if not request.user.has_perm("issues.view_issue"):
        return []
    shown = request.GET.get("status__exact"), request.GET.get("follow_up")
    drafts, follow_ups = shown == ("draft", None), shown == ("draft", "yes")
    at_issues = request.path.startswith(list_url("issue"))
    drafts_waiting = count_once(request, waiting_drafts)
    return [
        _item(
            _("Awaiting review"),
            "rate_review",
            list_url("issue", **DRAFTS),
            drafts_waiting if drafts_waiting != "0" else None,
            active=at_issues and drafts,
        ),
        _item(
            _("Follow-ups to decide"),
            "merge",
            list_url("issue", **FOLLOW_UPS),
            _badge(waiting_follow_ups()),
            badge_variant="warning",
            active=at_issues and follow_ups,
        ),
        _item(
            _("Differences between readings"),
            "difference",
            list_url("difference"),
            _badge(open_differences()),
            badge_variant="warning",
        ),
        *_proposal_items(request),
        _item(
            _("All issues"),
            "inventory_2",
            list_url("issue"),
            active=at_issues and not drafts and not follow_ups,
        ),
    ]


def _proposal_items(request: HttpRequest) -> list[dict]:
    if not request.user.has_perm("issues.view_proposal"):
        return []
    link, count = list_url("proposal", **PROPOSALS), count_sent_in(request)
    badge = count if count != "0" else None
    at_proposals = request.path.startswith(list_url("proposal"))
    return [
        _item(
            _("Sent in by agencies"),
            "move_to_inbox",
            link,
            badge,
            badge_variant="warning",
            active=at_proposals,
        )
    ]


def _reader_items(request: HttpRequest) -> list[dict]:
    if not request.user.has_perm("issues.view_letter"):
        return []
    link = list_url("letter", **LETTERS)
    count = count_once(request, waiting_letters)
    waiting = count if count != "0" else None
    at_letters = request.path.startswith(list_url("letter"))
    return [_item(_("Letters from readers"), "mail", link, waiting, active=at_letters)]


def _source_items(request: HttpRequest) -> list[dict]:
    return _model_items(
        request,
        (
            ("importrun", "upload_file"),
            ("page", "newspaper"),
            ("story", "article"),
            ("batch", "folder_copy"),
            ("boardprofile", "view_column"),
        ),
    )


def _model_items(request: HttpRequest, models) -> list[dict]:
    names = {
        "agency": _("Agencies"),
        "category": _("Categories"),
        "division": _("Divisions"),
        "replytemplate": _("Reply templates"),
        "importrun": _("Imports"),
        "page": _("Pages"),
        "story": _("Stories"),
        "batch": _("Batches"),
        "boardprofile": _("Columns of boards"),
        "membership": _("Agency accounts"),
    }
    return [
        _item(names[model], icon, list_url(model))
        for model, icon in models
        if request.user.has_perm(f"issues.view_{model}")
    ]


def _people_items(request: HttpRequest) -> list[dict]:
    people = ((_("Users"), "person", "user"), (_("Groups"), "group", "group"))
    return [
        _item(title, icon, reverse(f"admin:auth_{model}_changelist"))
        for title, icon, model in people
        if request.user.has_perm(f"auth.view_{model}")
    ] + _model_items(request, [("membership", "badge")])


def fill_dashboard(request: HttpRequest, context: dict) -> dict:
    """What waits for this person, for UNFOLD['DASHBOARD_CALLBACK']."""
    context["heaps"] = count_heaps(request)
    may_review = request.user.has_perm("issues.change_issue")
    context["first_draft"] = free_drafts(request.user).first() if may_review else None
    context["may_import"] = request.user.has_perm("issues.add_importrun")
    return context
