"""The browser reads numbers as the portal does: the same cases through both readers."""

import random
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from indicators.rules import half_up, ratio
from portal.vietnamese.numbers import AmbiguousNumber, ReadingError, read_decimal
from tests.vietnamese.samples import samples

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
CELLS = [
    unicodedata.normalize(case.get("form", "NFC"), str(case["raw"])) for case in samples("cells.yaml", "text_cells")
]
TYPED = [
    "47,78", "47.78", "12.411,986", "12,411.986", "84.053", "91,37%", " 24,54 ", "\u00a024,54\u00a0", "1 234,5", "−3,2",
    "10O,5", "23.194", "1.241", "1,241", "1,234,567", "1.234.567", "1.234,567,8", "0.125", "0,125", "12411.986",
    "012.345", "(12,5)", "(12,5%)", "(12", "5％", "１２,５", "1,5E+10", "#DIV/0!", "#N/A", "Err:502", "Lỗi: 5",
    "abc", "NaN", "Infinity", "-0", "+7", "--5", "- 5", "'05", "", "  ", "12 km", "12 KM", "12 ha", "5 km²",
    "123456789012", "1,23456", "1,50000",
    "1 23", "1 234 567,8", "10l", "1|5", "О5", "5 %", "5 ‰", "1.", ",5", ".5", "1..5", "1,,5", "1.234.56", "1-2", "5*3",
    "2​5", "3\u00ad5", "1\t234", "١٢", "x", "-", "…", "9" * 81,
]  # fmt: skip
DECIMALS = (0, 1, 2)
UNITS = ("", "km", "%", "người")
READ = """async (cases) => { const { read } = await import('/static/js/grid/numbers.js');
return cases.map(([text, decimals, unit]) => read(text, decimals, unit)); }"""
RATIO = """async (cases) => { const { ratio } = await import('/static/js/grid/numbers.js');
return cases.map((one) => ratio(...one, 2, true)); }"""
ROUND = """async (cases) => { const { read, write } = await import('/static/js/grid/numbers.js');
return cases.map(([value, decimals]) => read(write(value, decimals), decimals).value); }"""


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """A window that has the scripts and nothing else; no portal is served."""
    page = browser.new_page()

    def serve(route: Route) -> None:
        name = route.request.url.partition("/static/js/")[2]
        body = (SCRIPTS / name).read_text(encoding="utf-8") if name else "<!doctype html>"
        route.fulfill(body=body, content_type="text/javascript; charset=utf-8" if name else "text/html")

    page.route("**/*", serve)
    page.goto("http://127.0.0.1/")
    yield page
    page.close()


def python_reads(text: str, decimals: int, unit: str) -> tuple[str, Any]:
    """The portal's reading: a value, the two choices, or the code of the refusal."""
    try:
        return "value", read_decimal(text, decimals=decimals, unit=unit).value.normalize()
    except AmbiguousNumber as question:
        return "choices", [choice.normalize() for choice in question.choices]
    except ReadingError as refusal:
        return "code", refusal.code


def differences(page: Page, cases: list[tuple[str, int, str]]) -> list[str]:
    """Where the two readers differ. A unit may be left to the server: {} is no reading at all."""
    found = []
    for case, answer in zip(cases, page.evaluate(READ, cases), strict=True):
        kind, expected = python_reads(*case)
        if not answer:
            if kind == "code" and expected not in ("unit_mismatch", "bad_number", "too_many_digits"):
                found.append(f"{case}: left to the server, which says {expected}")
            continue
        got: Any = answer.get(kind)
        if kind == "value" and got is not None:
            got = Decimal(got).normalize()
        elif kind == "choices" and got is not None:
            got = [Decimal(one).normalize() for one in got]
        if got != expected:
            found.append(f"{case}: {kind} {expected}, the browser {answer}")
    return found


def test_every_case_of_the_domain_is_read_alike(reader: Page) -> None:
    cases = [(text, decimals, unit) for text in CELLS + TYPED for decimals in DECIMALS for unit in UNITS]
    assert differences(reader, cases) == []


def test_numbers_without_a_unit_are_never_left_to_the_server(reader: Page) -> None:
    plain = [text for text in TYPED if python_reads(text, 2, "")[0] != "code"]
    assert len(plain) > 25
    assert all(reader.evaluate(READ, [(text, 2, "") for text in plain]))


def test_texts_of_separators_and_digits_are_read_alike(reader: Page) -> None:
    dice = random.Random(20211004)
    signs, weights = "0123456789.,- ()%O", [4] * 10 + [5, 5, 1, 1, 1, 1, 1, 1]
    texts = ["".join(dice.choices(signs, weights, k=dice.randint(1, 9))) for _ in range(4000)]
    cases = [(text, dice.choice(DECIMALS), dice.choice(UNITS)) for text in texts]
    assert differences(reader, cases) == []


def test_a_reader_that_takes_every_dot_for_decimals_is_found_out(reader: Page) -> None:
    """The negative control."""
    reader.evaluate("window.kept = parseFloat")
    naive = reader.evaluate("cases => cases.map(([text]) => ({value: String(parseFloat(text))}))", [("84.053", 0, "")])
    assert Decimal(naive[0]["value"]) != python_reads("84.053", 0, "")[1]


def test_ratios_are_rounded_half_up_as_on_the_server(reader: Page) -> None:
    dice = random.Random(312)
    hundredths = [Decimal(dice.randint(1, 10**6)) / 100 for _ in range(1000)]
    pairs = [(str(above), str(below)) for above, below in zip(hundredths[::2], hundredths[1::2], strict=True)]
    pairs += [("47.78", "52.29"), ("0", "8"), ("0.5", "100"), ("1.005", "100"), ("-1", "3"), ("99.995", "100")]
    pairs.append(("12345678901.1234", "0.0001"))
    expected = [half_up(ratio(Decimal(above), Decimal(below), percent=True), 2) for above, below in pairs]
    assert [Decimal(one) for one in reader.evaluate(RATIO, pairs)] == expected


def test_what_the_browser_writes_it_reads_back(reader: Page) -> None:
    values = ("1241", "84053", "23194", "1.241", "0.5", "-3.25", "12411.986", "1000", "1234567")
    cases = [(value, decimals) for value in values for decimals in (1, 2)]
    assert reader.evaluate(ROUND, cases) == [value for value, _ in cases]
