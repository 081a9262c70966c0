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

NO_ACCOUNT_YET = (
    "Chỉ mới có tài khoản quản trị. Điền mẫu “Tài khoản”: cán bộ nhập liệu và lãnh đạo duyệt phải là hai tài khoản "
    "khác nhau; mỗi người mới được cấp mật khẩu dùng một lần."
)
TRY_OUT = "Chỉ muốn xem thử với hai báo cáo thật thì chạy “python manage.py load_demo”."


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
        "Tải mẫu “Danh mục đơn vị hành chính”, điền tỉnh và các xã, tải tệp lên, xem trước rồi xác nhận. "
        "Tiếp theo là mẫu “Danh mục cơ quan”.",
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
        f"Điền nghị quyết, chương trình, kế hoạch vào mẫu “Sổ văn bản”; sau đó nhiệm vụ và dự án. {TRY_OUT}",
        "imports:start", "Nhập sổ văn bản",
    ),
    (
        "Chỉ tiêu", lambda: Indicator.objects.exists(),
        "Điền mẫu “Danh mục chỉ tiêu”, cột “Giao cho” ghi đơn vị phải báo cáo; rồi mẫu “Mục tiêu của văn bản”. "
        f"{TRY_OUT}",
        "imports:start", "Nhập danh mục chỉ tiêu",
    ),
    (
        "Báo cáo đang mở", lambda: Submission.objects.exists(),
        "Chọn kỳ: mỗi đơn vị đã được giao chỉ tiêu có một báo cáo để nhập số liệu.",
        "administration:open_reports", "Mở báo cáo của kỳ",
    ),
)  # fmt: skip

# (section, ((name, URL name, what it is for), …))
TOOLS = (
    ("Số liệu", (
        ("Biểu báo cáo", "administration:forms", "Lập biểu, chọn chỉ tiêu, mở báo cáo của kỳ cho các đơn vị."),
        ("Nhập từ Excel", "imports:start", "Tải mẫu, tải tệp lên, xem trước từng dòng rồi xác nhận."),
        ("Chất lượng số liệu", "desk:quality", "Số báo cáo khác số tính lại, phần lớn hơn tổng thể, số liệu cũ…"),
        ("Toàn vẹn dữ liệu", "desk:integrity", "Chỉ tiêu chưa ai phụ trách, mục tiêu ngoài giai đoạn của văn bản…"),
    )),
    ("Đơn vị và lịch", (
        ("Sắp xếp đơn vị, cơ quan", "desk:reorganisation_list", "Đổi tên, sáp nhập, điều chuyển: hoàn tác được."),
        ("Mở báo cáo của kỳ", "administration:open_reports", "Mỗi đơn vị được giao chỉ tiêu có báo cáo để nhập."),
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
