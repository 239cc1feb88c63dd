"""The field of names that are hidden in public: how it is written, and whom new words bring into it. Saves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..models import Issue, Page, Story
from ..privacy import find_private_names


def join_names(names: Iterable[str]) -> str:
    """Names as the field of hidden names holds them, each once; those that do not fit are left out, whole."""
    listed = ""
    for name in dict.fromkeys(names):
        longer = f"{listed}、{name}" if listed else name
        if len(longer) <= Issue._meta.get_field("hidden_names").max_length:
            listed = longer
    return listed


def find_hidden_names(story: Story) -> str:
    """The private persons whom the story names, as the field lists them; as many as fit."""
    return join_names(_find_private(story.page, story.spans))


def hide_names_beside(issue: Issue, page: Page, spans: Sequence[Sequence[int]]) -> None:
    """Hide whoever is private in the stories that the words at `spans` come from: the words alone may not tell.

    The issue's own story was looked through when it was opened: what an editor has taken out since stays out.
    """
    own = issue.story.spans if issue.story and issue.story.page_id == page.pk else []
    if all(any(begin <= start and end <= stop for begin, stop in own) for start, end in spans):
        return
    others = [story.spans for story in page.stories.all() if _meets(spans, story.spans)]
    names = [name for told in others or [[[0, len(page.text)]]] for name in _find_private(page, told)]
    issue.hidden_names = join_names([*issue.private_names, *names])


def _find_private(page: Page, spans: Iterable[Sequence[int]]) -> list[str]:
    return find_private_names("".join(page.text[start:end] for start, end in spans))


def _meets(some: Iterable[Sequence[int]], others: Iterable[Sequence[int]]) -> bool:
    """Whether a stretch of the one has a sign in common with one of the other."""
    return any(start < stop and begin < end for start, end in some for begin, stop in others)
