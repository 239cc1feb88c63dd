"""Rows for tests, made through the real actions, so that each is one that the application could have made."""

import hashlib
from datetime import date
from itertools import count

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from issues.actions import (
    NewEvent,
    NewEvidence,
    NewIssue,
    NewLetter,
    NewParty,
    move_issue,
    open_issue,
    publish_issue,
    receive_letter,
)
from issues.choices import AgencyKind, DivisionLevel, EventKind, LetterKind, Role, Status, StoryKind
from issues.matters import weigh_terms
from issues.models import Agency, Category, Division, Issue, IssueTerm, Letter, Page, Photo, Story
from issues.workflow import may_move, needs_reason

_number = count(1)

PAGE = """海棠里小区每天早上停水
市民来电：住在七楼要提水上楼

　　本报讯 连日来，云河市城东区海棠里小区的居民向本报反映，小区每天早上六点到九点停水，已经持续半个月。
　　居民周女士说，家里有老人和小孩，只好头天晚上用桶接水。多位居民的说法与她一致。
　　12月3日，记者来到小区，看到三栋楼下的加压泵没有运转。云河市水务集团的工作人员表示，泵房的电机烧坏，需要更换。
　　该工作人员承诺，12月10日前换好电机，恢复全天供水。城东区住建局表示将督促物业公司落实。
"""
"""A page of our own: no paper has printed it."""


def make_category(code="water", name="供水", group="公用事业", **fields) -> Category:
    defaults = {"name": name, "name_en": code.title(), "group": group, "group_en": "Utilities", **fields}
    return Category.objects.get_or_create(code=code, defaults=defaults)[0]


def make_division(code="990102", name="城东区", level=DivisionLevel.COUNTY, parent=None) -> Division:
    if parent is None and level == DivisionLevel.COUNTY:
        parent = make_division(code[:4] + "00", "云河市", DivisionLevel.PREFECTURE)
    return Division.objects.get_or_create(
        code=code, defaults={"name": name, "level": level, "parent": parent}
    )[0]


def make_agency(name="城东区住建局", kind=AgencyKind.BUREAU, division=None) -> Agency:
    return Agency.objects.get_or_create(name=name, defaults={"kind": kind, "division": division})[0]


def make_page(text=None, publication="云河晚报", published=date(2025, 12, 4)) -> Page:
    """A page with `text`; without it the page above, made different by a last line, since a page comes only once."""
    text = f"{PAGE}\n（版面{next(_number)}）\n" if text is None else text
    return Page.objects.create(
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        file_name=f"page-{next(_number)}.txt",
        publication=publication,
        published=published,
    )


def mark_asides(page: Page) -> None:
    """The first lines of the page as blocks that tell no story, one of each kind, across the words of its evidence."""
    at = 0
    kinds = ("furniture", "advert", "caption", "continuation", "jump")
    for kind, line in zip(kinds, filter(None, page.text.splitlines()), strict=False):
        start = page.text.index(line, at)
        at = start + len(line)
        page.blocks.append([kind, start, at])
    page.save()


def make_story(page=None, headline="海棠里小区每天早上停水", kind=StoryKind.PROBLEM, position=None) -> Story:
    page = page or make_page()
    position = page.stories.count() if position is None else position
    return Story.objects.create(
        page=page, position=position, headline=headline, kind=kind, spans=[[0, len(page.text)]]
    )


def find_spans(page: Page, words: str) -> list[list[int]]:
    """Where `words` first stand on the page. Raises ValueError where they do not."""
    start = page.text.index(words)
    return [[start, start + len(words)]]


