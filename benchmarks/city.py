"""A made-up city in the database, as large as a benchmark wants: some thousands of issues, then copies of them in SQL."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from issues.choices import (
    AgencyKind,
    DivisionLevel,
    EventKind,
    ProposalKind,
    ProposalState,
    Role,
    Status,
    StoryKind,
)
from issues.models import Agency, Category, Division, Event, Evidence, Issue, Page, Party, Proposal, Story
from issues.search import find_pairs, normalise, spell

from .stories import make_stories

ORIGINALS = 10_000
"""Written through the models, each with a text of its own; everything beyond is a copy with other days."""
COPIED = (Page, Story, Issue, Party, Event, Evidence, Issue.history.model, Proposal)
_EACH = {Event: 2, Evidence: 4}
"""Rows of an issue, where it has more than one: how far the keys of a copy move on."""
_STATUSES = {
    Status.DRAFT: 6, Status.REPORTED: 20, Status.ACCEPTED: 8, Status.IN_PROGRESS: 30,
    Status.RESOLVED: 20, Status.VERIFIED: 8, Status.STALLED: 3, Status.REOPENED: 2, Status.UNFOUNDED: 3,
}  # fmt: skip


def build_city(issues: int) -> None:
    """Fill an empty database with so many issues (a multiple of ORIGINALS), each with page, story, parties, events."""
    call_command("load_seeds", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    times = issues // ORIGINALS
    if connection.vendor == "postgresql":
        _hurry()
    with transaction.atomic():
        _write_originals()
        _copy_words(times)
        for model in COPIED if times > 1 else ():
            _copy_rows(model, times)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
            cursor.execute(statement)
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _hurry() -> None:
    """Copies keep every foreign key true: checking twenty million of them one by one would take longer than all else."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '1GB'")


def _write_originals() -> None:
    chance = random.Random(3)  # noqa: S311 - repeatable, no secret
    where = list(Division.objects.filter(level=DivisionLevel.COUNTY, code__startswith="52").order_by("code"))
    agencies = list(Agency.objects.exclude(kind=AgencyKind.COMPANY).order_by("pk"))
    categories = list(Category.objects.order_by("pk"))
    told = list(islice(make_stories(ORIGINALS), ORIGINALS))
    pages = Page.objects.bulk_create(
        Page(
            text=f"{title}\n\n{body}\n", sha256=f"{key:064d}", file_name=f"{key}.txt",
            publication=f"云河{chance.choice(['日报', '晚报', '都市报'])}", published=_day(chance),
        )
        for key, title, body in told
    )  # fmt: skip
    stories = Story.objects.bulk_create(
        Story(page=page, position=1, kind=StoryKind.PROBLEM, spans=[[0, len(page.text)]]) for page in pages
    )
    rows = zip(told, stories, strict=True)
    issues = Issue.objects.bulk_create(
        _make_issue(chance, one, story, where, categories) for one, story in rows
    )
    _write_parts(chance, issues, agencies)


def _make_issue(chance, told, story: Story, where: list[Division], categories: list[Category]) -> Issue:
    key, title, body = told
    status = chance.choices(list(_STATUSES), list(_STATUSES.values()))[0]
    changed = timezone.now() - timedelta(minutes=chance.randrange(2_000_000))
    day = story.page.published if chance.random() < 0.9 else None
    due = day + timedelta(days=30) if day and chance.random() < 0.2 else None
    follows = (
        chance.randrange(1, key) if status == Status.DRAFT and key > 100 and chance.random() < 0.1 else None
    )
    return Issue(
        follows_id=follows, title=title, summary=body[:80], status=status, printed_status=status, story=story, spans=story.spans,
        category=chance.choice(categories), district=where[int(len(where) * chance.random() ** 3)],
        place=title[:8], place_key=title[:8], reported_on=day, reported=str(day or ""), due_on=due,
        promised=str(due or ""), returned=status == Status.REOPENED, confidence=round(chance.random(), 3),
        changed_at=changed, opened_at=changed, published_at=None if status == Status.DRAFT else changed,
        sources=1 + (key % 7 == 0) + (key % 50 == 0),
        resolved_on=day if status in {Status.RESOLVED, Status.VERIFIED} else None,
    )  # fmt: skip


def _write_parts(chance, issues: list[Issue], agencies: list[Agency]) -> None:
    chosen = [agencies[int(len(agencies) * chance.random() ** 2)] for _issue in issues]
    parties = Party.objects.bulk_create(
        Party(issue=issue, agency=agency, name=agency.name, role=Role.RESPONSIBLE)
        for issue, agency in zip(issues, chosen, strict=True)
    )
    events = Event.objects.bulk_create(
        Event(
            issue=issue, kind=kind, text=issue.summary[:30], happened_on=issue.reported_on, story=issue.story
        )
        for issue in issues
        for kind in (EventKind.FINDING, EventKind.RESULT)
    )
    Evidence.objects.bulk_create(
        Evidence(
            issue=issue, page=issue.story.page, field=field, spans=[[0, 8]], quote=issue.story.page.text[:8]
        )
        for issue in issues
        for field in ("title", "place")
    )
    _write_words(issues, parties, events)
    _write_proposals(issues[::50], chosen[::50])
    history = Issue.history.model
    history.objects.bulk_create(_remember(history, issue) for issue in issues)


