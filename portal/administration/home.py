"""The administrator's first page: what an installation still lacks, in order, and all tools."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from indicators.models import Indicator
from portal.accounts.access import PermissionRequired
from portal.accounts.models import User
from portal.accounts.roles import Permission, Role
from portal.periods.models import Period
from portal.units.models import AdminUnit
from portal.workflow.models import Submission
from resolutions.models import Document

NO_ACCOUNT_YET = "Chỉ mới có tài khoản quản trị; cán bộ nhập liệu và lãnh đạo duyệt phải là hai tài khoản khác nhau."
TRY_OUT = "Muốn xem thử hệ thống với văn bản và số liệu của hai báo cáo thật: chạy “python manage.py load_demo”."


@dataclass(frozen=True)
class Step:
    """One thing that must be there before officials can report, and what to do while it is not."""

    name: str
    is_done: bool
    advice: str
    url: str
    action: str


# (name, whether it is there, advice while it is missing, URL name, words of the link)
STEPS: tuple[tuple[str, Callable[[], bool], str, str, str], ...] = (
    (
        "Đơn vị hành chính", lambda: AdminUnit.objects.exists(),
        "Tải mẫu “Danh mục đơn vị hành chính”, điền tỉnh và các xã, tải tệp lên, xem trước rồi xác nhận.",
        "imports:start", "Nhập danh mục đơn vị",
    ),
    (
        "Kỳ báo cáo", lambda: Period.objects.exists(),
        "Trên máy chủ chạy “python manage.py make_periods” kèm năm: kỳ và ngày nghỉ của năm được tạo cùng lúc.",
        "administration:holidays", "Xem ngày nghỉ",
    ),
    (
        "Tài khoản cán bộ, lãnh đạo", lambda: User.objects.exclude(role=Role.ADMIN).exists(), NO_ACCOUNT_YET,
        "administration:person_new", "Thêm tài khoản",
    ),
    (
        "Văn bản", lambda: Document.objects.exists(),
        TRY_OUT,
        "resolutions:document_list", "Mở sổ văn bản",
    ),
    (
        "Chỉ tiêu", lambda: Indicator.objects.exists(),
        TRY_OUT,
        "indicators:indicator_list", "Mở danh mục chỉ tiêu",
    ),
    (
        "Báo cáo đang mở", lambda: Submission.objects.exists(),
        "Báo cáo của một đơn vị mở ra khi có chỉ tiêu giao cho đơn vị và kỳ báo cáo.",
        "indicators:entry_list", "Mở danh sách báo cáo",
    ),
)  # fmt: skip

# (section, ((name, URL name, what it is for), …))
TOOLS = (
    ("Số liệu", (
        ("Nhập từ Excel", "imports:start", "Tải mẫu, tải tệp lên, xem trước từng dòng rồi xác nhận."),
        ("Chất lượng số liệu", "desk:quality", "Số báo cáo khác số tính lại, phần lớn hơn tổng thể, số liệu cũ…"),
        ("Toàn vẹn dữ liệu", "desk:integrity", "Chỉ tiêu chưa ai phụ trách, mục tiêu ngoài giai đoạn của văn bản…"),
    )),
    ("Đơn vị và lịch", (
        ("Sắp xếp đơn vị, cơ quan", "desk:reorganisation_list", "Đổi tên, sáp nhập, điều chuyển: hoàn tác được."),
        ("Ngày nghỉ", "administration:holidays", "Ngày nghỉ lễ, tết của từng năm; hạn nộp bước qua các ngày này."),
        ("Đơn vị hành chính", "units:unit_list", "Danh sách đơn vị tại một ngày, nguồn gốc và đơn vị kế tục."),
    )),
    ("Người dùng và nhật ký", (
        ("Tài khoản", "administration:people", "Thêm, khóa tài khoản, đổi vai trò, đặt mật khẩu một lần."),
        ("Nhật ký sự kiện", "admin:history_event_changelist", "Ai đã làm gì, lúc nào; không sửa, không xóa được."),
    )),
)  # fmt: skip


def first_steps() -> list[Step]:
    """What an installation needs, in order. One query each."""
    return [Step(name, is_there(), advice, reverse(url), action) for name, is_there, advice, url, action in STEPS]


class AdministrationHome(PermissionRequired, TemplateView):
    """What is still to be filled in, and the tools of administrators."""

    permission = Permission.ADMINISTER
    template_name = "administration/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = first_steps()
        return super().get_context_data(
            steps=steps,
            open_steps=sum(not step.is_done for step in steps),
            tools=[(title, [(name, reverse(url), text) for name, url, text in tools]) for title, tools in TOOLS],
            breadcrumb=[("Quản trị", "")],
            **kwargs,
        )