def new_issue(story: Story, **fields) -> NewIssue:
    """What a reading of PAGE would hand over; `fields` replace parts of it."""
    page = story.page
    known = page.text.startswith(PAGE)
    told = {
        "title": "海棠里小区每天早上停水",
        "summary": "小区每天早上六点到九点停水，已经持续半个月。",
        "category": make_category(),
        "district": make_division(),
        "place": "海棠里小区",
        "printed_status": Status.IN_PROGRESS,
        "dates": {"reported": "2025-12-04", "promised": "2025-12-10"},
        "story": story,
        "position": story.issues.count(),
        "evidence": [NewEvidence("title", find_spans(page, page.text[:8]), because=["停水"])],
    }
    if known:
        told["parties"] = [NewParty("城东区住建局", Role.RESPONSIBLE, find_spans(page, "城东区住建局"))]
        told["events"] = [
            NewEvent(
                EventKind.PROMISE,
                "12月10日前换好电机",
                find_spans(page, "该工作人员承诺，12月10日前换好电机，恢复全天供水。"),
                happened="2025-12-03",
                agency_name="云河市水务集团",
            )
        ]
        told["evidence"].append(NewEvidence("place", find_spans(page, "海棠里小区"), because=["小区"]))
    return NewIssue(**{**told, **fields})


def make_draft(story=None, **fields):
    """A draft as the reading leaves it."""
    return open_issue(new_issue(story or make_story(), **fields))


def make_issue(status=Status.IN_PROGRESS, *, story=None, by=None, reason="已核实", **fields):
    """An issue with `status`, which went through publishing; see make_draft for drafts."""
    issue, by = make_draft(story, **fields), by or make_user()
    direct = may_move(Status.DRAFT, status) and not needs_reason(Status.DRAFT, status)
    first = status if direct else Status.REPORTED
    publish_issue(issue, by=by, status=first, enter_responsible=True)
    if not direct:
        move_issue(issue, status, by=by, reason=reason)
    issue.refresh_from_db()
    return issue


LETTER = "海棠里小区又停水了，从周一早上停到现在。\n我叫周大明，电话13985012345。"


def make_letter(kind=LetterKind.PROBLEM, text=LETTER, place="海棠里小区", **fields) -> Letter:
    """A letter from a reader, waiting."""
    new = NewLetter(kind, form_key=f"form {next(_number)}", text=text, place=place, **fields)
    return receive_letter(new)[0]


def make_photo() -> Photo:
    """A picture without a letter."""
    photo = Photo(width=4, height=3)
    photo.file.save("photo.jpg", ContentFile(b"\xff\xd8\xff"), save=True)
    return photo


def make_bare_issue(status=Status.IN_PROGRESS, title="没有出处的问题") -> Issue:
    """A row as nothing but old data or a shell would leave it: no category, agency, place, page, story or words."""
    return Issue.objects.create(
        title=title, status=status, changed_at=timezone.now(), published_at=timezone.now()
    )


def make_user(group=None, *, username=None, **fields) -> User:
    """Somebody of the desk; `group` is the name of a group that the migrations made."""
    user = User.objects.create_user(
        username or f"editor-{next(_number)}", password="a long enough password", is_staff=True, **fields
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def store_told(messages) -> list[tuple[Issue, object]]:
    """Many drafts at once, each from (key, title, text): what joining asks of them and no more. Returns (draft, key)."""
    messages = list(messages)
    texts = [f"{title}\n\n{body}\n" for _key, title, body in messages]
    pages = Page.objects.bulk_create(
        Page(text=text, sha256=hashlib.sha256(f"{n}{text}".encode()).hexdigest(), file_name=f"{n}.txt")
        for n, text in enumerate(texts)
    )
    stories = Story.objects.bulk_create(
        Story(page=page, position=1, kind=StoryKind.PROBLEM, spans=[[0, len(page.text)]]) for page in pages
    )
    drafts = Issue.objects.bulk_create(
        Issue(title=title[:80], story=story, spans=story.spans, changed_at=timezone.now())
        for (_key, title, _body), story in zip(messages, stories, strict=True)
    )
    _copy_terms(
        (term, draft.pk, weight)
        for draft in drafts
        for term, weight in weigh_terms(draft.title, draft.story.page.text).items()
    )
    return [(draft, key) for draft, (key, _title, _body) in zip(drafts, messages, strict=True)]


def _copy_terms(rows) -> None:
    """(term, issue, weight) into the index, the quickest way that the database has: there are twenty an issue."""
    table = f"{IssueTerm._meta.db_table} (term, issue_id, weight)"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {table} VALUES (%s, %s, %s)", rows)  # noqa: S608 - names of our own
            return
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
