"""Pages on which an administrator says how an indicator follows from others: a form, a preview, a confirmation."""

import re

import pytest
from django.test import Client

from indicators.models import Derivation, Indicator
from portal.accounts.models import User
from portal.history.models import Event
from tests.indicators.builders import make_indicator

SUM = {"operation": "sum", "operands": "ren_hydro_built\nren_wind_built", "explanation": "Cộng hai loại nguồn"}


@pytest.fixture
def admin(db: None, client: Client) -> Client:
    for code, name in (("ren_hydro_built", "Thủy điện"), ("ren_wind_built", "Điện gió"), ("ren_built", "Công suất")):
        make_indicator(code, name=name, kind="level", unit_of_measure="MW", unit_rollup="sum")
    make_indicator("income", name="Thu nhập", kind="level", unit_of_measure="triệu đồng", unit_rollup="weighted")
    make_indicator("people", name="Dân số", kind="level", unit_of_measure="người", unit_rollup="sum")
    client.force_login(User.objects.create(username="quantri", full_name="Quản trị", role="admin"))
    return client


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def derived() -> list[tuple[str, str]]:
    return list(Derivation.objects.values_list("operation", "parts__operand__code").order_by("parts__position"))


def test_a_sum_is_seen_before_it_is_written_and_then_stands_on_the_page_of_the_indicator(admin: Client) -> None:
    address, events = "/cach-tinh/ren_built/", Event.objects.count()
    preview = admin.post(address, SUM)
    assert (preview.status_code, derived(), Event.objects.count()) == (200, [], events)
    assert "Thủy điện" in plain(preview.content.decode())
    done = admin.post(address, {**SUM, "confirm": "1"})
    assert (done.status_code, done.url) == (302, "/chi-tieu/ren_built/")
    assert derived() == [("sum", "ren_hydro_built"), ("sum", "ren_wind_built")]
    assert "tổng các chỉ tiêu: Thủy điện; Điện gió" in plain(admin.get("/chi-tieu/ren_built/").content.decode())
    held = admin.get(address).content.decode()
    assert "ren_hydro_built\nren_wind_built" in held and "Cộng hai loại nguồn" in held


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"operands": "khong_co\npeople"}, "Không có chỉ tiêu mã “khong_co”"),
        ({"operands": "ren_wind_built"}, "Tổng cần ít nhất hai số hạng."),
        ({"operands": "ren_wind_built\npeople"}, "khác đơn vị tính"),
        ({"operands": "ren_wind_built\nren_built"}, "không thể tính từ chính nó"),
        ({"operands": "ren_wind_built\nren_wind_built"}, "bị tính hai lần"),
        ({"operation": "share"}, "phải tính bằng %"),
        ({"operation": "share", "operands": "ren_built\npeople\nincome"}, "Tỷ trọng cần đúng hai chỉ tiêu"),
        ({"operation": "mod"}, "Hãy chọn một phép tính trong danh sách."),
        ({"document": "999-NQ/TU"}, "Không có văn bản nào mang số, ký hiệu “999-NQ/TU”"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(
    admin: Client, change: dict[str, str], sentence: str
) -> None:
    answer = admin.post("/cach-tinh/ren_built/", {**SUM, **change, "confirm": "1"})
    assert answer.status_code == 422
    assert sentence in plain(answer.content.decode())
    assert derived() == []


def test_a_circle_over_two_indicators_is_refused_naming_the_way_round(admin: Client) -> None:
    admin.post("/cach-tinh/ren_built/", {**SUM, "confirm": "1"})
    answer = admin.post(
        "/cach-tinh/ren_wind_built/", {"operation": "sum", "operands": "ren_built\nren_hydro_built", "confirm": "1"}
    )
    assert answer.status_code == 422
    assert "Phép tính đi vòng: “Điện gió” ← “Công suất” ← “Điện gió”" in plain(answer.content.decode())


def test_a_mean_is_weighed_by_people_and_a_sum_by_nothing(admin: Client) -> None:
    assert admin.post("/quyen-so/income/", {"weight": "people"}).status_code == 200
    assert Indicator.objects.get(code="income").weight is None
    assert admin.post("/quyen-so/income/", {"weight": "people", "confirm": "1"}).status_code == 302
    assert Indicator.objects.get(code="income").weight.code == "people"
    refused = admin.post("/quyen-so/people/", {"weight": "income", "confirm": "1"})
    assert refused.status_code == 422
    assert "không tổng hợp bằng bình quân gia quyền" in plain(refused.content.decode())


@pytest.mark.parametrize("token", ["a" * 32, ""])
def test_the_confirmation_sent_twice_is_one_change(admin: Client, token: str) -> None:
    """Without the token, the negative control, the second is taken for a new wish."""
    typed = {**SUM, "confirm": "1", "once": token}
    answers = [admin.post("/cach-tinh/ren_built/", typed).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert Event.objects.filter(verb="define_derivation").count() == (1 if token else 2)


@pytest.mark.parametrize("address", ["/cach-tinh/ren_built/", "/quyen-so/income/"])
@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_who_only_reads_defines_nothing(admin: Client, address: str, role: str) -> None:
    admin.force_login(User.objects.create(username=role, full_name="Người xem", role=role))
    assert admin.post(address, {**SUM, "weight": "people", "confirm": "1"}).status_code == 403
    assert (derived(), Indicator.objects.get(code="income").weight) == ([], None)
