"""Who asks, where a proxy stands in front of the site. Trusts the header only because settings.py asks behind HTTPS."""

from ipaddress import ip_address

from django.http import HttpRequest


def find_client(request: HttpRequest) -> str | None:
    """The address that the proxy itself saw: the last of X-Forwarded-For, for whatever stands before it anybody may
    have sent. Without a readable one, the address of the connection, as Django knows it.
    """
    last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(last))
    except ValueError:
        return request.META.get("REMOTE_ADDR") or None
