"""Codes of documents."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.vietnamese.codes import read_code
from portal.vietnamese.errors import ReadingError

from .samples import samples


@pytest.mark.parametrize("case", samples("doc_codes.yaml", "valid"), ids=lambda case: case["raw"])
def test_every_sample_code_is_read(case: dict[str, Any]) -> None:
    assert read_code(case["raw"]).as_json() == {key: value for key, value in case.items() if key != "raw"}


@pytest.mark.parametrize("case", samples("doc_codes.yaml", "invalid"), ids=lambda case: case["raw"])
def test_every_sample_that_is_no_code_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_code(case["raw"])
    assert refusal.value.code == case["error"]
    assert "Hãy" in refusal.value.message


@pytest.mark.parametrize(
    "code",
    [
        "38-KH/HU", "11-CTr/HU", "02-CTr/HU", "30-KH/HU", "46-KH/HU", "09-NQ/TU", "23-NQ/TW", "52-NQ/TW",
        "03-NQ/ĐU", "07-CTr/ĐU", "15-KH/ĐU", "12-KL/TU", "08-CT/TU", "17-QyĐ/TU", "01-QC/HU", "20-ĐA/TU", "24-TTr/ThU",
        "12-TB/VPTU", "09-BC/UBKTHU", "123-QĐNS/TW", "12-CV/BCSĐ", "02-NQ/QU", "12-KH/ĐUUBND",
        "73/KH-UBND", "42/KH-UBND", "230/KH-UBND", "06/QĐ-TTg", "12/CT-TTg", "15/BC-SKHĐT", "28/KH-UBMTTQ", "05/PA-SCT",
        "99/GM-UBND", "04/CĐ-TTg", "123/UBND-KTTH", "1234/SCT-QLCN", "123/TTg-KTTH",
        "21/2025/NQ-HĐND", "30a/2008/NQ-CP", "12/2022/TTLT-BTC-BNV", "01/2025/L-CTN", "202/2025/QH15",
        "02/2022/UBTVQH15", "12-KH/XYZ", "12/KH-XYZ",
    ],
)  # fmt: skip
def test_a_canonical_code_is_left_as_it_is_without_a_warning(code: str) -> None:
    read = read_code(code)
    assert (read.canonical, read.warnings) == (code, ())


@pytest.mark.parametrize(
    ("text", "canonical", "warnings"),
    [
        ("Nghị Quyết 52-NQ/TW", "52-NQ/TW", ("normalised",)),
        ("Kế hoạch số 73/KH-UBND.", "73/KH-UBND", ("normalised",)),
        ("03-nq/du", "03-NQ/ĐU", ()),
        ("5-NQ/TU", "05-NQ/TU", ()),
        ("5-ttr/thu", "05-TTr/ThU", ()),
        ("166/nq-hdnd", "166/NQ-HĐND", ()),
        ("05–NQ/TU", "05-NQ/TU", ("normalised",)),
        ("05 NQ/TU", "05-NQ/TU", ("normalised", "missing hyphen")),
        ("05-NQTU", "05-NQ/TU", ("missing slash",)),
        ("312/KH UBND", "312/KH-UBND", ("missing hyphen",)),
        ("38/KH-HU", "38-KH/HU", ("party code in non-party order",)),
        ("312-KH/UBND", "312/KH-UBND", ("state code in party order",)),
        ("30C/NQ-CP", "30c/NQ-CP", ()),
    ],
)
def test_a_misspelt_code_is_put_right_and_said_to_be(text: str, canonical: str, warnings: tuple[str, ...]) -> None:
    read = read_code(text)
    assert (read.canonical, read.warnings) == (canonical, warnings)


@pytest.mark.parametrize(
    ("code", "kind", "issuer"),
    [
        ("07-CTr/ĐU", "party", "ĐU"),
        ("312/KH-UBND", "state", "UBND"),
        ("21/2025/NQ-HĐND", "state_normative", "HĐND"),
        ("57/2022/QH15", "state_law", "QH15"),
        ("123/UBND-KTTH", "state_letter", "UBND-KTTH"),
    ],
)
def test_party_and_state_are_told_apart(code: str, kind: str, issuer: str) -> None:
    read = read_code(code)
    assert (read.kind, read.issuer) == (kind, issuer)
    assert read.system == ("party" if kind == "party" else "state")


@pytest.mark.parametrize(
    "text",
    [
        "TCVN ISO 9001:2015", "123/HĐND", "12-ABC/TU", "15/2024/ABC-XYZ", "05--NQ/TU", "05-NQ//TU", "37/1022/QĐ-TTg",
        "5 km/h", "5/km-h", "5/xã-phường", "5 TB/xa", "05-NQ/TU và 09-NQ/TU", "05-NQ/TU, ngày 19/8/2021", "NQ05-NQ/TU",
    ],
)  # fmt: skip
def test_what_merely_resembles_a_code_is_refused(text: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_code(text)
    assert refusal.value.code == f"not a document code: {text}"


@pytest.mark.parametrize("text", ["0/KH-UBND", "000-NQ/TU"])
def test_no_document_has_the_number_zero(text: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_code(text)
    assert refusal.value.code == "number zero"


@given(st.text(max_size=40) | st.text(alphabet="0123456789-/ NQTUKHBDĐCPctrhu&", max_size=20))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_a_canonical_code_reads_back_to_itself(text: str) -> None:
    try:
        read = read_code(text)
    except ReadingError as refusal:
        assert refusal.message
    else:
        again = read_code(read.canonical)
        assert (again.canonical, again.warnings) == (read.canonical, ())
