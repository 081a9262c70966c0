"""Words, symbols, looks and explanations of verdicts."""

import unicodedata
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from indicators import rules
from indicators.rules import Code, Figure, Freshness, Reason, TargetFacts, words

DUE = date(2025, 12, 31)
AT_LEAST_90 = TargetFacts("at_least", D(90), due_on=DUE, document_code="05-NQ/TU")


def test_every_code_has_its_symbol_word_and_look_and_every_reason_its_rule() -> None:
    assert set(rules.WORDS) == set(Code)
    assert set(words.RULES) == set(Reason)
    assert {rules.looks(code) for code in Code} == {"exceeded", "met", "behind", "missed", "missing", "plain"}


@pytest.mark.parametrize(
    ("code", "symbol", "word", "look"),
    [
        ("exceeded", "▲", "Vượt", "exceeded"),
        ("met", "✓", "Đạt", "met"),
        ("on_track", "✓", "Đúng tiến độ", "met"),
        ("behind", "!", "Chậm tiến độ", "behind"),
        ("off_track", "✕", "Có nguy cơ không đạt", "missed"),
        ("not_met", "✕", "Chưa đạt", "missed"),
        ("reported_not_met", "✕", "Thấp hơn mục tiêu (theo báo cáo của đơn vị)", "missed"),
        ("reported_met", "✓", "Đạt (theo báo cáo của đơn vị)", "met"),
        ("not_due", "○", "Chưa đến kỳ đánh giá", "plain"),
        ("no_report", "–", "Chưa có báo cáo", "missing"),
        ("stale", "–", "Chưa cập nhật", "missing"),
        ("no_target", "·", "Chưa có mục tiêu định lượng", "plain"),
        ("not_applicable", "∅", "Không áp dụng", "plain"),
    ],
)
def test_a_verdict_reads_as_the_domain_says(code: str, symbol: str, word: str, look: str) -> None:
    assert rules.WORDS[code] == (symbol, word)
    assert rules.looks(code) == look


@pytest.mark.parametrize(
    ("seen", "final_day", "word"),
    [
        ("2026-01-01", date(2030, 12, 31), "Chưa đạt"),
        ("2030-12-31", date(2030, 12, 31), "Chưa đạt"),
        ("2031-01-01", date(2030, 12, 31), "Không đạt"),
        ("2026-01-01", DUE, "Không đạt"),
        ("2031-01-01", None, "Chưa đạt"),
    ],
)
def test_a_failure_is_final_only_after_the_last_day_of_the_document(seen: str, final_day: date, word: str) -> None:
    actual = Figure(D(80), as_of_on=DUE)
    verdict = rules.assess(target=AT_LEAST_90, actual=actual, on=date.fromisoformat(seen), final_day=final_day)
    assert (verdict.code, verdict.symbol, verdict.word, verdict.look) == ("not_met", "✕", word, "missed")


def test_the_word_of_a_failure_is_looked_at_again_when_the_document_ends() -> None:
    actual = Figure(D(80), as_of_on=DUE)
    verdict = rules.assess(target=AT_LEAST_90, actual=actual, on=date(2026, 1, 1), final_day=date(2030, 12, 31))
    assert verdict.recheck_on == date(2031, 1, 1)


@pytest.mark.parametrize(
    ("comparator", "actual", "word"),
    [
        ("more_than", "8.14", "Thấp hơn mức bình quân phải đạt 0,36 điểm phần trăm"),
        ("more_than", "8.499", "Thấp hơn mức bình quân phải đạt 0,001 điểm phần trăm"),
        ("more_than", "8.5", "Chỉ bằng mức bình quân, chưa đạt mục tiêu"),
        ("at_most", "9", "Cao hơn mức bình quân phải đạt 0,5 điểm phần trăm"),
    ],
)
def test_an_average_that_fails_says_by_how_much_even_after_the_document_ended(
    comparator: str, actual: str, word: str
) -> None:
    aim = TargetFacts(comparator, D("8.5"), kind="average_over_horizon", horizon_known=False)
    figure = Figure(D(actual), period_code="2018-2022")
    verdict = rules.assess(target=aim, actual=figure, on=date(2023, 8, 30), unit="%/năm", final_day=date(2020, 1, 1))
    assert verdict.word == word


