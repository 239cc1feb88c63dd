"""What was read and why, for a person: each story with its verdict and cues, each field with its words."""

from __future__ import annotations

from collections.abc import Iterable

from issues.reading.shapes import Draft, Finding, PageReading, Spans, StoryReading, quote


def explain_page(reading: PageReading, file: str) -> str:
    """A plain text of many lines; `file` names the page."""
    lines = [f"{file}  {reading.publication or ''} {reading.published or ''}".rstrip()]
    for story in reading.stories:
        lines.extend(_story(reading.text, story))
    return "\n".join(lines) + "\n"


def _story(text: str, story: StoryReading) -> Iterable[str]:
    verdict = story.verdict
    yield f"\n■ {story.story.headline or '（无标题）'}  [{verdict.kind} {verdict.score:.2f}]"
    yield from (f"  ＋ {cue}" for cue in verdict.cues_for)
    yield from (f"  － {cue}" for cue in verdict.cues_against)
    for draft in story.drafts:
        yield from _draft(text, draft)
    if story.batch:
        yield from (f"  批次 {key}：{value}" for key, value in story.batch.figures.items())
        yield from (f"  ！ {warning}" for warning in story.batch.warnings)
    yield from (f"  数字 {figure.what} {figure.value} {figure.unit}" for figure in story.figures)


def _draft(text: str, draft: Draft) -> Iterable[str]:
    yield f"  ● {draft.title}{'（一笔带过）' if draft.mention else ''}"
    fields = {"类别": draft.category, "区县": draft.district, "地点": draft.place, "状态": draft.status}
    for name, finding in (*fields.items(), *draft.dates.items()):
        if finding:
            yield _field(text, name, finding)
    for body in draft.agencies:
        yield f"    {body.role}：{body.name}  {_words(text, body.spans)}  {'；'.join(body.because)}"
    yield from (f"    {note.date or '——'} {note.kind} {note.text}" for note in draft.notes)


def _field(text: str, name: str, finding: Finding) -> str:
    return f"    {name}：{finding.value}  {_words(text, finding.spans)}  {'；'.join(finding.because)}"


def _words(text: str, spans: Spans) -> str:
    return "、".join(f"“{quote(text, [span])}”@{span.start}" for span in spans[:4])
