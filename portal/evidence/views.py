"""Sending a file of evidence to whoever may see what it is evidence of."""

import logging
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = EvidenceFile.objects.visible_to(request.user).with_id(kwargs["pk"])
        if file is None:
            raise Http404("Không có tệp này.")
        content = _intact(file)
        if content is None:
            page = {"file": file, "breadcrumb": [("Minh chứng", "")]}
            return render(request, "evidence/unreadable.html", page, status=HTTPStatus.GONE)
        answer = HttpResponse(content, content_type=KINDS[file.kind].content_type, headers=HEADERS)
        answer["Content-Disposition"] = content_disposition_header(True, file.name)
        return answer


def _intact(file: EvidenceFile) -> bytes | None:
    """The bytes that were handed in (at most 10 MB); None, with a line in the log, when they are gone or altered."""
    try:
        with storage.open_kept(str(file.stored_as)) as stream:
            content = stream.read()
    except OSError as error:
        logger.error("evidence %s cannot be read: %s", file.pk, error)
        return None
    if sha256(content).hexdigest() != file.sha256:
        logger.error("evidence %s is not what was handed in: its SHA-256 differs", file.pk)
        return None
    return content
