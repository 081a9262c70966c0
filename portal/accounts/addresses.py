"""Where a request comes from: the address that failed sign-ins are counted by."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address; behind the trusted proxy the one it wrote last: those before it can be forged."""
    direct = request.META.get("REMOTE_ADDR") or None  # empty on a Unix socket
    if not settings.SECURE_PROXY_SSL_HEADER:  # set only with TRUST_PROXY
        return direct
    return _valid(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()) or direct


def _valid(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None
