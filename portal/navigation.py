"""The menu as data, and what every page needs to draw its frame."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from portal.accounts.roles import Role
from portal.desk.work import pending_count

PORTAL_NAME = "Hệ thống theo dõi thực hiện nghị quyết"
EVERYONE = frozenset(Role)
ENTERING = frozenset({Role.CLERK, Role.LEADER, Role.REVIEWER, Role.ADMIN})
IN_CHARGE = frozenset({Role.ADMIN, Role.UNIT_ADMIN})  # of accounts
DECIDING = frozenset({Role.LEADER, Role.REVIEWER})
PLACES_IN_BOTTOM_BAR = 3  # the fourth opens the whole menu


@dataclass(frozen=True)
class Entry:
    """A line of the menu; ``short`` is its word in the bottom bar of a phone, ``under`` the URL name it hangs below."""

    label: str
    url_name: str
    roles: frozenset[str] = EVERYONE
    under: str = ""
    short: str = ""
    badge: Callable[[HttpRequest], int] | None = None


@dataclass
class Item:
    """A line of the menu for one request."""

    name: str
    url: str
    active: bool
    badge: int = 0
    short: str = ""
    children: list["Item"] = field(default_factory=list)


MENU = (
    Entry("Việc của tôi", "desk:my_work", short="Việc", badge=lambda request: pending_count(request.user)),
    Entry("Tổng quan", "dashboards:home", short="Tổng quan"),
    Entry("Nghị quyết", "resolutions:resolution_list"),
    Entry("Chương trình", "resolutions:programme_list", under="resolutions:resolution_list"),
    Entry("Kế hoạch", "resolutions:plan_list", under="resolutions:resolution_list"),
    Entry("Chỉ tiêu", "indicators:indicator_list"),
    Entry("Chất lượng số liệu", "desk:quality", under="indicators:indicator_list"),
    Entry("Nhiệm vụ", "resolutions:task_list", short="Nhiệm vụ"),
    Entry("Dự án", "projects:project_list"),
    Entry("Nhập liệu", "indicators:entry_list", roles=ENTERING, short="Nhập liệu"),
    Entry("Xem xét, duyệt", "desk:inbox", roles=DECIDING, under="indicators:entry_list"),
    Entry("Tiến độ báo cáo", "desk:completeness", roles=ENTERING, under="indicators:entry_list"),
    Entry("Ký thay", "desk:deputies", roles=frozenset({Role.LEADER}), under="indicators:entry_list"),
    Entry("Nhập từ Excel", "imports:start", roles=frozenset({Role.ADMIN}), under="indicators:entry_list"),
    Entry("Quản trị", "administration:home", roles=frozenset({Role.ADMIN})),
    Entry("Tài khoản", "administration:people", roles=IN_CHARGE, under="administration:home"),
    Entry("Ngày nghỉ", "administration:holidays", roles=frozenset({Role.ADMIN}), under="administration:home"),
    Entry("Toàn vẹn dữ liệu", "desk:integrity", roles=frozenset({Role.ADMIN}), under="administration:home"),
    Entry("Sắp xếp đơn vị", "desk:reorganisation_list", roles=frozenset({Role.ADMIN}), under="administration:home"),
)
# Who may enter figures finds that in the bottom bar rather than the list of tasks.
BOTTOM_BAR_ORDER = ("Việc", "Tổng quan", "Nhập liệu", "Nhiệm vụ")


def context(request: HttpRequest) -> dict[str, object]:
    """Menu of the signed-in person, name and release of the portal; an anonymous visitor has no menu."""
    user = getattr(request, "user", None)
    items = menu_for(request) if user is not None and user.is_authenticated else []
    return {
        "navigation": items,
        "bottom_bar": bottom_bar(items),
        "portal_name": PORTAL_NAME,
        "release": settings.RELEASE,
    }


def menu_for(request: HttpRequest, entries: tuple[Entry, ...] = MENU) -> list[Item]:
    """What the person's role may open; an entry whose address does not exist is left out, its children move up."""
    items: list[Item] = []
    by_name: dict[str, Item] = {}
    for entry in entries:
        url = _address(entry.url_name)
        if request.user.role not in entry.roles or not url:
            continue
        badge = entry.badge(request) if entry.badge else 0
        item = Item(entry.label, url, _is_open(url, request.path), badge, entry.short)
        by_name[entry.url_name] = item
        siblings = by_name[entry.under].children if entry.under in by_name else items
        siblings.append(item)
    return items


def bottom_bar(items: list[Item]) -> list[Item]:
    """The few places a phone keeps in reach."""
    short = sorted((item for item in items if item.short), key=lambda item: BOTTOM_BAR_ORDER.index(item.short))
    return short[:PLACES_IN_BOTTOM_BAR]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _is_open(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
