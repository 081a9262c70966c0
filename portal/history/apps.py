"""Registration of the room with Django."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "portal.history"
    verbose_name = "Nhật ký"
