"""Limits of a session: it ends after a while, and rights are read anew with every request."""

from collections.abc import Callable
from time import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

BEGAN = "began"
LAST_SEEN = "last_seen"
NOTED_EVERY_SECONDS = 60
# What a person who must change the password first can still open.
OPEN_BEFORE_CHANGE = ("accounts:password_change", "accounts:logout")


class SessionLimits:
    """Ends a session that was idle for SESSION_IDLE_SECONDS or is older than SESSION_COOKIE_AGE.

    Its use is noted at most once a minute: writing at each request would make every reader a writer. Each such write
    moves the expiry that Django keeps, so the age is counted from an instant of our own. A password that somebody else
    has set must be changed before anything else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.keep_or_end(request, int(time()))
        if must_change_first(request):
            return redirect("accounts:password_change")
        response = self.get_response(request)
        if request.user.is_authenticated and BEGAN not in request.session:  # has just signed in, which writes anyway
            request.session[BEGAN] = request.session[LAST_SEEN] = int(time())
        return response

    @staticmethod
    def keep_or_end(request: HttpRequest, now: int) -> None:
        """Sign out when a limit is passed, else note the use; seconds since 1970."""
        session = request.session
        began, last = session.get(BEGAN, now), session.get(LAST_SEEN, now)
        if now - last > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
            logout(request)
            return
        if BEGAN not in session:
            session[BEGAN] = now
        if now - last >= NOTED_EVERY_SECONDS or LAST_SEEN not in session:
            session[LAST_SEEN] = now


def must_change_first(request: HttpRequest) -> bool:
    """Whether this page has to wait until the password is changed; never for accounts of the demonstration."""
    user = request.user
    if not user.is_authenticated or not user.must_change_password or user.is_demo:
        return False
    return request.path not in {reverse(name) for name in OPEN_BEFORE_CHANGE}