@pytest.mark.parametrize(
    ("period", "known", "word"),
    [
        ("2022", None, "Chưa cập nhật (số liệu kỳ năm 2022)"),
        ("2022-Q4", None, "Chưa cập nhật (số liệu kỳ quý IV/2022)"),
        ("SK05-NQTU-2022", date(2022, 8, 30), "Chưa cập nhật (số liệu kỳ SK05-NQTU-2022)"),
        ("", date(2022, 8, 30), "Chưa cập nhật (số liệu đến 30/8/2022)"),
    ],
)
def test_a_stale_figure_names_its_period(period: str, known: date | None, word: str) -> None:
    actual = Figure(D(80), as_of_on=known, period_code=period)
    verdict = rules.assess(target=None, actual=actual, on=DUE, freshness=Freshness("year", 30))
    assert (verdict.code, verdict.word) == ("stale", word)


def test_a_unit_that_answered_without_a_figure_is_not_said_to_be_silent() -> None:
    said = {
        reason: rules.assess(target=AT_LEAST_90, actual=Figure(None, reason), on=date(2026, 1, 1)).word
        for reason in ("no_data", "none_occurred", "not_collected")
    }
    assert said == {
        "no_data": "Chưa có báo cáo",
        "none_occurred": "Không phát sinh",
        "not_collected": "Không thu thập",
    }


def test_what_should_fall_is_not_reported_as_lower_than_its_target() -> None:
    actual = Figure(D(9), as_of_on=DUE, reported_verdict="not_met")
    verdict = rules.assess(target=None, actual=actual, on=DUE, direction="down")
    assert verdict.word == "Chưa đạt mục tiêu (theo báo cáo của đơn vị)"


def test_the_explanation_of_industrial_growth_names_figures_dates_formula_and_rule() -> None:
    aim = TargetFacts("more_than", D("8.5"), kind="average_over_horizon", horizon_known=False, document_code="23-NQ/TW")
    actual = Figure(
        D("8.14"), period_code="2018-2022", reported_verdict="not_met", reported_text="Thấp hơn so với Nghị quyết"
    )
    verdict = rules.assess(target=aim, actual=actual, on=date(2023, 8, 30), direction="up", unit="%/năm")
    assert verdict.explanation == (
        "Số liệu: 8,14 %/năm (Giai đoạn 2018–2022, đến 31/12/2022, số chính thức).",
        "Mục tiêu: bình quân trên 8,5 %/năm theo 23-NQ/TW, văn bản không nêu thời hạn.",
        "Chênh lệch = thực hiện − mục tiêu = −0,36 điểm phần trăm.",
        "Tỷ lệ thực hiện kế hoạch = 8,14 ÷ 8,5 = 95,8 %.",
        "Báo cáo của đơn vị tự đánh giá: Thấp hơn so với Nghị quyết.",
        "Kết luận: Thấp hơn mức bình quân phải đạt 0,36 điểm phần trăm. Mục tiêu là mức bình quân cả giai đoạn; "
        "mức bình quân đến nay thấp hơn mục tiêu.",
        "Đánh giá tại ngày 30/8/2023.",
    )


def test_the_explanation_of_a_path_shows_what_it_asked_for_and_what_was_allowed() -> None:
    actual = Figure(D("60"), as_of_on=date(2023, 7, 2), kind="estimate", qualifier="about")
    lines = rules.assess(
        target=AT_LEAST_90, actual=actual, on=date(2023, 8, 30), baseline=(D(40), date(2020, 12, 31)),
        direction="up", unit="%", precision=1,
    ).explanation  # fmt: skip
    for line in (
        "Số liệu: khoảng 60,0 % (đến 2/7/2023, số ước thực hiện).",
        "Báo cáo ghi “khoảng”; so sánh theo đúng con số được ghi.",
        "Đây là số ước, kết luận có thể đổi khi có số chính thức.",
        "Mục tiêu: từ 90 % trở lên theo 05-NQ/TU, đến hết ngày 31/12/2025.",
        "Mức gốc: 40 % (ngày 31/12/2020).",
        "Mức phải đạt ngày 2/7/2023 theo đường thẳng từ mức gốc đến mục tiêu: 65 %; "
        "mức chậm cho phép: 10 % quãng đường từ mức gốc đến mục tiêu.",
        "Tiến độ = (thực hiện − mức gốc) ÷ (mục tiêu − mức gốc) = (60 − 40) ÷ (90 − 40) = 40,0 %.",
    ):
        assert line in lines


