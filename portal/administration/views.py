"""Probes for the load balancer, and the pages shown when something went wrong."""

import sys
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.views import View

from portal.administration.outages import is_busy, is_outage

PLAIN = "text/plain; charset=utf-8"
RETRY_AFTER_SECONDS = 5


@method_decorator(login_not_required, name="dispatch")
class Healthz(View):
    """Says that the process lives; asks nothing else, so that a lost database does not restart it."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", content_type=PLAIN, headers={"Cache-Control": "no-store"})


@method_decorator(login_not_required, name="dispatch")
class Readyz(View):
    """Says whether requests can be served: the database answers and has all migrations."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        obstacle = obstacle_to_serving()
        return HttpResponse(
            obstacle or "ready",
            status=503 if obstacle else 200,
            content_type=PLAIN,
            headers={"Cache-Control": "no-store"} | ({"Retry-After": RETRY_AFTER_SECONDS} if obstacle else {}),
        )


def obstacle_to_serving() -> str:
    """Return in Vietnamese what keeps the portal from serving, or the empty string."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        require_migrations()
    except Error:
        return "Chưa sẵn sàng: không kết nối được cơ sở dữ liệu."
    except LookupError:
        return "Chưa sẵn sàng: cơ sở dữ liệu còn migration chưa chạy."
    return ""


@cache  # once all are applied, only new code can bring more; an error is not kept
def require_migrations() -> None:
    """Raises LookupError while migrations wait: a half-migrated server takes no traffic."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError("migrations are not applied")


def incident(request: HttpRequest) -> str:
    """The number that a person reads out to the help desk."""
    return getattr(request, "request_id", "")


def self_contained(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """Render an error page that needs no session, user, database or manifest of static files."""
    context |= {"incident": incident(request), "static_url": settings.STATIC_URL}
    html = render_to_string(f"errors/{status}.html", context)
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store, private"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 in Vietnamese."""
    return self_contained(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show the reason that the refusing code gave in Vietnamese, else that the right is missing."""
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with a way back."""
    return render(request, "errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain an outdated form; Django's own reason is for developers and stays in the log."""
    return render(request, "errors/403.html", {"outdated_form": True}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error of the code; Django calls this while the exception is being handled."""
    return unexpected(request, sys.exception())


def unexpected(request: HttpRequest, exception: BaseException | None) -> HttpResponse:
    """500, or 503 when the database is at fault."""
    if is_outage(exception):
        request.outage = True  # portal.administration.middleware.DatabaseOutage makes it a 503 in any case
        return service_unavailable(request, exception=exception)
    return self_contained(request, 500)


def service_unavailable(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """503 that says when to try again and that nothing typed is lost."""
    response = self_contained(request, 503, busy=is_busy(exception), repeatable=request.method == "POST")
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response
