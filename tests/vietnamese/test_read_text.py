"""The command that reads lines."""

import io
import json
import unicodedata
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from portal.vietnamese.management.commands.read_text import json_line, spoken_line


def _run(monkeypatch: pytest.MonkeyPatch, lines: bytes, *arguments: str) -> list[str]:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(lines)))
    printed = io.StringIO()
    call_command("read_text", *arguments, stdout=printed)
    return printed.getvalue().splitlines()


def test_every_line_gives_one_object_blank_ones_included(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = _run(monkeypatch, "23,194 km\n\n84.053 người\r\nO5".encode(), "--as", "cell", "--json")
    assert [json.loads(line) for line in printed] == [
        {"kind": "number", "value": 23.194, "unit": "km", "warnings": ["ambiguous_three_decimals"]},
        {"error": "empty"},
        {"kind": "number", "value": 84053, "unit": "người", "warnings": []},
        {"error": "bad_number"},
    ]


def test_codes_and_dates_are_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = _run(monkeypatch, "\ufeff05 - NQ/TU\n".encode(), "--as", "code", "--json")
    assert json.loads(code)["canonical"] == "05-NQ/TU"
    (day,) = _run(monkeypatch, "ngày 19/8/2021\n".encode(), "--as", "date", "--json")
    assert json.loads(day) == {"iso": "2021-08-19"}


def test_decomposed_letters_read_like_composed_ones() -> None:
    for subject, text in (("cell", "Chưa đạt"), ("code", "312/KH"), ("date", "năm 2021")):
        assert json_line(subject, unicodedata.normalize("NFD", text).encode()) == json_line(subject, text.encode())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("23,194 km", '"value": 23.194,'),
        ("12.411,986 tỷ đồng", '"value": 12411986000000,'),
        ("0,1", '"value": 0.1,'),
        ("99999999999,9999", '"value": 99999999999.9999,'),
        ("102,51km/199,70km", '"denominator": 199.7,'),
    ],
)
def test_numbers_are_printed_digit_by_digit(text: str, number: str) -> None:
    assert number in json_line("cell", text.encode())


def test_letters_are_printed_as_letters() -> None:
    assert "người" in json_line("cell", "84.053 người".encode())


def test_bytes_that_are_no_utf8_are_an_error_of_their_line_only() -> None:
    assert json.loads(json_line("cell", b"\xff\xfe5")) == {"error": "bad_encoding"}


@pytest.mark.parametrize(
    ("subject", "text", "spoken"),
    [
        ("cell", "dưới 1MW", "Giá trị: 1; Đơn vị tính: MW; Mức: dưới"),
        ("cell", "0", "Giá trị: 0"),
        ("cell", "47.78", "Giá trị: 47,78 (lưu ý: dấu chấm được đọc là dấu thập phân)"),
        ("cell", "Quý III/2023", "Kỳ: Quý III/2023"),
        ("date", "5/3/2020", "Ngày: ngày 05 tháng 3 năm 2020"),
    ],
)
def test_without_json_a_person_reads_a_sentence(subject: str, text: str, spoken: str) -> None:
    assert spoken_line(subject, text.encode()) == spoken


def test_a_person_is_told_why_a_line_was_refused() -> None:
    assert "“O”" in spoken_line("cell", b"O5")


def test_an_unknown_subject_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError):
        _run(monkeypatch, b"", "--as", "poem")
