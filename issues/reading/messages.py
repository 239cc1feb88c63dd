"""One message of a board or hotline, with or without its reply: a story that is a problem because somebody wrote it."""

from __future__ import annotations

from dataclasses import replace

from issues.reading.drafting import TITLE_LENGTH, draft_issue
from issues.reading.learned import NOTHING, Learned
from issues.reading.parts import Part
from issues.reading.shapes import Block, PageReading, Span, Story, StoryReading, Verdict
from issues.reading.telling import read_telling
from issues.reading.text import fold

_VERDICT = Verdict("problem", 1.0, ("是留言板、热线里的一条留言",))


def read_message(
    text: str,
    *,
    publication: str | None = None,
    published: str | None = None,
    learned: Learned = NOTHING,
) -> PageReading:
    """Read one message, its title on the first line: one story, one draft, whatever it tells of.

    `published` is the day on which it was written. The message's own title is the draft's: a citizen wrote it.
    """
    whole = (Span(0, len(text)),)
    blocks = (Block("body", whole[0]),)
    headline = text.split("\n", 1)[0].strip()
    story = Story(headline or None, blocks, whole, body=whole)
    telling = read_telling(fold(text), story)
    drafts = ()
    if telling.passage.sentences:
        part = Part(telling, tuple(range(len(telling.zones))))
        draft = draft_issue(text, part, published=published, sure=_VERDICT.score, learned=learned)
        drafts = (replace(draft, title=headline[:TITLE_LENGTH] or draft.title),)
    return PageReading(text, publication, published, (StoryReading(story, _VERDICT, drafts),), blocks)
