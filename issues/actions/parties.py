"""Who has a part in an issue: responsible agencies, other roles, and printed names entered into the directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from ..choices import AgencyKind, Role
from ..models import Agency, Issue, Party

PrintedBody = tuple[str, int | None]
"""A body's printed name and its key in the directory, where it has one."""


def tell_change(label: object, before: str, after: str) -> str:
    """One difference in words, as history and timeline show it."""
    return _("%(label)s: %(before)s → %(after)s") % {"label": label, "before": before, "after": after}


def write_responsible(issue: Issue, agencies: Iterable[Agency]) -> list[str]:
    """Make `agencies` the responsible ones of the directory. Those that were so keep their evidence.

    Names that the directory does not know stay: they are the page's word, and only write_roles strikes them.
    Returns what changed, in words.
    """
    agencies = list(agencies)
    parties = list(issue.parties.filter(role=Role.RESPONSIBLE).exclude(agency=None).select_related("agency"))
    wanted, known = {agency.pk for agency in agencies}, {party.agency_id for party in parties}
    if wanted == known:
        return []
    issue.parties.filter(pk__in=[party.pk for party in parties if party.agency_id not in wanted]).delete()
    for agency in agencies:
        if agency.pk not in known:
            Party.objects.update_or_create(
                issue=issue, name=agency.name, role=Role.RESPONSIBLE, defaults={"agency": agency}
            )
    before = "、".join(party.name for party in parties) or "—"
    after = "、".join(agency.name for agency in agencies) or "—"
    return [tell_change(_("Responsible agency"), before, after)]


def write_printed(issue: Issue, bodies: Iterable[tuple[str, Agency | None]]) -> list[str]:
    """Make the bodies (printed name, agency where the directory knows it) the only responsible ones.

    Those that were so keep their row and their evidence. Returns what changed, in words.
    """
    bodies = list(bodies)
    parties = list(issue.parties.filter(role=Role.RESPONSIBLE))
    printed = [(name[:120], agency and agency.pk) for name, agency in bodies]
    old = [(party.name, party.agency_id) for party in parties]
    struck = [party.pk for party, body in zip(parties, old, strict=True) if not is_among(body, printed)]
    added = [body for body, known in zip(bodies, printed, strict=True) if not is_among(known, old)]
    if not struck and not added:
        return []
    issue.parties.filter(pk__in=struck).delete()
    Party.objects.bulk_create(
        Party(issue=issue, name=name[:120], role=Role.RESPONSIBLE, agency=agency) for name, agency in added
    )
    before, after = ("、".join(name for name, _key in names) or "—" for names in (old, printed))
    return [tell_change(_("Responsible agency"), before, after)]


def is_among(body: PrintedBody, bodies: Iterable[PrintedBody]) -> bool:
    """Whether one of `bodies` has the same name or is the same agency of the directory."""
    name, agency = body
    return any(name == other or agency is not None and agency == key for other, key in bodies)


def write_roles(issue: Issue, roles: Mapping[int, str]) -> list[str]:
    """Give parties (by id) another role, or strike those whose role is empty. Returns what changed, in words."""
    told = []
    for party in issue.parties.filter(pk__in=roles):
        role = roles[party.pk]
        if role == party.role:
            continue
        told.append(tell_change(party.name, party.get_role_display(), Role(role).label if role else "—"))
        if not role or issue.parties.filter(name=party.name, role=role).exists():
            party.delete()
        else:
            party.role = role
            party.save(update_fields=["role"])
    return told


def enter_agencies(issue: Issue, parties: Iterable[int]) -> list[str]:
    """Enter the names of these parties (by id) that the directory does not know. Returns what changed, in words."""
    told = []
    for party in issue.parties.filter(agency=None, pk__in=parties):
        party.agency, _created = Agency.objects.get_or_create(
            name=party.name, defaults={"kind": AgencyKind.OTHER, "division": issue.district}
        )
        party.save(update_fields=["agency"])
        told.append(_("Entered into the directory: %s") % party.name)
    return told
