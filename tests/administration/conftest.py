"""The portal reduced to this room: its middleware, its pages, and addresses that go wrong."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client, override_settings

ROOM = "portal.administration.middleware"
MIDDLEWARE = [
    f"{ROOM}.RequestId",
    f"{ROOM}.DatabaseOutage",
    "django.middleware.common.CommonMiddleware",
    f"{ROOM}.CachePolicy",
    f"{ROOM}.OwnNotFoundPage",
]
BASE = "<html lang=vi><title>{% block title %}{% endblock %}</title>{% block content %}{% endblock %}</html>"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.locmem.Loader", {"base.html": BASE}),
                ("django.template.loaders.filesystem.Loader", [project.BASE_DIR / "templates"]),
            ]
        },
    }
]
REDUCED = {
    "ROOT_URLCONF": "tests.administration.addresses",
    "MIDDLEWARE": MIDDLEWARE,
    "TEMPLATES": TEMPLATES,
    "ALLOWED_HOSTS": ["testserver"],
    "SECURE_SSL_REDIRECT": False,
}


@pytest.fixture
def browser() -> Iterator[Callable[..., Client]]:
    """Return a maker of clients of the reduced portal; its arguments are further settings."""
    stack: list[override_settings] = []

    def make(**changes: Any) -> Client:
        changed = override_settings(**REDUCED | changes)
        changed.enable()
        stack.append(changed)
        return Client(raise_request_exception=False)

    yield make
    for changed in reversed(stack):
        changed.disable()
