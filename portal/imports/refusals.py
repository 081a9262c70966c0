"""Why a file is not taken in, in words that say what to do next."""

from portal.vietnamese.errors import quoted

_SAVE_AGAIN = "Hãy mở bằng Excel, chọn Lưu thành (Save As) loại Excel Workbook (.xlsx) rồi gửi lại."
_SAVE_CSV = "Trong Excel hãy chọn Lưu thành (Save As) loại “CSV UTF-8 (Comma delimited)” rồi gửi lại."
_TRIM = "Hãy xóa các dòng, cột trống và định dạng thừa ngoài bảng số liệu rồi lưu và gửi lại."
_SPLIT = "Hãy chia tệp thành nhiều tệp nhỏ hơn rồi gửi từng tệp."
_VALUES_ONLY = "Hãy chép bảng số liệu sang một tệp mới (dán dạng giá trị), lưu loại .xlsx rồi gửi lại."

# code: what is wrong, what to do
REASONS: dict[str, tuple[str, str]] = {
    "empty_file": ("Tệp {name} rỗng, không có nội dung.", "Hãy kiểm tra tệp gốc, lưu lại rồi gửi."),
    "file_too_large": ("Tệp {name} lớn hơn mức cho phép (20 MB).", "Hãy xóa hình ảnh, chia nhỏ tệp rồi gửi lại."),
    "wrong_extension": ("Tệp {name} không phải loại .xlsx, .xls, .ods hoặc .csv.", _SAVE_AGAIN),
    "wrong_content": ("Tên tệp là {name} nhưng nội dung là {found}.", _SAVE_AGAIN),
    "damaged": ("Tệp {name} bị hỏng hoặc tải lên chưa trọn vẹn.", _SAVE_AGAIN),
    "password": (
        "Tệp {name} có mật khẩu nên không đọc được.",
        "Hãy mở tệp, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ) rồi lưu và gửi lại.",
    ),
    "old_excel": ("Tệp {name} là Excel quá cũ (trước 1997) hoặc Excel .xls mang đuôi khác.", _SAVE_AGAIN),
    "macro": ("Tệp {name} có macro (chương trình nhúng) nên không được nhận.", _SAVE_AGAIN),
    "doctype": ("Tệp {name} có khai báo DOCTYPE mà tệp Excel thật không có, nên không được nhận.", _SAVE_AGAIN),
    "external_link": (
        "Tệp {name} có liên kết tới tệp hoặc nguồn dữ liệu bên ngoài.",
        "Trong Excel vào Dữ liệu > Chỉnh sửa liên kết > Ngắt liên kết, lưu lại; hoặc dán dạng giá trị sang tệp mới.",
    ),
    "unsafe_member": ("Tệp {name} chứa thành phần có tên không hợp lệ hoặc trùng nhau.", _SAVE_AGAIN),
    "too_many_members": ("Tệp {name} có quá nhiều thành phần bên trong (tối đa 500).", _VALUES_ONLY),
    "bomb": ("Tệp {name} khi giải nén lớn bất thường nên không được nhận.", _VALUES_ONLY),
    "too_many_rows": ("Trang {sheet} có hơn 100.000 dòng, kể cả dòng trống.", _TRIM),
    "too_many_columns": ("Trang {sheet} có dữ liệu ở cột {column}, quá 200 cột.", _TRIM),
    "too_many_cells": ("Tệp {name} có quá nhiều ô (tối đa 2.000.000), kể cả ô trống có định dạng.", _TRIM),
    "too_wide": ("Trang {sheet} có các ô dữ liệu cách nhau quá xa.", _TRIM),
    "no_sheet": (
        "Tệp {name} không có trang tính nào đang hiện và có dữ liệu.",
        "Hãy bỏ ẩn trang cần nhập rồi gửi lại.",
    ),
    "unknown_sheet": ("Tệp {name} không có trang tính {sheet}.", "Hãy chọn một trong các trang: {choices}."),
    "binary_text": ("Tệp {name} không phải văn bản CSV.", _SAVE_CSV),
    "wrong_encoding": ("Tệp {name} có chỗ không đúng bảng mã nên chữ tiếng Việt không đọc được.", _SAVE_CSV),
    "bad_csv": ("Không tách được dòng {row} của tệp {name} thành các ô.", _SAVE_CSV),
    "no_delimiter": ("Tệp {name} không có dấu ; hoặc , ngăn cách các cột.", _SAVE_CSV),
    "long_cell": ("Tệp {name} có ô dài hơn 32.767 ký tự.", "Hãy rút gọn ô đó rồi gửi lại."),
    "too_heavy": ("Đọc tệp {name} tốn quá nhiều bộ nhớ nên đã dừng lại.", _SPLIT),
    "too_slow": ("Đọc tệp {name} quá lâu nên đã dừng lại.", _SPLIT),
    "unreadable": ("Không đọc được tệp {name}.", _SAVE_AGAIN),
    "not_allowed": (
        "Tài khoản này không được nhập số liệu nên tệp {name} không được đọc.",
        "Dùng tài khoản cán bộ nhập liệu hoặc quản trị.",
    ),
    "other_report": (
        "Tệp {name} là biểu của đơn vị mã {unit}, kỳ {period}, không phải của báo cáo này.",
        "Hãy mở đúng báo cáo rồi gửi tệp ở đó, hoặc tải lại biểu của báo cáo này.",
    ),
    "other_period": (
        "Tệp {name} có dòng của kỳ khác: {rows}. Báo cáo này là của {period}.",
        "Hãy xóa các dòng đó, hoặc gửi tệp ở báo cáo của kỳ ấy.",
    ),
    "old_template": (
        "Tệp {name} là biểu của phiên bản cũ, cột có thể đã khác.",
        "Hãy tải lại biểu, chép số sang rồi gửi lại.",
    ),
    "busy": ("Hệ thống đang đọc nhiều tệp khác.", "Hãy đợi một phút rồi gửi lại tệp {name}."),
    "no_header": (
        "Không tìm thấy dòng tiêu đề trong 30 dòng đầu của trang {sheet}.",
        "Bảng cần có các cột: {columns}. Hãy tải tệp mẫu và giữ nguyên dòng tiêu đề.",
    ),
    "missing_columns": (
        "Dòng tiêu đề (dòng {row}) của trang {sheet} thiếu cột: {columns}.",
        "Hãy thêm cột còn thiếu hoặc bỏ ẩn cột đó rồi gửi lại.",
    ),
    "duplicate_columns": (
        "Dòng tiêu đề (dòng {row}) của trang {sheet} có hai cột cùng nghĩa “{column}”: {first} và {second}.",
        "Hãy xóa hoặc đổi tên một trong hai cột rồi gửi lại.",
    ),
}
_QUOTED = ("name", "sheet")


class FileRefused(Exception):
    """A file that is not taken in: `code` for machines, `message` and `remedy` in Vietnamese for the person."""

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.code = code
        self.message = message
        self.remedy = remedy


def refusal(code: str, **facts: object) -> FileRefused:
    """The refusal of a code in REASONS, with file, sheet, column or row filled in."""
    shown = {key: quoted(str(value)) if key in _QUOTED else value for key, value in facts.items()}
    message, remedy = REASONS[code]
    return FileRefused(code, message.format(**shown), remedy.format(**shown))
