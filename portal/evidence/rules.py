"""Which files are evidence, judged by name and content together; names that are safe to show; pure."""

import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from portal.evidence.archive import office_fault

MEBIBYTE = 1024 * 1024
LONGEST_NAME = 150
HEAD_BYTES = 16


@dataclass(frozen=True)
class Kind:
    """One kind of file: the endings it may have, what its content begins with, how it is sent."""

    code: str
    endings: tuple[str, ...]
    starts: bytes
    content_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", ("pdf",), b"%PDF-", "application/pdf"),
        Kind("docx", ("docx",), b"PK\x03\x04", f"{_OFFICE}.wordprocessingml.document"),
        Kind("xlsx", ("xlsx",), b"PK\x03\x04", f"{_OFFICE}.spreadsheetml.sheet"),
        Kind("jpg", ("jpg", "jpeg"), b"\xff\xd8\xff", "image/jpeg"),
        Kind("png", ("png",), b"\x89PNG\r\n\x1a\n", "image/png"),
    )
}
ALLOWED = "pdf, docx, xlsx, jpg, png"
OFFICE = frozenset({"docx", "xlsx"})
SAVE_ANEW = "Mở tệp, lưu lại rồi gửi lại."

MESSAGES = {
    "no_ending": "Tệp “{name}” không có phần mở rộng. Chỉ nhận: " + ALLOWED + ". Đổi tên cho đúng loại rồi gửi lại.",
    "ending": "Không nhận tệp .{ending} (“{name}”). Chỉ nhận: " + ALLOWED + ". Lưu tệp sang một loại này rồi gửi lại.",
    "empty": "Tệp “{name}” không có nội dung (0 byte). Kiểm tra lại tệp rồi gửi lại.",
    "too_large": "Tệp “{name}” nặng {size}, lớn hơn mức cho phép {limit}. Giảm cỡ ảnh hoặc tách tệp rồi gửi lại.",
    "content": "Nội dung tệp “{name}” không phải .{ending}. Mở tệp bằng đúng phần mềm, lưu sang .{ending} rồi gửi lại.",
    "damaged": "Tệp “{name}” bị hỏng hoặc chưa tải lên hết. " + SAVE_ANEW,
    "not_office": "Tệp “{name}” là tệp nén, không phải tệp .{ending}. Giải nén và gửi từng tệp bên trong.",
    "too_large_inside": "Tệp “{name}” bung ra quá lớn so với mức cho phép. Xóa bớt nội dung, lưu lại rồi gửi lại.",
    "password": "Tệp “{name}” đặt mật khẩu nên người duyệt không mở được. Bỏ mật khẩu, lưu lại rồi gửi lại.",
    "macros": "Tệp “{name}” chứa macro hoặc điều khiển ActiveX. Lưu bản không có macro hoặc in ra PDF rồi gửi lại.",
    "quota": "Đơn vị đã dùng {used} trong {limit} dành cho minh chứng, tệp “{name}” ({size}) không còn chỗ. "
    "Dùng lại tệp đã tải lên, giảm dung lượng tệp, hoặc đề nghị quản trị nâng mức.",
    "infected": "Phần mềm diệt vi-rút phát hiện “{finding}” trong tệp “{name}”. Tệp không được lưu. "
    "Quét máy tính của đồng chí rồi gửi bản sạch.",
    "already": "Tệp “{name}” đã được đính kèm ở đây.",
    "note": "Ghi chú dài quá {limit} ký tự. Rút gọn rồi gửi lại.",
    "gone": "Không còn tệp này trong kho của đơn vị. Tải lại trang rồi chọn tệp khác.",
    "closed": "Báo cáo không còn ở trạng thái được nhập nên không thêm, gỡ minh chứng được. Tải lại trang.",
    "not_allowed": "Tài khoản này không được nhập báo cáo của đơn vị đó.",
}  # fmt: skip


class EvidenceRefused(Exception):
    """The file or the wish was refused, nothing was written; `message` is Vietnamese with the remedy."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.message = MESSAGES[code].format(**facts)
        super().__init__(self.message)


def clean_name(given: str) -> str:
    """The file's own name, to be shown and sent: never a path, no control or direction characters, ≤ 150 characters."""
    text = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    kept = "".join("_" if one in '<>:"|?*' else one for one in text if unicodedata.category(one)[0] != "C")
    kept = " ".join(kept.split()).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        return kept[:LONGEST_NAME] or "tep"
    ending = ending[:10]
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip('. ') or 'tep'}.{ending}"


def ending_of(name: str) -> str:
    """The last ending in lower case, "" where there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def judge(stream: BinaryIO, name: str, *, size: int, limit: int) -> Kind:
    """The kind of the file (its name already clean). Raises EvidenceRefused unless ending and content agree."""
    ending = ending_of(name)
    facts = {"name": name, "ending": ending, "size": in_words(size), "limit": in_words(limit)}
    kind = next((one for one in KINDS.values() if ending in one.endings), None)
    if kind is None:
        raise EvidenceRefused("ending" if ending else "no_ending", **facts)
    if size == 0:
        raise EvidenceRefused("empty", **facts)
    if size > limit:
        raise EvidenceRefused("too_large", **facts)
    stream.seek(0)
    if not stream.read(HEAD_BYTES).startswith(kind.starts):
        raise EvidenceRefused("content", **facts)
    fault = office_fault(stream, size, kind.code) if kind.code in OFFICE else ""
    if fault:
        raise EvidenceRefused(fault, **facts)
    return kind


def check_quota(name: str, *, size: int, used: int, quota: int) -> None:
    """Raise EvidenceRefused when the unit has no room for the file."""
    if used + size > quota:
        raise EvidenceRefused("quota", name=name, size=in_words(size), used=in_words(used), limit=in_words(quota))


def in_words(size: int) -> str:
    """Bytes as people read them: "820 KB", "10 MB", "1,5 MB"."""
    if size < MEBIBYTE:
        return f"{-(-size // 1024)} KB"
    tenths = -(-size * 10 // MEBIBYTE)
    return f"{tenths // 10}{f',{tenths % 10}' if tenths % 10 else ''} MB"
