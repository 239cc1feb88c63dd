"""Who asks, where a proxy stands in front of the site."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings as django_settings
from django.test import Client, RequestFactory
from django.urls import reverse

from civictrack.proxy import find_client

PROXY = "127.0.0.1"


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("", PROXY),
        ("nobody", PROXY),
        ("203.0.113.7, ", PROXY),
    ],
)
def test_client_is_whom_the_proxy_saw(forwarded, client):
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=PROXY)
    assert find_client(request) == client


def guess(address):
    headers = {"x-forwarded-for": f"198.51.100.1, {address}"}
    told = {"username": "审核员", "password": "猜的密码"}
    return Client(headers=headers).post(reverse("admin:login"), told, REMOTE_ADDR=PROXY).status_code


def test_one_who_guesses_behind_a_proxy_does_not_lock_the_others_out(db, settings):
    settings.AXES_CLIENT_IP_CALLABLE = "civictrack.proxy.find_client"
    answers = [guess("203.0.113.7") for _attempt in range(django_settings.AXES_FAILURE_LIMIT)]
    assert answers[-1] == 429
    assert guess("203.0.113.8") == 200
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"203.0.113.7", "203.0.113.8"}
