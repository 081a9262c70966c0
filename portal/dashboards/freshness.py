"""An unchanged dashboard answers 304: what decides whether it has changed."""

import hashlib

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from portal.history.models import Event


def page_etag(request: HttpRequest, position: int) -> str:
    """Changes with the data, the person, their rights and sign-in, the local day, the release and the address.

    `position` is that of the ledger, read before the data of the page; the shown day follows from these. The sign-in
    belongs to it because forms of a page kept from an older one would be refused.
    """
    user = request.user
    parts = (
        position,
        user.pk,
        user.role,
        user.unit_id,
        request.session.session_key,
        timezone.localdate(),
        settings.RELEASE,
        request.get_full_path(),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def unchanged(request: HttpRequest) -> HttpResponseBase | None:
    """304 where the reader holds the page already; a message that waits to be shown needs a new page.

    One query, none for a reader who holds no page.
    """
    if "If-None-Match" not in request.headers or len(get_messages(request)):
        return None
    etag = page_etag(request, Event.objects.last_position())
    kept = get_conditional_response(request, etag=etag)
    return stamp(kept, etag) if kept else None


def stamp(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """The response with its mark; kept by the reader's browser only, and asked about every time."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
