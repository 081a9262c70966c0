"""A form that is sent twice has one effect: whoever lost the answer and sends again gets the first result."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone

from portal.workflow.models import Receipt

FIELD = "once"  # the hidden input that {% once %} writes into a form
NOT_CONTENT = ("csrfmiddlewaretoken",)
KEPT_FOR = timedelta(days=30)
SWEEP_EVERY = 256


class AlreadyDone(Exception):
    """This very form was sent before and had its effect; nothing is done again."""

    def __init__(self, receipt: Receipt) -> None:
        when = timezone.localtime(receipt.created_at)
        self.address = receipt.address
        self.message = (
            f"Yêu cầu này đã được ghi nhận lúc {when:%H:%M} ngày {when.day}/{when.month}/{when.year}, "
            "hệ thống không ghi thêm lần nữa."
        )
        super().__init__(self.message)


def key_of(request: HttpRequest) -> str:
    """Digest of the person, the address, the form's token and all that was sent; "" for a form without a token.

    The content counts too: a page reached by the Back button carries its old token, and what is typed there anew is
    a new request.
    """
    if not request.POST.get(FIELD):
        return ""
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    whole = json.dumps([request.user.pk, request.path, sent], ensure_ascii=False)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


@contextmanager
def once(request: HttpRequest, *, to: str) -> Iterator[None]:
    """The transaction of a form's effect: `with once(request, to=address): actions.…`. Raises AlreadyDone.

    The receipt is the first row of the transaction, so that the second of two equal forms waits here for the first;
    when the action refuses, the receipt goes with it and the form may be sent again.
    """
    with transaction.atomic():
        key = key_of(request)
        if key:
            _leave_receipt(key, request.user, to)
        yield


def _leave_receipt(key: str, by: Any, address: str) -> None:
    try:
        with transaction.atomic():
            receipt = Receipt.objects.create(key=key, person=by, address=address)
    except IntegrityError as error:
        found = Receipt.objects.of_key(key)
        if found is None:
            raise
        raise AlreadyDone(found) from error
    if receipt.pk % SWEEP_EVERY == 0:  # a table that grows by one small row per form needs no job of its own
        Receipt.objects.older_than(timezone.now() - KEPT_FOR).delete()


class SentOnce:
    """Mixin of views that write with `once`: a form sent again is answered with the first result.

    It stands behind the guard of permissions: `class Page(PermissionRequired, SentOnce, View)`.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self._look_for_receipt(request)
            return super().dispatch(request, *args, **kwargs)
        except AlreadyDone as repeat:
            messages.info(request, repeat.message)
            return HttpResponseRedirect(repeat.address)

    def _look_for_receipt(self, request: HttpRequest) -> None:
        """Before the form is judged: it may no longer fit what its own first sending has made of the report."""
        key = key_of(request) if request.method == "POST" else ""
        found = Receipt.objects.of_key(key) if key else None
        if found:
            raise AlreadyDone(found)
