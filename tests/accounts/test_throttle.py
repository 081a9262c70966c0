"""Guessing passwords: five attempts for a name from an address, then a pause of fifteen minutes."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db.models import F
from django.test import Client, RequestFactory

from portal.accounts.addresses import client_address
from portal.accounts.models import User
from tests.builders import PASSWORD, make_user


def attempt(password: str, *, address: str = "10.0.0.1", username: str = "canbo.daksong"):
    return Client(REMOTE_ADDR=address).post("/dang-nhap/", {"username": username, "password": password})


def lock(times: int = 5) -> None:
    for _ in range(times):
        attempt("sai")


def wait(minutes: int) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=minutes))


def test_the_sixth_attempt_is_refused_even_with_the_right_password(clerk: User) -> None:
    lock()
    response = attempt(PASSWORD)
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    html = response.content.decode()
    assert "tạm khóa 15 phút" in html and "canbo.daksong" not in html


def test_the_fifth_attempt_with_the_right_password_is_not_refused(clerk: User) -> None:
    lock(times=4)
    assert attempt(PASSWORD).status_code == 302


def test_signing_in_forgets_earlier_failures(clerk: User) -> None:
    lock(times=4)
    attempt(PASSWORD)
    assert "Còn 4 lần" in attempt("sai").content.decode()


def test_another_address_and_another_person_are_not_locked(clerk: User) -> None:
    make_user("viewer", username="lanhdao.tinh", password=PASSWORD)
    lock()
    assert attempt(PASSWORD, address="10.0.0.2").status_code == 302
    assert attempt(PASSWORD, username="lanhdao.tinh").status_code == 302
    assert attempt(PASSWORD).status_code == 429


def test_the_lock_ends_after_fifteen_minutes(clerk: User) -> None:
    lock()
    wait(minutes=14)
    assert attempt(PASSWORD).status_code == 429
    wait(minutes=1)
    assert attempt(PASSWORD).status_code == 302


def test_guessing_on_does_not_lengthen_the_lock(clerk: User) -> None:
    lock()
    wait(minutes=10)
    lock()
    wait(minutes=5)
    assert attempt(PASSWORD).status_code == 302


def test_a_locked_name_costs_no_hashing(clerk: User, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []
    encode = PBKDF2PasswordHasher.encode
    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    attempt("sai", username="khong.co")
    assert len(hashed) == 1  # an unknown name costs one, like a known one
    lock()
    hashed.clear()
    for _ in range(20):
        assert attempt(PASSWORD).status_code == 429
    assert not hashed


def test_failures_are_counted_by_what_the_trusted_proxy_saw(settings) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.162.4.191")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert client_address(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client_address(request) == "203.162.4.191"


def test_a_forged_address_is_not_taken(settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    make = RequestFactory().get
    assert client_address(make("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="' OR 1=1")) == "10.0.0.1"
    assert client_address(make("/", REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="")) is None
