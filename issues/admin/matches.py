"""Matches of the directory on the review screen: what is offered beside a field, and what a press of one fills in."""

from __future__ import annotations

from django.http import QueryDict

from ..importing.gazetteer import match_divisions
from ..models import Issue
from .keys import read_key
from .review_form import ReviewForm

FILLED = ("district", "place")


def offer_matches(issue: Issue, form: ReviewForm) -> dict[str, list[tuple[str, str]]]:
    """Field → (value, label) of the divisions that the issue's page names and the field does not hold.

    A town is offered as the place where none is known: what a person or the page says more closely stays.
    """
    if issue.story is None:
        return {}
    matches = match_divisions(issue.story.page, issue.spans or issue.story.spans)
    held = str(form["district"].value() or "")
    districts = [(str(match.division.pk), match.label) for match in matches.districts]
    towns = [(match.division.name, match.division.name) for match in matches.towns]
    return {
        "district": [pair for pair in districts if pair[0] != held],
        "place": [] if form["place"].value() else list(dict.fromkeys(towns)),
    }


def take_match(data: QueryDict) -> QueryDict:
    """The posted data with the match in its field where one was pressed: `do` is match:field:value."""
    pressed, _colon, told = data.get("do", "").partition(":")
    name, _colon, value = told.partition(":")
    if pressed != "match" or name not in FILLED or name == "district" and read_key(value) is None:
        return data
    data = data.copy()
    data[name] = value
    return data
