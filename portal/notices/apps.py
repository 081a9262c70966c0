"""Registration of the room with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "portal.notices"
    verbose_name = "Thông báo"
