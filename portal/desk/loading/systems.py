"""Information systems that the sources name."""

from portal.desk.loading.books import Book
from portal.desk.loading.reading import named_by, records
from portal.desk.loading.sheets import Sheet, same
from portal.desk.models import ExternalSystem

# The fixture names the kinds in English.
KINDS = {
    "document management": "quản lý văn bản",
    "public-service dossiers": "một cửa điện tử",
    "e-mail": "thư điện tử",
    "line systems": "phần mềm chuyên ngành",
    "network": "mạng truyền số liệu",
    "digital signature": "chữ ký số",
    "web site": "trang thông tin điện tử",
    "web sites": "trang thông tin điện tử",
    "quality management": "quản lý chất lượng",
    "data centre": "trung tâm dữ liệu",
    "platforms": "hệ thống dùng chung",
    "intelligent operations centre": "trung tâm điều hành thông minh",
    "IOC": "trung tâm điều hành thông minh",
    "public services": "dịch vụ công trực tuyến",
    "population data / e-ID": "dữ liệu dân cư, định danh điện tử",
    "line databases": "cơ sở dữ liệu chuyên ngành",
}

SYSTEMS = Sheet(
    model=ExternalSystem,
    fields={
        **same("kind", "url", "count", "aliases"),
        "name": "name_vi",
        "fact": "fact_vi",
        "subsystems": "subsystems_vi",
    },
    references=same("owner", "serves", "document"),
    links={
        "figures": ("observations",),
        "facilities": ("facility", "facilities"),
        "obstacles": ("issues", "hindered_by"),
    },
)


def load(book: Book) -> None:
    """Load the systems with their figures, facilities and obstacles."""
    hindered = named_by(records("issues", "issues"), "systems")
    systems = [
        {**one, "kind": KINDS.get(one["kind"], one["kind"]), "hindered_by": hindered.get(one["id"])}
        for one in records("systems", "systems")
    ]
    SYSTEMS.load(book, systems)
