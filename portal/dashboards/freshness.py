"""An unchanged dashboard answers 304: what decides whether it has changed."""

import hashlib
import tomllib

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from portal.history.models import Event

RELEASE: str = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def page_etag(request: HttpRequest) -> str:
    """Changes with the data, the person, their rights and sign-in, the local day, the release and the address.

    One query. The shown day follows from these. The sign-in belongs to it because forms of a page kept from an older
    one would be refused.
    """
    user = request.user
    parts = (
        Event.objects.last_position(),
        user.pk,
        user.role,
        user.unit_id,
        request.session.session_key,
        timezone.localdate(),
        RELEASE,
        request.get_full_path(),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def unchanged(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """304 where the reader holds the page already; a message that waits to be shown needs a new page."""
    return None if len(get_messages(request)) else get_conditional_response(request, etag=etag)


def stamp(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """The response with its mark; kept by the reader's browser only, and asked about every time."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
