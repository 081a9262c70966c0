"""CSV as Excel and other programs write it; what is none is refused within bounds."""

import time
from pathlib import Path

import pytest

from portal.imports import limits
from portal.imports.preflight import inspect
from portal.imports.preflight.delimited import records
from portal.imports.refusals import FileRefused

TABLE = 'Mã đơn vị;Mã chỉ tiêu;Kỳ;Giá trị\r\n665;DH;2023;"47,78"\r\n'


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        (TABLE, ";"),
        ("\ufeff" + TABLE, ";"),
        ('Mã đơn vị,Mã chỉ tiêu,Kỳ,Giá trị\n665,DH,2023,"47,78"\n', ","),
        ("Huyện Đắk Song, ngày 19 tháng 8\n" + TABLE, ";"),
        ("sep=;\r\n" + TABLE, ";"),
        (TABLE.replace(";", "\t"), "\t"),
    ],
    ids=["semicolon", "byte order mark", "comma", "letterhead with a comma", "sep= of Excel", "tab"],
)
def test_the_delimiter_is_the_one_between_the_headers(tmp_path: Path, content: str, delimiter: str) -> None:
    path = written(tmp_path / "a.csv", content)
    facts = inspect(path, "a.csv")
    assert (facts.kind, facts.delimiter, facts.sheets[0].columns) == ("csv", delimiter, 4)
    cells = [cells for _, cells in records(path, "a.csv", facts.delimiter)]
    assert cells[-2:] == [["Mã đơn vị", "Mã chỉ tiêu", "Kỳ", "Giá trị"], ["665", "DH", "2023", "47,78"]]


def test_a_line_break_in_a_cell_and_a_blank_line_keep_the_row_numbers_of_excel(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", 'a;"b\nb"\n\nc;d\n')
    assert list(records(path, "a.csv", ";")) == [(1, ["a", "b\nb"]), (2, []), (3, ["c", "d"])]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\r\n", "empty_file"),
        (b";;;\r\n;;;\r\n", "empty_file"),
        (("a;b\n" * 60_000 + "Kỳ;").encode() + b"\xff\n", "wrong_encoding"),
        (b"a;b\0c\n", "binary_text"),
        (b"PK\x03\x04", "wrong_content"),
        (b"<html><table>", "wrong_content"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "old_excel"),
        ("Không có cột nào".encode(), "no_delimiter"),
        (b'a;"' + b"x;\n" * 500_000, "bad_csv"),
        (b"a;b\n" + b";" * 19_000_000, "bad_csv"),
        (b"a;b\n" + b'"\n";' * 4_000_000, "bad_csv"),
        (b"a;b\n" + b";" * 250 + b"x\n", "too_many_columns"),
        (b"a;b\n" * 100_031, "too_many_rows"),
        (b"a;b\n" + b"x" * 40_000 + b";\n", "long_cell"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_csv_is_refused_with_a_remedy(tmp_path: Path, content: bytes, code: str) -> None:
    path = written(tmp_path / "a.csv", content)
    started = time.process_time()
    with pytest.raises(FileRefused) as caught:
        inspect(path, "a.csv")
    assert caught.value.code == code
    assert caught.value.remedy
    assert time.process_time() - started < 2


def test_a_hundred_thousand_rows_and_their_header_pass(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "a;b\n" * limits.LAST_ROW)
    assert inspect(path, "a.csv").sheets[0].rows == limits.LAST_ROW
