"""Every page of the portal once: whose, where, and how heavy it may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.journeys.people import COMMUNE_ROADS, DISTRICT_REPORT

CLERK, LEADER, REVIEWER, VIEWER, ADMIN = (
    "canbo.daksong",
    "lanhdao.daksong",
    "chuyenvien.tinh",
    "lanhdao.tinh",
    "quantri",
)
COMMUNE_CLERK, COMMUNE_LEADER = "canbo.xadaksong", "lanhdao.xadaksong"
COMMUNE_REPORT = "/nhap-lieu/24718/2026/"
NOBODY = ""


@dataclass(frozen=True)
class PortalPage:
    """A page as `account` sees it: at `address`, or behind the first link there whose address has `link` in it.

    `typed` and `pressed` make the page answer with errors. `kilobytes` bounds HTML, CSS and scripts, each gzipped.
    """

    name: str
    account: str
    address: str
    link: str = ""
    kilobytes: int = 60
    status: int = 200
    typed: Mapping[str, str] = field(default_factory=dict)
    pressed: str = ""

    def __str__(self) -> str:
        return self.name


PAGES = (
    PortalPage("dang-nhap", NOBODY, "/dang-nhap/", kilobytes=15),
    PortalPage("dang-nhap-sai", NOBODY, "/dang-nhap/", typed={"username": "ai.do", "password": "sai"},
               pressed="Đăng nhập", kilobytes=15),
    PortalPage("doi-mat-khau", CLERK, "/doi-mat-khau/", kilobytes=30),
    PortalPage("viec-cua-toi", CLERK, "/viec-cua-toi/", kilobytes=30),
    PortalPage("viec-cua-lanh-dao", COMMUNE_LEADER, "/viec-cua-toi/", kilobytes=30),
    PortalPage("viec-cua-quan-tri", ADMIN, "/viec-cua-toi/", kilobytes=30),
    PortalPage("tong-quan-tinh", VIEWER, "/tong-quan/tinh/", kilobytes=90),
    PortalPage("tong-quan-tinh-hom-nay", REVIEWER, "/tong-quan/tinh/?hom-nay=1", kilobytes=90),
    PortalPage("tong-quan-huyen", CLERK, "/tong-quan/665/"),
    PortalPage("tong-quan-xa", COMMUNE_CLERK, "/tong-quan/24718@2025-07-01/"),
    PortalPage("nghi-quyet", VIEWER, "/nghi-quyet/"),
    PortalPage("mot-nghi-quyet", VIEWER, "/nghi-quyet/05-nq-tu-2021/"),
    PortalPage("chuong-trinh", VIEWER, "/chuong-trinh/"),
    PortalPage("ke-hoach", VIEWER, "/ke-hoach/"),
    PortalPage("van-ban", VIEWER, "/van-ban/"),
    PortalPage("mot-van-ban", VIEWER, "/van-ban/", link="/van-ban/11-ctr-hu-"),
    PortalPage("nguon", VIEWER, f"/chi-tieu/{COMMUNE_ROADS}/665/", link="/nguon/", kilobytes=90),
    PortalPage("chi-tieu", VIEWER, "/chi-tieu/"),
    PortalPage("mot-chi-tieu", VIEWER, f"/chi-tieu/{COMMUNE_ROADS}/"),
    PortalPage("chi-tieu-cua-don-vi", VIEWER, f"/chi-tieu/{COMMUNE_ROADS}/665/"),
    PortalPage("chi-tieu-hai-ky", VIEWER, "/chi-tieu/grdp_ind_share/67/"),
    PortalPage("cach-tinh", ADMIN, f"/cach-tinh/{COMMUNE_ROADS}/", pressed="Xem trước", kilobytes=30),
    PortalPage("quyen-so", ADMIN, f"/quyen-so/{COMMUNE_ROADS}/", typed={"weight": "population"},
               pressed="Xem trước", kilobytes=30),
    PortalPage("nhiem-vu", VIEWER, "/nhiem-vu/"),
    PortalPage("mot-nhiem-vu", VIEWER, "/nhiem-vu/", link="/nhiem-vu/"),
    PortalPage("du-an", VIEWER, "/du-an/"),
    PortalPage("du-an-loc-khong-co", VIEWER, "/du-an/?loai=wind&giai-doan=operating"),
    PortalPage("mot-du-an", VIEWER, "/du-an/", link="/du-an/"),
    PortalPage("co-so", VIEWER, "/co-so/"),
    PortalPage("don-vi", VIEWER, "/don-vi/"),
    PortalPage("mot-don-vi", VIEWER, "/don-vi/665/"),
    PortalPage("nhap-lieu", REVIEWER, "/nhap-lieu/"),
    PortalPage("bieu-nhap", CLERK, DISTRICT_REPORT),
    PortalPage("bieu-nhap-loi", CLERK, DISTRICT_REPORT, typed={f"{COMMUNE_ROADS}-numerator": "10O,5"},
               pressed="Lưu nháp"),
    PortalPage("kiem-tra-va-nop", CLERK, f"{DISTRICT_REPORT}nop/"),
    PortalPage("in-bieu", CLERK, f"{DISTRICT_REPORT}in/"),
    PortalPage("xem-bao-cao", REVIEWER, DISTRICT_REPORT),
    PortalPage("cho-duyet", COMMUNE_LEADER, COMMUNE_REPORT),
    PortalPage("duyet", COMMUNE_LEADER, f"{COMMUNE_REPORT}duyet/"),
    PortalPage("tra-lai", COMMUNE_LEADER, f"{COMMUNE_REPORT}tra-lai/", pressed="Trả lại báo cáo"),
    PortalPage("thu-hoi", COMMUNE_CLERK, f"{COMMUNE_REPORT}thu-hoi/"),
    PortalPage("quan-tri", ADMIN, "/quan-tri/", kilobytes=30),
    PortalPage("tai-khoan", ADMIN, "/quan-tri/tai-khoan/", kilobytes=30),
    PortalPage("tai-khoan-moi", ADMIN, "/quan-tri/tai-khoan/moi/", pressed="Thêm tài khoản", kilobytes=30),
    PortalPage("don-vi-moi-so-goc", COMMUNE_CLERK, "/so-goc/24718@2025-07-01/"),
    PortalPage("doi-dinh-nghia", ADMIN, f"/dinh-nghia/{COMMUNE_ROADS}/", pressed="Xem trước", kilobytes=30),
    PortalPage("sua-muc-tieu", ADMIN, "/chi-tieu/grdp_ind_growth/67/", link="/muc-tieu/", kilobytes=60),
    PortalPage("bieu-trong", CLERK, f"{DISTRICT_REPORT}bieu-trong/"),
    PortalPage("minh-chung", CLERK, f"{DISTRICT_REPORT}minh-chung/", kilobytes=30),
    PortalPage("minh-chung-mot-o", CLERK, f"{DISTRICT_REPORT}minh-chung/{COMMUNE_ROADS}/", kilobytes=30),
    PortalPage("gia-han", REVIEWER, f"{DISTRICT_REPORT}gia-han/", pressed="Gia hạn", kilobytes=30),
    PortalPage("xem-xet", REVIEWER, "/xem-xet/"),
    PortalPage("xem-xet-cua-lanh-dao", COMMUNE_LEADER, "/xem-xet/"),
    PortalPage("tien-do-bao-cao", REVIEWER, "/tien-do-bao-cao/"),
    PortalPage("ky-thay", LEADER, "/ky-thay/", kilobytes=30),
    PortalPage("thong-bao", CLERK, "/thong-bao/", kilobytes=30),
    PortalPage("chat-luong", REVIEWER, "/chat-luong/"),
    PortalPage("mot-phat-hien", REVIEWER, "/chat-luong/", link="/chat-luong/"),
    PortalPage("toan-ven", ADMIN, "/quan-tri/toan-ven/"),
    PortalPage("sap-xep", ADMIN, "/quan-tri/sap-xep/", kilobytes=30),
    PortalPage("sap-xep-moi", ADMIN, "/quan-tri/sap-xep/", link="/quan-tri/sap-xep/moi/", kilobytes=60),
    PortalPage("ngay-nghi", ADMIN, "/quan-tri/ngay-nghi/", kilobytes=30),
    PortalPage("bieu-bao-cao", ADMIN, "/quan-tri/bieu-bao-cao/", kilobytes=30),
    PortalPage("bieu-bao-cao-moi", ADMIN, "/quan-tri/bieu-bao-cao/moi/", kilobytes=30),
    PortalPage("mot-bieu-bao-cao", ADMIN, "/quan-tri/bieu-bao-cao/", link="/quan-tri/bieu-bao-cao/"),
    PortalPage("mo-bao-cao", ADMIN, "/quan-tri/mo-bao-cao/", kilobytes=30),
    PortalPage("nhap-excel", ADMIN, "/nhap-excel/", kilobytes=30),
    PortalPage("bieu-cua-toi", CLERK, DISTRICT_REPORT + "tep/", kilobytes=30),
    PortalPage("khong-tim-thay", CLERK, "/khong-co-trang-nay/", status=404, kilobytes=30),
    PortalPage("khong-duoc-phep", VIEWER, DISTRICT_REPORT, status=403, kilobytes=30),
)  # fmt: skip
