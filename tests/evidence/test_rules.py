"""Which files are evidence: name and content together."""

from io import BytesIO

import pytest

from portal.evidence import rules
from portal.evidence.rules import EvidenceRefused, clean_name, judge
from tests.evidence.files import EXE, HTML, JPG, PDF, SVG, VBA, office, png, zipped

LIMIT = 10 * 1024 * 1024


def judged(content: bytes, name: str, limit: int = LIMIT) -> str:
    return judge(BytesIO(content), name, size=len(content), limit=limit).code


def refusal(content: bytes, name: str, limit: int = LIMIT) -> EvidenceRefused:
    with pytest.raises(EvidenceRefused) as caught:
        judged(content, name, limit)
    return caught.value


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "Báo cáo 45.pdf", "pdf"),
        (PDF, "BAO CAO.PDF", "pdf"),
        (office("docx"), "bien-ban.docx", "docx"),
        (office("xlsx"), "bieu 01.xlsx", "xlsx"),
        (JPG, "anh.jpg", "jpg"),
        (JPG, "anh.JPEG", "jpg"),
        (png(), "anh.png", "png"),
    ],
)
def test_a_file_whose_ending_and_content_agree_is_evidence(content: bytes, name: str, kind: str) -> None:
    assert judged(content, name) == kind


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (EXE, "bao-cao.pdf", "content"),
        (HTML, "bao-cao.pdf", "content"),
        (SVG, "anh.png", "content"),
        (PDF, "bang.xlsx", "content"),
        (png(), "anh.jpg", "content"),
        (EXE, "bao-cao.pdf.exe", "ending"),
        (SVG, "anh.svg", "ending"),
        (HTML, "trang.html", "ending"),
        (b"\xd0\xcf\x11\xe0" * 100, "cu.doc", "ending"),
        (b"\xd0\xcf\x11\xe0" * 100, "mat-khau.docx", "content"),
        (PDF, "bao-cao", "no_ending"),
        (PDF, ".pdf", "no_ending"),
        (b"", "trong.pdf", "empty"),
        (zipped({"virus.exe": EXE}), "bang.xlsx", "not_office"),
        (office("docx"), "bang.xlsx", "not_office"),
        (office("xlsx")[:-30], "cat-cut.xlsx", "damaged"),
        (b"PK\x03\x04" + bytes(500), "hong.docx", "damaged"),
        (office("xlsx", **{"xl/vbaProject.bin": b"x"}), "macro.xlsx", "macros"),
        (office("xlsx", **{"xl/macrosheets/sheet1.xml": b"x"}), "macro4.xlsx", "macros"),
        (office("docx", **{"word/activeX/activeX1.xml": b"x"}), "nut.docx", "macros"),
        (office("xlsx", types=VBA, **{"xl/picture.bin": b"x"}), "giau.xlsx", "macros"),
        (office("xlsx", types=VBA.decode().encode("utf-16")), "giau16.xlsx", "macros"),
        (office("xlsx", types=VBA.replace(b"P", b"&#80;")), "giau-ma.xlsx", "damaged"),
        (office("xlsx", **{"../../etc/passwd": b"x"}), "duong-dan.xlsx", "damaged"),
        (office("xlsx", **{"xl/big.xml": bytes(11 * 1024 * 1024)}), "bom.xlsx", "too_large_inside"),
        (office("xlsx", **{f"xl/{n}.xml": b"" for n in range(2001)}), "nhieu.xlsx", "too_large_inside"),
    ],
)
def test_a_file_that_pretends_is_refused(content: bytes, name: str, code: str) -> None:
    refused = refusal(content, name)
    assert refused.code == code
    assert name in refused.message or code in ("no_ending",)


def test_without_looking_at_the_content_an_exe_named_pdf_would_get_in(monkeypatch) -> None:
    blind = {code: rules.Kind(code, kind.endings, b"", kind.content_type) for code, kind in rules.KINDS.items()}
    monkeypatch.setattr(rules, "KINDS", blind)
    assert judged(EXE, "bao-cao.pdf") == "pdf"


def test_without_looking_into_the_zip_macros_would_get_in(monkeypatch) -> None:
    monkeypatch.setattr(rules, "office_fault", lambda *given: "")
    assert judged(office("xlsx", **{"xl/vbaProject.bin": b"x"}), "macro.xlsx") == "xlsx"


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    assert judged(PDF, "a.pdf", limit=len(PDF)) == "pdf"
    assert refusal(PDF + b"\n", "a.pdf", limit=len(PDF)).code == "too_large"


def test_a_refusal_says_what_is_wrong_and_what_to_do() -> None:
    assert refusal(EXE, "bao-cao.pdf").message == (
        "Nội dung tệp “bao-cao.pdf” không phải .pdf. Mở tệp bằng đúng phần mềm, lưu sang .pdf rồi gửi lại."
    )
    assert "10 MB" in refusal(PDF + bytes(LIMIT), "a.pdf").message


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\can bo\\Báo  cáo.pdf", "Báo cáo.pdf"),
        ("..", "tep"),
        ("anh\u202egnp.exe", "anhgnp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ('"nháy".pdf', "_nháy_.pdf"),
        ("Bao\u0301 ca\u0301o.pdf", "Baó cáo.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_never_becomes_a_path_nor_a_header(given: str, shown: str) -> None:
    assert clean_name(given) == shown


def test_a_unit_is_told_how_much_room_it_has_used() -> None:
    rules.check_quota("a.pdf", size=50, used=50, quota=100)
    with pytest.raises(EvidenceRefused, match="1 KB") as caught:
        rules.check_quota("a.pdf", size=51, used=50, quota=100)
    assert "Dùng lại tệp đã tải lên" in caught.value.message
