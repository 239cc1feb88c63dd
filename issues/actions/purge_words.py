"""Taking private words out of everything that is stored, for good. The one action that overwrites history and pages.

Each sign becomes ＊: no text changes its length, so every span still points at its words. Who did it and why is told on
each issue's internal timeline; what it was is not.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from ..choices import EventKind
from ..models import Evidence, Issue, Page
from ..models.issue import split_names
from .checks import check_reason
from .errors import ActionRefused
from .hidden_names import join_names
from .saving import lock_issue, save_issue
from .stored_words import find_forms, find_rows
from .timeline import quote_page, write_event

STAR = "＊"
SHORTEST, LONGEST = 2, 60
MOST_ROWS = 2000
"""Rows that one purge may change: words that stand in more of them are everybody's."""


@transaction.atomic
def purge_words(issue: Issue, words: str, *, by: AbstractUser | None, reason: str) -> int:
    """Star `words` out wherever they are stored, in all forms that the issue's pages print. Returns the rows changed.

    Raises ActionRefused for words that are too short, too common or not stored, and for a reason that repeats them.
    """
    reason, forms = check_purge(issue, words, reason)
    rows = list(find_rows(forms))
    if not rows:
        raise ActionRefused(_("These words are not stored anywhere."))
    if len(rows) > MOST_ROWS:
        raise ActionRefused(_("These words stand in too many places to be one person's: give more of them."))
    touched = {issue.pk}
    for row, fields in rows:
        _overwrite(row, {field.attname: _star(getattr(row, field.attname), forms) for field in fields})
        touched |= {row.pk} if isinstance(row, Issue) else {getattr(row, "issue_id", None)} - {None}
    touched |= _quote_anew([row for row, _fields in rows if isinstance(row, Page)])
    for number in sorted(touched):
        _tell(number, forms, by, reason)
    return len(rows)


def check_purge(issue: Issue, words: str, reason: str) -> tuple[str, list[str]]:
    """The reason and the forms to look for. Raises ActionRefused where they cannot be taken."""
    reason = check_reason(reason)
    if not SHORTEST <= len("".join(words.split())) <= LONGEST:
        raise ActionRefused(
            _("Give between %(least)s and %(most)s characters.") % {"least": SHORTEST, "most": LONGEST}
        )
    if STAR in words or "*" in words:
        raise ActionRefused(_("Stars hide nobody: type the words as they are stored."))
    forms = find_forms(words, issue)
    if any(form in reason for form in forms):
        raise ActionRefused(_("The reason must not repeat the words: it stays."))
    return reason, forms


def _star(value: object, forms: list[str]) -> object:
    """The same value with each form starred out, inside of JSON too; breaks of lines stay."""
    if isinstance(value, str):
        for form in forms:
            value = value.replace(form, "".join(sign if sign.isspace() else STAR for sign in form))
        return value
    if isinstance(value, list):
        return [_star(one, forms) for one in value]
    if isinstance(value, dict):
        return {_star(key, forms): _star(one, forms) for key, one in value.items()}
    return value


def _overwrite(row: models.Model, changed: dict[str, object]) -> None:
    """Write over what is stored, past every rule: history and pages are never written otherwise.

    Two purged names may look the same where a name must stand once: one more star tells them apart.
    """
    for more in range(5):
        try:
            with transaction.atomic():
                starred = {name: value + STAR * more if more else value for name, value in changed.items()}
                type(row)._base_manager.filter(pk=row.pk).update(**starred)
                return
        except IntegrityError:
            continue
    raise ActionRefused(_("“%s” cannot be overwritten: its name must stand once.") % row._meta.verbose_name)


def _quote_anew(pages: Iterable[Page]) -> set[int]:
    """Quotations that hold a part of the words: the page's own words again. Returns their issues."""
    issues = set()
    for page in pages:
        page.refresh_from_db(fields=["text"])
        for words in Evidence.objects.filter(page=page):
            quote = quote_page(page, words.spans)
            if quote != words.quote:
                words.quote = quote
                words.save(update_fields=["quote"])
            issues.add(words.issue_id)
    return issues


def _tell(number: int, forms: list[str], by: AbstractUser | None, reason: str) -> None:
    """A new version of the issue, the search without the words, and the line that says who and why."""
    issue = lock_issue(number)
    issue.hidden_names = join_names(name for name in split_names(issue.hidden_names) if STAR not in name)
    text = _("Private data purged: %s") % reason
    write_event(issue, EventKind.EDITED, text=text, by=by, internal=True)
    save_issue(issue, by=by, reason=text)