def test_a_figure_of_more_than_39_000_is_compared_as_printed_and_says_so() -> None:
    actual = Figure(D(39000), as_of_on=DUE, qualifier="more_than")
    verdict = rules.assess(
        target=TargetFacts("more_than", D(39000), due_on=DUE),
        actual=actual,
        on=date(2026, 1, 1),
        unit="người",
        precision=0,
    )
    assert verdict.code == "not_met"
    assert "Báo cáo ghi “hơn”; so sánh theo đúng con số được ghi." in verdict.explanation
    assert verdict.explanation[0].startswith("Số liệu: hơn 39.000 người")


def test_a_verdict_against_the_reports_own_word_is_a_question_and_not_an_error() -> None:
    actual = Figure(D(80), as_of_on=DUE, reported_verdict="met")
    lines = rules.assess(target=AT_LEAST_90, actual=actual, on=date(2026, 1, 1)).explanation
    assert any("Đề nghị đơn vị giải trình" in line for line in lines)
    agreeing = Figure(D(80), as_of_on=DUE, reported_verdict="not_met")
    lines = rules.assess(target=AT_LEAST_90, actual=agreeing, on=date(2026, 1, 1)).explanation
    assert not any("Đề nghị" in line for line in lines)


def test_the_rate_still_needed_is_explained() -> None:
    aim = TargetFacts("more_than", D("8.5"), None, date(2021, 1, 1), DUE, "average_over_horizon")
    actual = Figure(D("8.14"), as_of_on=date(2022, 12, 31))
    lines = rules.assess(target=aim, actual=actual, on=date(2023, 1, 5), unit="%/năm").explanation
    assert "Mức bình quân cần đạt trong thời gian còn lại để cả giai đoạn bằng mục tiêu: 8,74 %/năm." in lines


@pytest.mark.parametrize(
    ("aim", "line"),
    [
        (TargetFacts("between", D(8), D(10), due_on=DUE), "Mục tiêu: từ 8 đến 10 %, đến hết ngày 31/12/2025."),
        (TargetFacts("maintain", due_on=DUE), "Mục tiêu: duy trì 9 %, đến hết ngày 31/12/2025."),
        (TargetFacts("done", due_on=DUE), "Mục tiêu: hoàn thành, đến hết ngày 31/12/2025."),
        (TargetFacts("qualitative", kind="qualitative"), "Mục tiêu: định tính, văn bản không nêu thời hạn."),
        (TargetFacts("equal", D(1234), due_on=DUE), "Mục tiêu: bằng 1.234 %, đến hết ngày 31/12/2025."),
    ],
)
def test_every_kind_of_target_is_said_in_words(aim: TargetFacts, line: str) -> None:
    actual = Figure(D(9), as_of_on=DUE)
    verdict = rules.assess(target=aim, actual=actual, on=DUE, baseline=(D(9), date(2020, 12, 31)), unit="%")
    assert line in verdict.explanation


def test_a_series_without_anything_still_explains_itself() -> None:
    verdict = rules.assess(target=None, actual=None, on=DUE)
    assert verdict.explanation == (
        "Kết luận: Chưa có báo cáo. Đã đến hạn nhưng chưa có số liệu; không tính là 0.",
        "Đánh giá tại ngày 31/12/2025.",
    )


def test_a_units_line_is_counts_per_verdict_best_first() -> None:
    counts = rules.verdict_counts(["no_report", "met", "not_met", "met", "exceeded"])
    assert list(counts.items()) == [("exceeded", 1), ("met", 2), ("not_met", 1), ("no_report", 1)]
    assert rules.verdict_counts([]) == {}
    with pytest.raises(ValueError, match="green"):
        rules.verdict_counts(["green"])


def test_the_words_are_composed_vietnamese() -> None:
    room = Path(words.__file__).parent
    for source in room.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert unicodedata.normalize("NFC", text) == text
