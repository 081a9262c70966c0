"""The page of evidence: what stands beside a cell or the whole report; who enters figures adds and takes away."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from indicators.attachments import Place, address, place_of
from indicators.views.entry import ReportPage
from portal.accounts.access import require
from portal.accounts.roles import Permission
from portal.evidence.actions import attach, detach, reuse
from portal.evidence.forms import OFFERED, AttachForm, ReuseForm
from portal.evidence.models import Attachment, EvidenceFile
from portal.evidence.rules import EvidenceRefused

TOO_LARGE = "Tệp lớn hơn mức cho phép 10 MB nên không được nhận. Giảm cỡ ảnh hoặc tách tệp rồi gửi lại."
BETWEEN = ("closed", "already", "gone")  # somebody or something came between: 409, not a fault of what was sent


class Evidence(ReportPage):
    """Files beside the report, or beside the cell that the address names."""

    template_name = "indicators/evidence.html"
    title = "Minh chứng"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self._place: Place | None = None

    @property
    def place(self) -> Place:
        """The cell or report at the address. Raises Http404 where the report asks for no such indicator."""
        if self._place is None:
            self._place = place_of(self.report, self.kwargs.get("indicator", ""), self.request.user)
        if self._place is None:
            raise Http404("Báo cáo không có chỉ tiêu này.")
        return self._place

    @property
    def offered(self) -> list[EvidenceFile]:
        """Files that the unit has already, read only for who may choose one."""
        return list(EvidenceFile.objects.kept_at(self.report.unit_id)[:OFFERED]) if self.may_write else []

    @property
    def may_write(self) -> bool:
        """Whether the person adds and takes away evidence here, now."""
        return self.is_entering and self.place.is_theirs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place, offered = self.place, self.offered
        listed = Attachment.objects.of_report(self.report)
        if place.code:
            listed = listed.of_cell(place.subject.series_id)
        rows = list(listed)
        forms = {"form": AttachForm(), "kept": ReuseForm(files=offered)} if self.may_write else {}
        found = super().get_context_data(
            **{**forms, **kwargs}, place=place, may_write=self.may_write, offered=offered,
            rows=[row for row in rows if row.is_active], taken_away=[row for row in rows if not row.is_active],
        )  # fmt: skip
        if place.code:
            page = [(self.title, address(self.report)), (place.subject.label, "")]
            found["breadcrumb"] = [*found["breadcrumb"][:-1], *page]
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request.user, Permission.ENTER)
        if not self.place.is_theirs:
            raise PermissionDenied(
                "Chỉ tiêu này do cơ quan khác phụ trách, cơ quan khác không thêm, gỡ minh chứng được."
            )
        if "detach" in request.POST:
            return self.taking_away(request.POST["detach"])
        return self.reusing() if request.POST.get("action") == "reuse" else self.attaching()

    def attaching(self) -> HttpResponse:
        """A new file beside the cell or report."""
        request = self.request
        refusal = TOO_LARGE if getattr(request, "upload_refusal", "") else ""
        form = AttachForm(request.POST, request.FILES, refusal=refusal)
        if not form.is_valid():
            return self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        file, note = form.cleaned_data["file"], form.cleaned_data["note"]
        try:
            made = attach(self.place.subject, file.file, name=file.name, size=file.size, by=request.user, note=note)
        except EvidenceRefused as refused:
            return self.refused(refused, form=form, field="file")
        name = made.file.name
        is_known = made.file.uploaded_at != made.attached_at
        known = f" Đơn vị đã có tệp này (“{name}”), hệ thống dùng lại bản đã lưu." if is_known else ""
        messages.success(request, f"Đã đính kèm “{name}” ({made.file.get_scan_display()}).{known}")
        return redirect(self.place.url)

    def reusing(self) -> HttpResponse:
        """A file that the unit has already."""
        form = ReuseForm(self.request.POST, files=self.offered)
        if not form.is_valid():
            return self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, kept=form)
        chosen, note = form.cleaned_data["kept"], form.cleaned_data["note"]
        try:
            made = reuse(self.place.subject, chosen, by=self.request.user, note=note)
        except EvidenceRefused as refused:
            return self.refused(refused, kept=form, field="kept")
        messages.success(self.request, f"Đã dùng lại tệp “{made.file.name}”.")
        return redirect(self.place.url)

    def taking_away(self, given: str) -> HttpResponse:
        """A file no longer stands here; the row stays."""
        pk = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0
        try:
            gone = detach(self.place.subject, pk, by=self.request.user)
        except EvidenceRefused as refused:
            return self.refused(refused, form=AttachForm({}), field=None)
        if gone is None:
            messages.info(self.request, "Tệp này đã được gỡ trước đó.")
        else:
            messages.success(self.request, f"Đã gỡ “{gone.file.name}”. Lịch sử vẫn được lưu.")
        return redirect(self.place.url)

    def refused(self, refusal: EvidenceRefused, *, field: str | None, **forms: Any) -> HttpResponse:
        """The page again with why: 403 without the right, 409 where something came between, 422 for the file."""
        if refusal.code == "not_allowed":
            raise PermissionDenied(refusal.message) from refusal
        form = next(iter(forms.values()))
        if field is None:
            form.full_clean()
            form.errors.clear()
        self.read_again()
        form.add_error(field, refusal.message)
        is_between = refusal.code in BETWEEN
        return self.answer(HTTPStatus.CONFLICT if is_between else HTTPStatus.UNPROCESSABLE_ENTITY, **forms)
