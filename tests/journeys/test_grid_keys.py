"""The entry grid by the keyboard: keys as in a spreadsheet, blocks from a spreadsheet."""

from decimal import Decimal
from time import monotonic

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Newcomer
from tests.journeys.grid_report import ROWS, Grid, active_element, code_of, new_report


def figures(row: int) -> tuple[str, str, str]:
    """Numerator, denominator and ratio of the row as Excel copies them in Vietnamese."""
    numerator, denominator = Decimal(f"{row + 1}.{row + 13:02}"), Decimal(f"{row + 50}.75")
    percent = (numerator * 100 / denominator).quantize(Decimal("0.01"))
    return str(numerator).replace(".", ","), str(denominator).replace(".", ","), f"{percent}%".replace(".", ",")


BLOCK = "\r\n".join("\t".join(figures(row)) for row in range(ROWS)) + "\r\n"


# What Telex and VNI tools send while a letter is being put together.
COMPOSING = """() => {
  for (const keys of [{ key: 'Enter', isComposing: true }, { key: 'ArrowDown', keyCode: 229 },
    { key: 'Escape', isComposing: true }, { key: 'Backspace' }]) {
    const event = new KeyboardEvent('keydown', { ...keys, bubbles: true, cancelable: true });
    if (!document.activeElement.dispatchEvent(event)) throw new Error(`${keys.key} was intercepted`);
  }
}"""


@pytest.fixture
def grid(come_in: Newcomer) -> Grid:
    return Grid(come_in("canbo.daksong"), new_report())


def test_a_block_of_forty_rows_is_pasted_and_submitted_without_the_mouse(grid: Grid) -> None:
    page = grid.page
    page.goto(grid.report.address)
    tabs = 1
    grid.press("Tab")
    page.keyboard.press("Enter")  # over the menu, by the link that stands first on every page
    while grid.active() != f"{code_of(0)}-numerator":
        grid.press("Tab")
        tabs += 1
        assert tabs <= 10, active_element(page)
    page.locator("tr.section .fold").first.wait_for()
    began = monotonic()
    grid.paste(BLOCK)
    expect(page.locator("[data-live]")).to_have_text("Đã dán 120 ô")
    assert monotonic() - began < 2
    grid.press("Control+Enter")
    page.wait_for_url("**/nop/*")
    while active_element(page) != "Nộp báo cáo":
        grid.press("Tab")
    grid.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Đã nộp báo cáo")
    took = monotonic() - began
    stored = grid.report.entries()
    assert len(stored) == ROWS
    for row in range(ROWS):
        entry = stored[code_of(row)]
        ratio = entry.computed(percent=True).quantize(Decimal("0.01"))
        written = [f"{entry.numerator.normalize():f}", f"{entry.denominator.normalize():f}", f"{ratio}%"]
        expected = [text.replace(",", ".") for text in figures(row)]
        assert [Decimal(one.strip("%")) for one in written] == [Decimal(one.strip("%")) for one in expected]
    assert took < 10


def test_undo_takes_a_whole_block_back_and_escape_one_cell(grid: Grid) -> None:
    grid.pair(0, "7,77", "9,99")
    grid.wait_for_state(0, "saved")
    grid.cell(0).focus()
    grid.paste(BLOCK)
    assert grid.value(39, "value") == figures(39)[2].replace("%", "")
    grid.press("Control+z")
    assert (grid.value(0), grid.value(0, "denominator")) == ("7,77", "9,99")
    assert [grid.value(row, field) for row in range(1, ROWS) for field in ("numerator", "denominator", "value")] == [
        ""
    ] * 117
    grid.type(0, "8,88")
    grid.press("Escape")
    assert grid.value(0) == "7,77"


def test_enter_after_a_run_of_tabs_returns_to_its_first_column(grid: Grid) -> None:
    grid.cell(2).focus()
    grid.press("Tab", "Tab", "Enter")
    assert grid.active() == f"{code_of(3)}-numerator"
    grid.press("Enter", "Shift+Enter", "ArrowDown", "ArrowUp", "ArrowUp")
    assert grid.active() == f"{code_of(2)}-numerator"


def test_arrows_leave_a_cell_only_at_its_edge_and_typing_replaces(grid: Grid) -> None:
    grid.type(0, "12,5")
    grid.press("ArrowLeft")
    assert grid.active() == f"{code_of(0)}-numerator"
    grid.press("End", "ArrowRight")
    assert grid.active() == f"{code_of(0)}-denominator"
    grid.press("ArrowLeft")
    grid.page.keyboard.type("3")
    assert grid.value(0) == "3"
    grid.press("ArrowDown", "ArrowUp", "F2")
    grid.page.keyboard.type("4")
    assert grid.value(0) == "34"
    grid.press("ArrowDown", "Control+d")
    assert grid.value(1) == "34"
    grid.press("Delete")
    assert grid.value(1) == ""
    grid.press("Control+z")
    assert grid.value(1) == "34"


def test_up_and_down_never_change_a_value(grid: Grid) -> None:
    grid.type(1, "10")
    grid.press("ArrowDown", "ArrowUp", "ArrowUp")
    assert grid.value(1) == "10"
    grid.cell(1, "reason").focus()
    grid.press("ArrowDown", "ArrowUp", "ArrowUp")
    assert [grid.value(row, "reason") for row in range(4)] == [""] * 4
    assert grid.page.locator("input[type=number]").count() == 0


