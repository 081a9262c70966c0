"""Registration of the room with Django."""

from django.apps import AppConfig


class VietnameseConfig(AppConfig):
    name = "portal.vietnamese"
    verbose_name = "Đọc và viết tiếng Việt"
