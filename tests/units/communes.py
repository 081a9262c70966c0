"""Đắk Song as it stood in June 2025: the province, the district, three of its communes, and Lâm Đồng."""

from dataclasses import dataclass
from datetime import date

from portal.units.models import AdminUnit
from portal.units.planning import Dissolve, Merge, NewUnit
from tests.builders import make_unit, place

DAY = date(2025, 7, 1)
EVE = date(2025, 6, 30)
BASIS = "1671/NQ-UBTVQH15"
PROVINCE_BASIS = "202/2025/QH15"


@dataclass
class Land:
    """The units of the examples."""

    dak_nong: AdminUnit
    lam_dong: AdminUnit
    dak_song: AdminUnit
    thuan_ha: AdminUnit
    thuan_hanh: AdminUnit
    duc_an: AdminUnit


def june() -> Land:
    """The units before the arrangement; old Lâm Đồng lies beside them."""
    dak_nong = make_unit("67", "province", "Tỉnh Đắk Nông")
    lam_dong = make_unit("68", "province", "Tỉnh Lâm Đồng")
    dak_song = make_unit("665", "district", "Huyện Đắk Song")
    place(dak_song, dak_nong)
    communes = [
        make_unit("24722", "commune", "Xã Thuận Hà"),
        make_unit("24724", "commune", "Xã Thuận Hạnh"),
        make_unit("24717", "commune", "Thị trấn Đức An"),
    ]
    for commune in communes:
        place(commune, dak_song)
    return Land(dak_nong, lam_dong, dak_song, *communes)


def july(land: Land) -> list[object]:
    """The changes of 1 July 2025: one province, no district, Thuận Hà and Thuận Hạnh one commune with the old code."""
    return [
        Merge((land.dak_nong.pk, land.lam_dong.pk), NewUnit("68", "Tỉnh Lâm Đồng", "province")),
        Merge((land.thuan_ha.pk, land.thuan_hanh.pk), NewUnit("24722", "Xã Thuận Hạnh", "commune", "68")),
        Dissolve(land.dak_song.pk, (("24722", True),), below_to="68"),
    ]