def _write_words(issues: list[Issue], parties: list[Party], events: list[Event]) -> None:
    """What the page says of each body and of each first line of the timeline."""
    rows = zip(issues, parties, events[::2], strict=True)
    Evidence.objects.bulk_create(
        Evidence(
            issue=issue, page=issue.story.page, field=field, spans=[[0, 8]], quote=issue.title[:8], **link
        )
        for issue, party, event in rows
        for field, link in (("responsible", {"party": party}), ("event", {"event": event}))
    )


def _write_proposals(issues: list[Issue], agencies: list[Agency]) -> None:
    """What agencies have sent in; one in ten still waits."""
    Proposal.objects.bulk_create(
        Proposal(
            issue=issue, agency=agency, kind=ProposalKind.REPLY, text="已安排人员到现场处理，三天内完成。",
            state=ProposalState.APPROVED if number % 10 else ProposalState.WAITING,
        )
        for number, (issue, agency) in enumerate(zip(issues, agencies, strict=True))
    )  # fmt: skip


def _remember(history: type[models.Model], issue: Issue) -> models.Model:
    kept = {field.attname: getattr(issue, field.attname) for field in history.tracked_fields}
    return history(**kept, history_date=issue.changed_at, history_type="+")


def _day(chance) -> date:
    return timezone.localdate() - timedelta(days=chance.randrange(1400))


# --- Copies -------------------------------------------------------------------------------------------------------


def _copy_rows(model: type[models.Model], times: int) -> None:
    """Each row `times` times in all: keys moved on, days moved back, texts as they are."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_copy_value(model, field) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} "  # noqa: S608 - names of our own
            f"FROM {model._meta.db_table} t CROSS JOIN {_NUMBERS}",
            [times - 1],
        )


_NUMBERS = (
    "(WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < %s) SELECT k FROM n) copies"
)
_SHIFT = {
    ("sqlite", "DateField"): "date({0}, '-' || k || ' days')",
    (
        "sqlite",
        "DateTimeField",
    ): "strftime('%%Y-%%m-%%d %%H:%%M:%%f000', {0}, '-' || (k * 701) || ' seconds')",
    ("postgresql", "DateField"): "{0} - k",
    ("postgresql", "DateTimeField"): "{0} - k * interval '701 seconds'",
}


def _copy_value(model: type[models.Model], field: models.Field) -> str:
    name = f't."{field.column}"'
    kind = field.get_internal_type()
    if field.column == "sha256":
        return f"k || '-' || substr({name}, 20)"
    if field.primary_key or field.name == "event":
        return f"{name} + k * {_EACH.get(field.related_model or model, 1) * ORIGINALS}"
    if field.related_model in COPIED or _is_key_of_issue(model, field):
        return f"{name} + k * {ORIGINALS}"
    return _SHIFT.get((connection.vendor, kind), "{0}").format(name)


def _is_key_of_issue(model: type[models.Model], field: models.Field) -> bool:
    """The history keeps the issue's key in a plain column."""
    return model is Issue.history.model and field.column == "id"


def _copy_words(times: int) -> None:
    """The search index of the originals, written once and copied; its tree is built at the end, in one go."""
    texts = [
        (issue.pk, normalise(f"{issue.title}\n{issue.summary}\n{issue.place}"))
        for issue in Issue.objects.public()
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = "INSERT INTO issue_words (rowid, pairs) VALUES (%s, %s)"
            cursor.executemany(sql, _spell_copies(texts, times))
            return
        cursor.execute("DROP INDEX issue_words_pairs")
        with cursor.copy("COPY issue_words (issue_id, words, pairs) FROM STDIN") as copy:
            for key, text in texts:
                copy.write_row([key, text, sorted({*find_pairs(text), *text})])
        if times > 1:
            cursor.execute(
                "INSERT INTO issue_words (issue_id, words, pairs) "
                f"SELECT issue_id + k * {ORIGINALS}, words, pairs FROM issue_words CROSS JOIN {_NUMBERS}",  # noqa: S608
                [times - 1],
            )
        cursor.execute("CREATE INDEX issue_words_pairs ON issue_words USING gin (pairs)")


def _spell_copies(texts: list[tuple[int, str]], times: int) -> Iterator[tuple[int, str]]:
    spelled = [(key, " ".join(map(spell, find_pairs(text)))) for key, text in texts]
    for k in range(times):
        for key, terms in spelled:
            yield key + k * ORIGINALS, terms
