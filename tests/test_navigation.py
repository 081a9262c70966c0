"""The menu: what each role may open, and that a room not yet built does not break the page."""

from collections.abc import Iterator
from types import ModuleType

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import include, path, set_urlconf

from portal import navigation
from portal.accounts.models import User
from portal.accounts.roles import Role

pytestmark = pytest.mark.django_db  # the badge of "Việc của tôi" counts reports


def mount(*url_names: str) -> None:
    """A site that has these addresses and no others."""
    site = ModuleType("site")
    site.urlpatterns = []
    for name in url_names:
        room, page = name.split(":")
        view = path(f"{page}/", lambda request: HttpResponse(), name=page)
        site.urlpatterns.append(path(f"{room}/", include(([view], room))))
    set_urlconf(site)


@pytest.fixture(autouse=True)
def whole_site() -> Iterator[None]:
    rooms: dict[str, list[object]] = {}
    for entry in navigation.MENU:
        room, page = entry.url_name.split(":")
        rooms.setdefault(room, []).append(path(f"{page}/", lambda request: HttpResponse(), name=page))
    site = ModuleType("site")
    site.urlpatterns = [path(f"{room}/", include((views, room))) for room, views in rooms.items()]
    set_urlconf(site)
    yield
    set_urlconf(None)


def request_of(role: str, address: str = "/") -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = User(role=role)  # without a unit: nothing to count
    return request


def names(items: list[navigation.Item]) -> list[str]:
    return [name for item in items for name in (item.name, *names(item.children))]


def test_an_anonymous_visitor_has_no_menu() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    shown = navigation.context(request)
    assert (shown["navigation"], shown["bottom_bar"]) == ([], [])
    assert shown["portal_name"] == "Hệ thống theo dõi thực hiện nghị quyết"


def test_the_error_page_of_a_request_without_a_user_has_no_menu() -> None:
    assert navigation.context(RequestFactory().get("/"))["navigation"] == []


@pytest.mark.parametrize("role", Role.values)
def test_only_an_administrator_sees_import_and_administration(role: str) -> None:
    shown = names(navigation.menu_for(request_of(role)))
    assert ("Quản trị" in shown, "Nhập từ Excel" in shown) == (role == Role.ADMIN, role == Role.ADMIN)


@pytest.mark.parametrize("role", Role.values)
def test_who_only_reads_is_not_offered_to_enter_figures(role: str) -> None:
    entering = {Role.CLERK, Role.LEADER, Role.REVIEWER, Role.ADMIN}
    assert ("Nhập liệu" in names(navigation.menu_for(request_of(role)))) == (role in entering)


def test_programmes_and_plans_hang_below_resolutions() -> None:
    [resolutions] = [item for item in navigation.menu_for(request_of(Role.VIEWER)) if item.name == "Nghị quyết"]
    assert names(resolutions.children) == ["Chương trình", "Kế hoạch"]


def test_an_address_that_does_not_exist_is_left_out_and_its_children_move_up() -> None:
    mount("resolutions:plan_list")
    assert names(navigation.menu_for(request_of(Role.CLERK))) == ["Kế hoạch"]


def test_the_open_page_and_what_lies_below_it_are_marked() -> None:
    items = navigation.menu_for(request_of(Role.CLERK, "/indicators/indicator_list/dien/"))
    assert [item.name for item in items if item.active] == ["Chỉ tiêu"]


def test_a_phone_keeps_three_places_in_reach() -> None:
    clerk = navigation.bottom_bar(navigation.menu_for(request_of(Role.CLERK)))
    viewer = navigation.bottom_bar(navigation.menu_for(request_of(Role.VIEWER)))
    assert [item.short for item in clerk] == ["Việc", "Tổng quan", "Nhập liệu"]
    assert [item.short for item in viewer] == ["Việc", "Tổng quan", "Nhiệm vụ"]


def test_a_badge_counts_for_the_request() -> None:
    entries = (navigation.Entry("Việc của tôi", "desk:my_work", badge=lambda request: 3),)
    assert navigation.menu_for(request_of(Role.CLERK), entries)[0].badge == 3
