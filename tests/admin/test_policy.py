"""The Content-Security-Policy: loosened for unfold on the desk's pages, and nowhere else."""

import pytest
from django.test import Client

from .. import make
from .conftest import review_url

pytestmark = pytest.mark.django_db


def policy(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {words[0]: " ".join(words[1:]) for words in (part.split() for part in parts)}


def test_desk_may_evaluate_attributes_but_runs_no_inline_script(reviewer):
    for url in ("/admin/", review_url(make.make_draft()), "/admin/issues/issue/"):
        told = policy(reviewer.get(url))
        assert "'unsafe-eval'" in told["script-src"] and "'unsafe-inline'" not in told["script-src"]
        assert "'unsafe-inline'" in told["style-src"]


def test_login_has_the_desks_policy():
    assert "'unsafe-eval'" in policy(Client().get("/admin/login/"))["script-src"]


def test_public_pages_keep_the_strict_policy():
    told = policy(Client().get("/"))
    assert told["script-src"] == "'self'" and told["style-src"] == "'self'"


def test_our_own_screens_have_no_inline_script(reviewer):
    html = reviewer.get(review_url(make.make_draft())).content.decode()
    assert "<script>" not in html and "onclick=" not in html
