"""Error pages in Vietnamese that give nothing away, and the two probes."""

import gzip
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from portal.administration import views
from tests.administration.addresses import SECRET

Browser = Callable[..., Client]
DEBUG = pytest.mark.parametrize("debug", [False, True], ids=["production", "debug"])


@pytest.mark.django_db
def test_pages_travel_compressed_to_who_takes_them_so() -> None:
    plain = Client().get("/dang-nhap/", secure=True)
    sent = Client().get("/dang-nhap/", secure=True, headers={"accept-encoding": "gzip"})
    assert (plain.headers.get("Content-Encoding"), sent.headers.get("Content-Encoding")) == (None, "gzip")
    assert len(sent.content) < len(plain.content) / 2
    assert "Đăng nhập" in gzip.decompress(sent.content).decode()


@DEBUG
@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/broken/", 500, "Hệ thống đang gặp sự cố"),
        ("/suspicious/", 400, "Yêu cầu không hợp lệ"),
        ("/malformed/", 400, "Yêu cầu không hợp lệ"),
        ("/forbidden/", 403, "chưa được phân quyền xem số liệu của huyện Đắk Song"),
        ("/missing/", 404, "Không tìm thấy trang"),
        ("/khong-co-dia-chi-nay/", 404, "Không tìm thấy trang"),
    ],
)
def test_each_error_has_a_vietnamese_page_that_gives_nothing_away(
    browser: Browser, path: str, status: int, words: str, debug: bool
) -> None:
    answer = browser(DEBUG=debug).get(path)
    text = answer.content.decode()
    assert answer.status_code == status
    assert words in text
    for leak in (SECRET, "Traceback", "addresses", "SECRET_KEY", "DATABASES", "Django"):
        assert leak not in text, leak


def test_without_our_reporter_debug_would_show_the_message_of_the_error(browser: Browser) -> None:
    stock = browser(DEBUG=True, DEFAULT_EXCEPTION_REPORTER="django.views.debug.ExceptionReporter")
    assert SECRET in stock.get("/broken/").content.decode()


@DEBUG
def test_a_foreign_host_name_is_refused_without_a_technical_page(browser: Browser, debug: bool) -> None:
    answer = browser(DEBUG=debug).get("/page/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in answer.content.decode()
    assert "ALLOWED_HOSTS" not in answer.content.decode()


@DEBUG
def test_an_error_asked_for_as_plain_text_gives_nothing_away_either(browser: Browser, debug: bool) -> None:
    answer = browser(DEBUG=debug).get("/broken/", headers={"accept": "text/plain"})
    assert answer.status_code == 500
    assert "Mã sự cố" in answer.content.decode()
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize(("path", "status"), [("/broken/", 500), ("/away/", 503)])
def test_the_page_of_an_outage_names_the_id_of_its_request(browser: Browser, path: str, status: int) -> None:
    answer = browser().get(path)
    assert answer.status_code == status
    assert f"Mã sự cố: <code>{answer.headers['X-Request-Id']}</code>" in answer.content.decode()


@pytest.mark.parametrize("status", [400, 500, 503])
def test_a_self_contained_page_needs_no_base_template_and_no_context_processor(
    rf: RequestFactory, settings: object, status: int
) -> None:
    only_files = {"BACKEND": "django.template.backends.django.DjangoTemplates"}
    settings.TEMPLATES = [
        only_files
        | {
            "DIRS": [settings.BASE_DIR / "templates"],
            "OPTIONS": {"context_processors": ["tests.administration.no_such_module.context"]},
        }
    ]
    answer = views.self_contained(rf.get("/"), status)
    assert answer.status_code == status
    assert 'lang="vi"' in answer.content.decode()
    assert "base.html" not in answer.content.decode()


@DEBUG
def test_an_address_without_its_last_slash_is_still_redirected(browser: Browser, debug: bool) -> None:
    answer = browser(DEBUG=debug).get("/page")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/page/")


def test_an_outdated_form_is_explained_without_the_reason_for_developers(browser: Browser) -> None:
    client = browser(
        MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
        CSRF_FAILURE_VIEW="portal.administration.views.csrf_failure",
    )
    client.handler.enforce_csrf_checks = True
    answer = client.post("/page/")
    assert answer.status_code == 403
    assert "biểu mẫu được mở từ lâu" in answer.content.decode()
    assert "CSRF" not in answer.content.decode()


def test_the_process_is_healthy_without_a_database(browser: Browser) -> None:
    """pytest-django forbids the database here, so any query would fail the test."""
    answer = browser().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_the_probes_are_open_to_whoever_is_not_signed_in() -> None:
    for view in (views.Healthz.as_view(), views.Readyz.as_view()):
        assert view.login_required is False


@pytest.mark.django_db
def test_the_portal_is_ready_when_the_database_answers_and_has_all_migrations(browser: Browser) -> None:
    views.require_migrations.cache_clear()
    with patch("portal.administration.views.MigrationExecutor.migration_plan", return_value=[]):
        answer = browser().get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready")


def test_the_portal_is_not_ready_while_the_database_is_away(browser: Browser) -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError(SECRET)):
        answer = browser().get("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "không kết nối được cơ sở dữ liệu" in answer.content.decode()
    assert SECRET not in answer.content.decode()


@pytest.mark.django_db
def test_the_portal_is_not_ready_while_a_migration_is_missing(browser: Browser) -> None:
    views.require_migrations.cache_clear()
    with patch("portal.administration.views.MigrationExecutor.migration_plan", return_value=[("0002", False)]):
        answer = browser().get("/readyz")
    assert answer.status_code == 503
    assert "migration chưa chạy" in answer.content.decode()
