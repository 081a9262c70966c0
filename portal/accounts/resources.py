"""The sheet `users`: its columns, one class for both ways. It holds no password, neither in nor out."""

from import_export import resources

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.columns import BriefWidget, SheetField, WordWidget, YesWidget
from portal.units.references import AgencyWidget, UnitWidget


class UserResource(resources.ModelResource):
    """Accounts, known by their user name."""

    username = SheetField("Tên đăng nhập", "username", BriefWidget(150), aliases=("Tài khoản",), required=True)
    full_name = SheetField("Họ tên", "full_name", BriefWidget(150), aliases=("Họ và tên",), required=True)
    position_title = SheetField("Chức vụ", "position_title", BriefWidget(120), aliases=("Chức danh",))
    role = SheetField("Vai trò", "role", WordWidget(Role), aliases=("Quyền",), required=True)
    unit = SheetField("Mã đơn vị", "unit", UnitWidget(), aliases=("Đơn vị",))
    agency = SheetField("Cơ quan", "agency", AgencyWidget(), aliases=("Tên cơ quan", "Phòng, ban"))
    email = SheetField("Email", "email", BriefWidget(254), aliases=("Thư điện tử", "E-mail"))
    locked = SheetField("Khóa", lambda user: not user.is_active, YesWidget(), aliases=("Khóa tài khoản",))
    renewed = SheetField("Cấp lại mật khẩu", lambda user: False, YesWidget(), aliases=("Đặt lại mật khẩu",))

    class Meta:
        model = User
        fields = ("username", "full_name", "position_title", "role", "unit", "agency", "email", "locked", "renewed")
        export_order = fields
