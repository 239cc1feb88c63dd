"""The figures that are counted ahead are those that the page shows."""

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issues.tasks import count_figures_ahead

from . import make


def ask_figures(client) -> tuple[dict, int]:
    with CaptureQueriesContext(connection) as queries:
        context = client.get(reverse("issues:figures")).context
    return context, len(queries)


def test_figures_counted_ahead_are_not_counted_for_a_visitor(client, db):
    make.make_issue()
    cache.clear()
    _, alone = ask_figures(client)
    cache.clear()
    count_figures_ahead()
    context, ahead = ask_figures(client)
    assert context["tally"].received == 1
    assert ahead <= alone - 6


def test_they_are_counted_anew_before_they_run_out(client, db):
    count_figures_ahead()
    make.make_issue()
    assert ask_figures(client)[0]["tally"].received == 0
    count_figures_ahead()
    assert ask_figures(client)[0]["tally"].received == 1
