"""Addresses that go wrong on purpose, so that these tests need no other room."""

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

SECRET = "mat-khau-trong-ma-nguon"


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>Trang</p>")


def dashboard(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>Trang</p>", headers={"Cache-Control": "private, no-cache"})


def figures(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"value": "97.8"})


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


def busy(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def away(request: HttpRequest) -> HttpResponse:
    raise InterfaceError(f"connection already closed {SECRET}")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Tài khoản này chưa được phân quyền xem số liệu của huyện Đắk Song.")


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(SECRET)


def malformed(request: HttpRequest) -> HttpResponse:
    raise BadRequest(SECRET)


def upload(request: HttpRequest) -> HttpResponse:
    """Say what arrived: names and sizes of the files, the fields, and the sentence of refusal."""
    return JsonResponse(
        {
            "files": {name: file.size for name, file in request.FILES.items()},
            "fields": request.POST.dict(),
            "refusal": getattr(request, "upload_refusal", ""),
        }
    )


VIEWS = [page, dashboard, figures, broken, busy, away, forbidden, missing, suspicious, malformed, upload]
urlpatterns = [path(f"{view.__name__}/", view) for view in VIEWS] + [path("", include("portal.administration.urls"))]
handler400 = "portal.administration.views.bad_request"
handler403 = "portal.administration.views.permission_denied"
handler404 = "portal.administration.views.not_found"
handler500 = "portal.administration.views.server_error"


class SessionStore:
    """Stands for the middleware that reads the session: fails before any view is reached."""

    def __init__(self, get_response: object) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> None:
        raise OperationalError("could not connect to server")
