"""How often one address, and everybody together, may do what costs us or others something. The API's limiter, for pages."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle, SimpleRateThrottle

EVERYBODY = "all"


class Limit(SimpleRateThrottle):
    """One rate of settings.CIVICTRACK_LIMITS, counted for `who`."""

    def __init__(self, scope: str, who: str):
        self.scope, self.who = scope, who
        super().__init__()

    def get_rate(self) -> str:
        """Read at each asking: an operator's rate is a setting, not a constant."""
        return settings.CIVICTRACK_LIMITS[self.scope]

    def get_cache_key(self, request, view):
        """A cache key without anything that people typed in it."""
        return self.cache_format % {"scope": self.scope, "ident": self.who}


def find_wait(request: HttpRequest, *scopes: str, who: str = "") -> int:
    """Count this request under each of `scopes`; 0 where it may go on, else the seconds to wait.

    `who` is what is counted; without it the client's address, and EVERYBODY for scopes whose name ends in `_all`.
    The first scope that is full ends the asking: what is refused costs the others nothing.
    """
    for scope in scopes:
        counted = EVERYBODY if scope.endswith("_all") else who or find_address(request)
        limit = Limit(scope, counted)
        if not limit.allow_request(request, None):
            return max(1, round(limit.wait() or 1))
    return 0


def find_address(request: HttpRequest) -> str:
    """Whom to count: an IPv4 address, or the /64 that one IPv6 household has."""
    address = BaseThrottle().get_ident(request)
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)
