"""A page's text in, stories and issue drafts out: the only door of the reader. Plain Python, no clock, no network."""

from __future__ import annotations

from datetime import date

from issues.reading.batches import find_rows, read_batch
from issues.reading.blocks import find_blocks
from issues.reading.drafting import draft_issue
from issues.reading.figures import read_figures
from issues.reading.learned import NOTHING, Learned
from issues.reading.mentions import find_mentions
from issues.reading.messages import read_message
from issues.reading.parts import Part, find_briefs, find_parts
from issues.reading.problems import judge_story
from issues.reading.shapes import Draft, PageReading, Row, Story, StoryReading, Verdict
from issues.reading.stories import find_stories
from issues.reading.telling import Telling, read_row, read_telling
from issues.reading.text import fold

__all__ = ["read_message", "read_page", "read_story"]


_BATCH = Verdict("batch", 1.0, ("是成批交办、登记的举报和诉求",))

_BRIEFS = Verdict("problem", 0.5, ("逐条列出几处的问题",))


def read_page(
    text: str,
    *,
    publication: str | None = None,
    published: str | None = None,
    learned: Learned = NOTHING,
) -> PageReading:
    """Read one page: lines to blocks, blocks to stories, each story to a verdict and its drafts.

    `published` is YYYY-MM-DD; without it years are XXXX. `learned` is what an installation
    has taught itself (learned.load_learned). Same input, same output; raises ValueError for a date
    that is none, and for nothing else.
    """
    _check_date(published)
    folded = fold(text)
    blocks = find_blocks(text)
    stories = tuple(
        read_story(text, folded, story, published=published, learned=learned)
        for story in find_stories(text, blocks)
    )
    return PageReading(text, publication, published, stories, blocks)


def _check_date(published: str | None) -> None:
    try:
        date.fromisoformat(published or "2000-01-01")
    except ValueError:
        raise ValueError(f"{published} is no date; write it as 2025-12-05") from None


def read_story(
    text: str, folded: str, story: Story, *, published: str | None, learned: Learned = NOTHING
) -> StoryReading:
    """One story, step by step: batch, figures, verdict, problems, drafts. Each step may find nothing."""
    rows = find_rows(text, story)
    batch = read_batch(text, story, rows, published=published)
    telling = read_telling(folded, story)
    if batch or rows:
        drafts = _draft_rows(text, folded, telling, rows, published, learned)
        drafts = drafts or _draft_items(text, telling, published, learned) or find_mentions(text, telling)
        return StoryReading(story, _BATCH, drafts, batch=batch)
    verdict = judge_story(telling, learned.verdict)
    parts = find_parts(telling) if verdict.kind == "problem" else find_briefs(telling)
    if not parts:
        figures = read_figures(text, story)
        verdict = Verdict(
            "figures" if figures else "other", verdict.score, verdict.cues_for, verdict.cues_against
        )
        return StoryReading(story, verdict, find_mentions(text, telling), figures=figures)
    drafts = tuple(
        draft_issue(text, part, published=published, sure=verdict.score, learned=learned) for part in parts
    )
    return StoryReading(story, verdict if verdict.kind == "problem" else _BRIEFS, drafts)


def _draft_rows(
    text: str, folded: str, lead: Telling, rows: tuple[Row, ...], published: str | None, learned: Learned
) -> tuple[Draft, ...]:
    drafts = []
    for row in rows:
        telling = read_row(folded, lead.story, row)
        if telling.passage.sentences:
            part = Part(telling, tuple(range(len(telling.zones))), row=row, lead=lead)
            drafts.append(draft_issue(text, part, published=published, sure=0.9, learned=learned))
    return tuple(drafts)


def _draft_items(text: str, telling: Telling, published: str | None, learned: Learned) -> tuple[Draft, ...]:
    """A batch told in paragraphs: its items, where it has any."""
    parts = find_parts(telling)
    return tuple(
        draft_issue(text, part, published=published, sure=0.8, learned=learned)
        for part in parts
        if len(parts) > 1
    )
