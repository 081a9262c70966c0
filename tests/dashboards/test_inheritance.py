"""What a scorecard says of the units that were before, and that no arrangement of today moves a card of the past."""

import io
import json
from datetime import date
from decimal import Decimal

from django.core.management import call_command

from indicators.actions import ReportedFigure, record_reported
from indicators.models import Series
from portal.periods.actions import ensure_period
from portal.units.actions import apply, plan_reorganisation, resolve
from portal.units.models import AdminUnit
from portal.units.planning import Merge, Rename

ORIGIN = "Kế thừa từ Xã Đắk Môl và Xã Đắk Hòa (sáp nhập 1/7/2025, tỷ phần 1)"


def printed(unit: str, on: str) -> str:
    out = io.StringIO()
    call_command("scorecard", unit=unit, on=on, json=True, stdout=out)
    return out.getvalue()


def test_dak_song_of_today_explains_what_it_inherits(demo):
    card = json.loads(printed("24718@2026-01-01", "2026-01-01"))
    assert [(one["unit"], one["name"], one["kind"], one["share"]) for one in card["inherits"]] == [
        ("24718", "Xã Đắk Môl", "merged", 1),
        ("24719", "Xã Đắk Hòa", "merged", 1),
    ]
    rows = card["indicators"]
    assert len(rows) == 12
    assert all(row["inherits"] == ["24718", "24719"] for row in rows)
    assert all(f"{ORIGIN}; các xã này chưa có số liệu" in row["notes"] for row in rows)


def test_a_figure_of_a_predecessor_is_shown_in_the_unit_of_today(demo):
    old = AdminUnit.objects.get(slug="24718")
    indicator = Series.objects.get(unit__slug="24718@2025-07-01", indicator__code="population").indicator
    series = Series.objects.create(unit=old, indicator=indicator)
    period = ensure_period("2024")
    record_reported(
        [ReportedFigure(series.pk, period.pk, period.as_of_on, period.as_of_on, value=Decimal(4321))], reason="Báo cáo"
    )
    card = json.loads(printed("24718@2026-01-01", "2026-01-01"))
    (row,) = [row for row in card["indicators"] if row["code"] == "population"]
    assert any("4.321" in note and "1/2 đơn vị báo cáo" in note for note in row["notes"])


def test_before_the_day_nothing_is_inherited(demo):
    card = json.loads(printed("24718@2025-06-30", "2025-06-30"))
    assert "inherits" not in card


def test_the_card_of_the_district_in_2023_is_the_same_byte_for_byte_after_further_arrangements(demo):
    before = printed("665", "2023-08-30")
    day = date(2026, 9, 1)
    new = [resolve(code, on=day) for code in ("24717", "24718", "24722")]
    apply(plan_reorganisation([Merge((new[0].pk, new[1].pk), new[2].pk)], day, "thử"))
    apply(plan_reorganisation([Rename(resolve("68", on=day).pk, "Thành phố Lâm Đồng")], date(2026, 10, 1), "thử"))
    assert printed("665", "2023-08-30") == before
    assert "inherits" not in json.loads(before)
