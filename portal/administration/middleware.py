"""What every request and every response passes through."""

import logging
import re
import secrets
from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from portal.administration import views
from portal.administration.outages import is_outage

logger = logging.getLogger("portal.requests")
Responder = Callable[[HttpRequest], HttpResponse]

# A longer or stranger one could write lines of its own into the log.
ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{4,64}")
HEADERS = {
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class RequestId:
    """Give each request a short id that the log, the response and the error page share."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = monotonic()
        request.request_id = self.identify(request)
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id
        level = logging.ERROR if response.status_code >= 500 else logging.INFO
        # The path without its query: what people search for is not for the log.
        logger.log(
            level,
            "%s %s %s %s %d ms",
            request.request_id,
            request.method,
            request.path.encode("unicode_escape").decode("ascii"),
            response.status_code,
            (monotonic() - began) * 1000,
        )
        return response

    @staticmethod
    def identify(request: HttpRequest) -> str:
        """Return the proxy's id where it is acceptable, else a new one that can be read out by telephone."""
        given = request.headers.get("X-Request-Id", "")
        if ACCEPTABLE_ID.fullmatch(given):
            return given
        new = secrets.token_hex(4).upper()
        return f"{new[:4]}-{new[4:]}"


class DatabaseOutage:
    """Answer 503 with Retry-After when the database is away or busy, whoever was asking it."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Other middleware reads the session and the user, and its errors never reach process_exception. Their page
        # is made by views.unexpected; under DEBUG Django sends it with status 500 and without its headers.
        if getattr(request, "outage", False):
            response.status_code = 503
            response["Retry-After"] = views.RETRY_AFTER_SECONDS
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_outage(exception):
            return None
        logger.error("%s %s", views.incident(request), exception, exc_info=exception)
        return views.service_unavailable(request, exception=exception)


class NoNullCharacters:
    """Say 404 to a path with a null character, which PostgreSQL refuses to look up in any column."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return views.not_found(request) if "\x00" in request.path_info else self.get_response(request)


class OwnNotFoundPage:
    """Show our page for an unknown address under DEBUG too, where Django would list all addresses."""

    def __init__(self, get_response: Responder) -> None:
        if not settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            resolve(request.path_info, getattr(request, "urlconf", None))
        except Resolver404 as error:
            return views.not_found(request, exception=error)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return views.not_found(request, exception=exception) if isinstance(exception, Http404) else None


class CachePolicy:
    """Keep pages out of caches unless their view decided otherwise, and close what the portal does not use."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Cache-Control", "no-store, private")
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response