def test_keys_of_an_input_method_are_left_alone(grid: Grid) -> None:
    grid.type(1, "abc")
    grid.page.evaluate(COMPOSING)
    assert (grid.active(), grid.value(1)) == (f"{code_of(1)}-numerator", "abc")
    grid.press("Backspace")
    assert grid.value(1) == "ab"


def test_help_lists_the_keys_and_is_no_letter_inside_a_cell(grid: Grid) -> None:
    grid.cell(0, "note").focus()
    grid.page.keyboard.type("?")
    assert grid.value(0, "note") == "?"
    dialog = grid.page.locator("[data-help-box]")
    assert not dialog.is_visible()
    grid.page.locator("tr.section .fold").first.focus()
    grid.page.keyboard.type("?")
    expect(dialog).to_be_visible()
    for key in ("Ctrl+Z", "F2", "Esc", "Ctrl+Enter", "Ctrl+D", "Ctrl+S"):
        expect(dialog).to_contain_text(key)


def test_what_lies_outside_or_cannot_be_read_is_reported(grid: Grid) -> None:
    grid.cell(38).focus()
    grid.paste('"1,5"\t2\u00a0000,5\n10O,5\t7\n5\t6\n7\t8\n')
    expect(grid.page.locator("[data-live]")).to_have_text("Đã dán 4 ô, bỏ qua 4 ô ngoài bảng, 1 ô không đọc được")
    assert (grid.value(38), grid.value(38, "denominator"), grid.value(39)) == ("1,5", "2.000,5", "10O,5")
    expect(grid.page.locator(f"#loi-{code_of(39)}")).to_contain_text("có chữ cái “O” lẫn giữa các chữ số")
    assert grid.page.locator("td.pasted").count() == 4
    grid.type(38, "2")
    assert grid.page.locator("td.pasted").count() == 0


def test_computed_columns_are_passed_over_without_a_shift(come_in: Newcomer) -> None:
    clerk = come_in("canbo.daksong")
    clerk.visit("/nhap-lieu/665/SK05-NQTU-2023/")
    page = clerk.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.mouse.move(5, 5)
    page.mouse.move(9, 9)
    page.locator("tr.section .fold").first.wait_for()
    page.locator('[name="road_paved_commune-numerator"]').focus()
    page.evaluate("navigator.clipboard.writeText('103\\t110,43\\t93,27%\\tSơ bộ\\tghi chú\\tđo lại')")
    page.keyboard.press("Control+v")
    expect(page.locator("[data-live]")).to_have_text("Đã dán 5 ô, bỏ qua 1 ô khóa hoặc tự tính")
    names = ("numerator", "denominator", "reason", "remark", "note")
    found = [page.locator(f'[name="road_paved_commune-{name}"]').input_value() for name in names]
    assert found == ["103", "110,43", "preliminary", "ghi chú", "đo lại"]
    expect(page.locator("tr[data-row=road_paved_commune] .computed")).to_have_text("93,27%")
    page.keyboard.press("Control+z")


def test_an_ambiguous_number_is_asked_about_once_for_the_block(grid: Grid) -> None:
    grid.cell(0).focus()
    grid.paste("23.194\t30,5\n1.241\t2,5\n")
    question = grid.page.locator("[data-question]")
    expect(question).to_contain_text("23.194 là 23194 hay 23,194? (áp dụng cho 2 ô của khối)")
    grid.page.wait_for_timeout(1500)
    assert grid.report.entries() == {}, "what is asked about is not stored"
    question.get_by_role("button", name="23,194", exact=True).click()
    expect(question).to_be_hidden()
    assert (grid.value(0), grid.value(1)) == ("23,194", "1,241")
    grid.wait_for_state(1, "saved")
    assert grid.report.parts()[code_of(1)] == (Decimal("1.241"), Decimal("2.5"))
    grid.press("Control+z")
    assert (grid.value(0), grid.value(1)) == ("", "")


def test_a_comma_with_three_digits_beside_english_numbers_is_asked_about(grid: Grid) -> None:
    grid.cell(0).focus()
    grid.paste("47.78\t1,241\n")
    expect(grid.page.locator("[data-question]")).to_contain_text("1,241 là 1241 hay 1,241?")


def test_the_year_before_settles_which_reading_is_meant(come_in: Newcomer) -> None:
    grid = Grid(come_in("canbo.daksong"), new_report(before={0: ("23.00", "30.00")}))
    grid.cell(0).focus()
    grid.paste("23.194\t30,5\n")
    expect(grid.page.locator("[data-live]")).to_have_text("Đã dán 2 ô, 1 ô hiểu theo số kỳ trước")
    assert grid.value(0) == "23,194"


def test_a_block_with_names_is_joined_by_name(grid: Grid) -> None:
    grid.cell(0).focus()
    grid.paste("CHỈ TIÊU THỬ 7\t1,5\t3\nluoi_02\t2,5\t5\n")
    question = grid.page.locator("[data-question]")
    expect(question).to_contain_text("Cột đầu của khối là tên chỉ tiêu (2/2 dòng khớp)")
    question.get_by_role("button", name="Ghép theo tên").click()
    assert (grid.value(6), grid.value(6, "denominator"), grid.value(2), grid.value(0)) == ("1,5", "3", "2,5", "")
