"""Pages of what changes in time: amending a target, its path, redefining; and what the page of a series makes of it."""

import re
from datetime import date
from decimal import Decimal as D

import pytest
from django.test import Client

from indicators import actions
from indicators.actions import Redefinition
from indicators.models import Indicator, IndicatorVersion, Series, Target, TargetStep
from indicators.rules.redefining import Definition
from portal.accounts.models import User
from portal.history.models import Event
from portal.periods.actions import ensure_period
from resolutions.models import Document
from tests.resolutions.test_pages import signed_in, text_of

GROWTH = "/chi-tieu/grdp_ind_growth/67/"
SHARE = "/chi-tieu/grdp_ind_share/67/?den-ngay=2023-08-30"


@pytest.fixture
def admin(demo: None) -> Client:
    return signed_in("quantri")


@pytest.fixture
def growth(demo: None) -> Target:
    return Target.objects.named().get(series__indicator__code="grdp_ind_growth")


@pytest.fixture
def decision(demo: None) -> Document:
    return Document.objects.create(
        slug="45-nq-hdnd-2023", code="45-NQ/HĐND", kind="resolution", type_name="Nghị quyết", system="state",
        issued_on=date(2023, 12, 8), term_to="2030",
    )  # fmt: skip


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def markup(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def sent(**change: str) -> dict[str, str]:
    return {
        "document": "45-NQ/HĐND", "in_force_from": "1/1/2024", "comparator": "more_than", "value": "8",
        "unit_of_measure": "%/năm", "kind": "average_over_horizon", "text": "Tăng trưởng bình quân trên 8%", **change,
    }  # fmt: skip


def test_an_administrator_sees_old_and_new_before_anything_is_written(
    admin: Client, growth: Target, decision: Document
) -> None:
    address = f"/muc-tieu/{growth.pk}/sua/"
    assert address in markup(admin, GROWTH)
    events = Event.objects.count()
    preview = admin.post(address, sent(horizon_to="2035"))
    page = plain(preview.content.decode())
    assert "23-NQ/TW 45-NQ/HĐND" in page and "8,5 8 " in page
    assert "nằm ngoài giai đoạn …–2030 của văn bản 45-NQ/HĐND" in page
    assert (Target.objects.filter(replaces=growth).count(), Event.objects.count()) == (0, events)
    done = admin.post(address, {**sent(horizon_to="2035"), "confirm": "1"})
    assert done.url == growth.series.get_absolute_url()
    assert Target.objects.get(replaces=growth).value == D(8)


def test_the_page_lists_both_versions_and_judges_by_the_one_of_the_day(
    admin: Client, growth: Target, decision: Document
) -> None:
    admin.post(f"/muc-tieu/{growth.pk}/sua/", {**sent(), "confirm": "1"})
    before, after = (plain(text_of(admin, f"{GROWTH}?den-ngay={day}")) for day in ("2023-08-30", "2024-02-01"))
    assert "Thấp hơn mức bình quân phải đạt 0,36 điểm phần trăm" in before
    assert "có hiệu lực từ 1/1/2024" in before
    assert "Cao hơn 0,14 điểm phần trăm so với mục tiêu bình quân trên 8%/năm" in after
    assert "từ 22/3/2018 đến trước 1/1/2024, thay bằng 45-NQ/HĐND" in after
    assert "Mục tiêu này đã được thay" in text_of(admin, f"/muc-tieu/{growth.pk}/sua/")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"document": "99-NQ/XX"}, "Không có văn bản nào mang số, ký hiệu “99-NQ/XX”"),
        ({"clause": "7.7"}, "không có mục “7.7”"),
        ({"comparator": "between", "value_high": "7"}, "Mức dưới 8 lớn hơn mức trên 7"),
        ({"value": "tám"}, "“tám”"),
        ({"value": ""}, "Mức:"),
        ({"path": "năm nay: 8"}, "Dòng 1: không hiểu “năm nay: 8”"),
        ({"path": "2024: 8,1\n2025: chín"}, "Dòng 2:"),
        ({"in_force_from": "30/2/2024"}, "Có hiệu lực từ ngày"),
        ({"in_force_from": "1/1/2018"}, "không sau ngày mục tiêu cũ có hiệu lực"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_written(
    admin: Client, growth: Target, decision: Document, change: dict[str, str], words: str
) -> None:
    answer = admin.post(f"/muc-tieu/{growth.pk}/sua/", {**sent(**change), "confirm": "1"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Target.objects.filter(replaces=growth).exists()


def test_a_document_whose_number_is_used_twice_is_asked_about(
    admin: Client, growth: Target, decision: Document
) -> None:
    Document.objects.create(
        slug="45-nq-hdnd-2019", code="45-NQ/HĐND", kind="resolution", type_name="Nghị quyết", issued_on=date(2019, 7, 1)
    )
    address = f"/muc-tieu/{growth.pk}/sua/"
    assert "45-NQ/HĐND@8/12/2023" in admin.post(address, sent()).content.decode()
    assert admin.post(address, sent(document="45-NQ/HĐND@8/12/2023")).status_code == 200


def test_two_authorities_stand_side_by_side_each_with_its_own_verdict(admin: Client, decision: Document) -> None:
    series = Series.objects.get(indicator__code="grdp_ind_share", unit__code="67")
    common = {
        "series": series, "unit": series.unit, "comparator": "at_least", "unit_of_measure": "%", "kind": "at_end",
        "horizon_from": "2018", "horizon_to": "2022", "in_force_from": date(2018, 3, 22),
    }  # fmt: skip
    first = Document.objects.get(code="23-NQ/TW")
    Target.objects.create(document=first, value=D(13), text="Đạt 13%", is_primary=True, **common)
    Target.objects.create(document=decision, value=D(11), text="Từ 11%", **common)
    page = markup(admin, SHARE)
    chips = re.findall(r'<span class="chip look-\w+"><b aria-hidden="true">.</b> ([^<]+)</span>', page)
    assert chips == ["Chưa đạt", "Chưa đạt", "Vượt"]
    assert "mục tiêu dùng để đánh giá chung" in page


def test_the_chart_shows_10_67_and_11_38_with_the_path_and_says_which_years_are_missing(
    admin: Client, decision: Document
) -> None:
    series = Series.objects.get(indicator__code="grdp_ind_share", unit__code="67")
    series.baseline_value, series.baseline_period = D("10.67"), ensure_period("2018")
    series.save()
    target = Target.objects.create(
        series=series, unit=series.unit, document=decision, comparator="at_least", value=D(13), unit_of_measure="%",
        kind="at_end", horizon_from="2021", horizon_to="2025", text="Đạt 13%", is_primary=True,
    )  # fmt: skip
    assert "theo đường thẳng từ mức gốc đến mục tiêu: 12 %" in text_of(admin, SHARE)
    answer = admin.post(
        f"/muc-tieu/{target.pk}/lo-trinh/", {"path": "2022: 11,3\n2024: 12,5", "reason": "Phụ lục I", "confirm": "1"}
    )
    assert answer.status_code == 302
    page = plain(text_of(admin, SHARE))
    assert "tăng 0,71 điểm phần trăm từ 2018 đến 2022" in page
    assert "Không có số liệu 2019–2021; nét chấm chỉ nối hai điểm" in page
    assert "Mức phải đạt theo lộ trình 11,30 (mục tiêu từng năm)" in page and "Đúng tiến độ" in page
    assert "đạt 100,7% kế hoạch" in page
    assert 'class="expected"' in markup(admin, SHARE)
    assert "2024 12,5% mục tiêu" in page  # the table of the chart


def test_a_path_is_shown_before_and_after_and_corrected(admin: Client, growth: Target) -> None:
    address = f"/muc-tieu/{growth.pk}/lo-trinh/"
    preview = admin.post(address, {"path": "2024: 8,6", "reason": "Phụ lục"})
    assert "Năm 2024 – 8,6" in plain(preview.content.decode())
    assert not TargetStep.objects.exists()
    again = admin.post(address, {"path": "2024: 8,6", "reason": "Phụ lục", "edit": "1"})
    assert "2024: 8,6</textarea>" in again.content.decode()


def test_redefining_shows_what_changes_and_marks_the_break_everywhere(admin: Client) -> None:
    address = "/dinh-nghia/grdp_ind_share/"
    wanted = {
        "valid_from": "1/1/2020", "name": "Tỷ trọng công nghiệp (cách tính 2020)", "unit_of_measure": "%",
        "reason": "Đổi cách tính GRDP",
    }  # fmt: skip
    assert address in markup(admin, SHARE)
    assert "Tỷ trọng công nghiệp (cách tính 2020)" in admin.post(address, wanted).content.decode()
    assert not IndicatorVersion.objects.exists()
    assert admin.post(address, {**wanted, "confirm": "1"}).status_code == 302
    page = plain(text_of(admin, SHARE))
    assert "Định nghĩa qua các thời kỳ" in page
    assert "Định nghĩa đổi từ 1/1/2020, không so trực tiếp với số liệu trước." in page
    assert "định nghĩa đổi từ 1/1/2020, không so trực tiếp" in page.split("Đối chiếu")[1]
    assert 'class="break"' in markup(admin, SHARE) and "tăng 0,71" not in page
    assert "Định nghĩa qua các thời kỳ" in text_of(admin, "/chi-tieu/grdp_ind_share/")
    unit = text_of(admin, "/tong-quan/tinh/?den-ngay=2023-08-30")
    assert "trước đó 10,67%" not in unit and "Định nghĩa đổi từ 1/1/2020" in unit


def test_a_redefinition_without_reason_or_change_stands_at_its_field(admin: Client) -> None:
    now = Indicator.objects.get(code="grdp_ind_share")
    same = {"valid_from": "1/1/2020", "name": now.name, "unit_of_measure": now.unit_of_measure, "reason": "Rà soát"}
    answer = admin.post("/dinh-nghia/grdp_ind_share/", {**same, "confirm": "1"})
    assert answer.status_code == 422 and "giống hệt định nghĩa đang có" in answer.content.decode()


def test_a_reader_sees_no_way_to_change(demo: None) -> None:
    page = text_of(signed_in("lanhdao.tinh"), GROWTH)
    assert "Sửa mục tiêu theo văn bản" not in page and "Đổi định nghĩa" not in page


def test_a_new_method_alone_is_a_change_of_the_definition(admin: Client) -> None:
    user, kept = User.objects.get(username="quantri"), Indicator.objects.get(code="grdp_ind_share")
    change = Redefinition(
        Definition(kept.name, "%", kept.numerator_name, kept.denominator_name, "cách mới"), date(2021, 1, 1), "Đổi"
    )
    actions.redefine(kept, change, by=user)
    assert "không so trực tiếp" in text_of(admin, SHARE)
