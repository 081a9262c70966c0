"""Sending a file of evidence to whoever may see what it is evidence of."""

import logging
from http import HTTPStatus
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.generic import View

from portal.accounts.access import PermissionRequired
from portal.evidence import storage
from portal.evidence.models import EvidenceFile
from portal.evidence.rules import KINDS

logger = logging.getLogger(__name__)
# A browser neither shows the file nor guesses what it is, and whatever opens it all the same runs nothing.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store, private",
}


class File(PermissionRequired, View):
    """The file itself, to save. A stranger's is 404; one whose bytes are gone or altered is a page that says so."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        file = EvidenceFile.objects.visible_to(request.user).with_id(kwargs["pk"])
        if file is None:
            raise Http404("Không có tệp này.")
        fault, stream = "missing", None
        try:
            stream = storage.open_kept(str(file.stored_as))
            fault = "" if storage.digest_of(stream) == file.sha256 else "altered"
        except OSError as error:
            logger.error("evidence %s cannot be read: %s", file.pk, error)
        if fault or stream is None:
            if stream is not None:
                stream.close()
                logger.error("evidence %s is not what was handed in: its SHA-256 differs", file.pk)
            page = {"file": file, "fault": fault, "breadcrumb": [("Minh chứng", "")]}
            return render(request, "evidence/unreadable.html", page, status=HTTPStatus.GONE)
        stream.seek(0)
        content_type = KINDS[file.kind].content_type
        return FileResponse(stream, as_attachment=True, filename=file.name, content_type=content_type, headers=HEADERS)
