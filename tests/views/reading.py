"""What the tests of the public pages share: reading a page, and the address of an issue's."""

from django.urls import reverse

from issues.models import Issue

OWN_SCRIPT = '<script src="/static/issues/suggest.js" defer></script>'
"""The one script that a public page loads, from here; any other is somebody's."""


def read(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def page_of(issue: Issue) -> str:
    return reverse("issues:issue", args=[issue.pk])
