"""Registration of the room with Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "portal.imports"
    verbose_name = "Nhập dữ liệu từ bảng tính"
